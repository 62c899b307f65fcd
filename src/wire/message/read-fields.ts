import type { Allowance, ByteFeed } from './byte-feed.ts'
import type { MessageAnomaly } from './message-anomaly.ts'
import { MessageFault } from './message-fault.ts'

/** Writes a deviation down; throws MessageFault for one that the mode refuses. */
export type Note = (anomaly: MessageAnomaly) => void

export type FieldBlock = {
  /** Names and values in turn. Folded lines are joined by a space; what is no field is left out. */
  readonly fields: string[]
  /** The bytes as they came, one character each, up to the end of the last line. */
  readonly text: string
  /** Length of that line's end and of the empty line. */
  readonly gap: number
  /** The empty line came. */
  readonly isWhole: boolean
}

export type FieldLimits = { readonly allowance: Allowance; readonly headerFields: number }

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const control = /[\x00-\x08\x0a-\x1f\x7f]/

/** Is this a name of a method or of a field (RFC 9110 section 5.6.2)? */
export function isToken(text: string): boolean {
  return token.test(text)
}

/**
 * Field lines up to the empty line (RFC 9112 section 5): a header, or a trailer section.
 * @param before what stands before them in the same block: the status or request line
 */
export function* readFields(
  feed: ByteFeed,
  note: Note,
  { allowance, headerFields }: FieldLimits,
  before = '',
): Generator<undefined, FieldBlock, undefined> {
  const fields: string[] = []
  let text = before
  let lines = 0
  /** The pieces of the last field's value; joined once, so that many folded lines cost what they weigh. */
  let pieces: string[] = []
  const endField = () => {
    if (pieces.length > 1) fields.push(trimSpaces([fields.pop(), ...pieces.slice(1)].join(' ')))
    pieces = []
  }
  for (;;) {
    const line = yield* feed.line(allowance)
    if (!line.endsWith('\n')) return { fields, text: text + line, gap: 0, isWhole: false }
    const content = lineContent(line, note)
    if (content === '') {
      endField()
      const end = lineEndLength(text)
      return { fields, text: text.slice(0, text.length - end), gap: end + line.length, isWhole: true }
    }
    text += line
    if (++lines > headerFields) throw new MessageFault('header-fields-too-many')
    if (content.startsWith(' ') || content.startsWith('\t')) {
      note(lines === 1 ? 'space-before-first-field' : 'field-folded')
      const more = trimSpaces(content)
      if (pieces.length > 0 && more !== '') pieces.push(more)
      continue
    }
    endField()
    const field = parseField(content, note)
    if (field === undefined) continue
    fields.push(...field)
    pieces = [field[1]]
  }
}

/** A line without its end; CR and NUL in it are spaces (RFC 9112 section 2.2, RFC 9110 section 5.5). */
export function lineContent(line: string, note: Note): string {
  let end = line.length - 1
  while (end > 0 && line[end - 1] === '\r') end--
  if (end === line.length - 1) note('line-feed-only')
  if (end < line.length - 2) note('bare-cr')
  const content = line.slice(0, end)
  if (!control.test(content)) return content
  if (content.includes('\r')) note('bare-cr')
  if (content.includes('\0')) note('nul-in-header')
  const replaced = content.replaceAll('\r', ' ').replaceAll('\0', ' ')
  if (control.test(replaced)) note('control-in-header')
  return replaced
}

function lineEndLength(text: string): number {
  let end = text.endsWith('\n') ? text.length - 1 : text.length
  while (end > 0 && text[end - 1] === '\r') end--
  return text.length - end
}

function parseField(content: string, note: Note): [name: string, value: string] | undefined {
  const colon = content.indexOf(':')
  if (colon < 0) {
    note('field-without-colon')
    return undefined
  }
  const written = content.slice(0, colon)
  const name = trimSpaces(written)
  if (!isToken(name)) {
    note('field-name-invalid')
    return undefined
  }
  if (name.length < written.length) note('space-before-colon')
  return [name, trimSpaces(content.slice(colon + 1))]
}

/** OWS alone: `trim()` would also take the byte a0, which is a letter or half of one. */
export function trimSpaces(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isSpace(text.charCodeAt(from))) from++
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--
  return text.slice(from, to)
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}
