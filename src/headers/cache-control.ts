import { limits } from '../base/limits.ts'

/** Directives by their names in lower case, each with the different arguments it was given, in order; `''` is none. */
export type CacheControl = ReadonlyMap<string, readonly string[]>

/**
 * All Cache-Control fields of a message as one list (RFC 9111 section 5.2); quoted arguments are read like bare ones. Fields that are
 * together longer than `limits.cacheControlLength` say `no-store`.
 */
export function parseCacheControl(values: readonly string[]): CacheControl {
  const directives = new Map<string, string[]>()
  const text = values.join(',')
  if (text.length > limits.cacheControlLength) return new Map([['no-store', ['']]])
  for (const member of members(text)) {
    const end = /[=\s]/.exec(member)?.index ?? member.length
    const name = member.slice(0, end).toLowerCase()
    if (name === '') continue
    // White space around `=` is no part of the grammar: it stays in the argument, which is no number then.
    const argument = member[end] === '=' ? unquoted(member.slice(end + 1)) : member.slice(end)
    const known = directives.get(name)
    if (known === undefined) directives.set(name, [argument])
    else if (!known.includes(argument)) known.push(argument)
  }
  return directives
}

/**
 * The seconds of a directive; undefined when it is absent. What is no whole number, and numbers that contradict each other, are `invalid`:
 * who asks for freshness takes the answer for stale then (RFC 9111 section 4.2.1).
 */
export function directiveSeconds(control: CacheControl, name: string): number | 'invalid' | undefined {
  const given = control.get(name)
  if (given === undefined) return undefined
  return given.length === 1 && /^[0-9]+$/.test(given[0]!) ? Math.min(Number(given[0]), Number.MAX_SAFE_INTEGER) : 'invalid'
}

/** The fields that `no-cache` or `private` names, in lower case; `all` when it names none. */
export function directiveFields(control: CacheControl, name: string): readonly string[] | 'all' | undefined {
  const given = control.get(name)
  if (given === undefined) return undefined
  const fields = given.map(argument => argument.split(',').flatMap(field => field.trim().toLowerCase() || []))
  return fields.some(({ length }) => length === 0) ? 'all' : fields.flat()
}

/** Cut at commas outside quotes. A quote that is never closed is a character like others, so that it can hide no directive. */
function members(text: string): string[] {
  const found: string[] = []
  let from = 0
  for (let at = 0, quotes = true; at <= text.length; at++) {
    if (text[at] === '"' && quotes) {
      const close = closingQuote(text, at)
      if (close === undefined) quotes = false
      else at = close
    } else if (at === text.length || text[at] === ',') {
      const member = text.slice(from, at).trim()
      if (member !== '') found.push(member)
      from = at + 1
    }
  }
  return found
}

function closingQuote(text: string, open: number): number | undefined {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return undefined
}

function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text
}
