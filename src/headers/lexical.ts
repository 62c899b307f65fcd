import { limits } from '../base/limits.ts'

/** Names and values in their order, `[name, value]`; names lower case, values without their quotes. */
export type Pairs = readonly (readonly [name: string, value: string])[]

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** RFC 9110 section 5.6.2. */
export function isToken(text: string): boolean {
  return token.test(text)
}

/** Characters that may stand in a field value: visible ones, blanks, and bytes above ASCII one to one (RFC 9110 section 5.5). */
export function isFieldText(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
}

export type SplitOptions = {
  /** Default `,`. */
  readonly at?: ',' | ';' | ' ' | undefined
  /** Also whole: `<...>` or nested `(...)`. Default none. */
  readonly whole?: '<>' | '()' | undefined
}

/**
 * The members of a list, trimmed, empty ones left out; separators in quoted strings separate nothing (RFC 9110 section 5.6.1).
 * Undefined above `limits.headerListItems` members. What is opened and never closed reaches to the end.
 */
export function splitList(text: string, { at = ',', whole }: SplitOptions = {}): string[] | undefined {
  const items: string[] = []
  let from = 0
  let isQuoted = false
  let depth = 0
  for (let index = 0; index <= text.length; index++) {
    const character = text[index]
    if (character === '\\' && (isQuoted || depth > 0)) index++
    else if (character === '"' && depth === 0) isQuoted = !isQuoted
    else if (!isQuoted && character !== undefined && character === whole?.[0] && (depth === 0 || whole === '()')) depth++
    else if (depth > 0 && character === whole?.[1]) depth--
    if (index < text.length && (character !== at || isQuoted || depth > 0)) continue
    const item = text.slice(from, index).trim()
    if (item !== '') items.push(item)
    if (items.length > limits.headerListItems) return undefined
    from = index + 1
  }
  return items
}

/** `a=1; b="x;y"` -> `[['a', '1'], ['b', 'x;y']]`. A name that is no token is passed over; one without a value has an empty one. */
export function parsePairs(text: string, at: ',' | ';' = ';'): Pairs | undefined {
  return splitList(text, { at })?.flatMap(item => {
    const equals = item.indexOf('=')
    const name = (equals < 0 ? item : item.slice(0, equals)).trimEnd().toLowerCase()
    if (!isToken(name)) return []
    return [[name, equals < 0 ? '' : unquote(item.slice(equals + 1).trimStart())] as const]
  })
}

export function formatPairs(pairs: Pairs, between = '; '): string {
  return pairs.map(([name, value]) => `${name}=${quote(value)}`).join(between)
}

/** The first value of a name, which must be given in lower case. */
export function valueIn(pairs: Pairs, name: string): string | undefined {
  return pairs.find(pair => pair[0] === name)?.[1]
}

/** The begin of a text up to a separator, and the rest after it; both trimmed. */
export function cutAt(text: string, separator: string): [before: string, after: string] {
  const index = text.indexOf(separator)
  return index < 0 ? [text.trim(), ''] : [text.slice(0, index).trim(), text.slice(index + separator.length).trim()]
}

/** What a quoted-string says; anything else as it is. What follows the closing quote is lost (RFC 9110 section 5.6.4). */
export function unquote(text: string): string {
  if (!text.startsWith('"')) return text
  let end = 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return text.slice(1, end).replace(/\\(.)/gs, '$1')
}

/** A token as it is, anything else as a quoted-string. */
export function quote(text: string): string {
  return isToken(text) ? text : asQuoted(text)
}

export function asQuoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
