import type { HeaderList } from '../../exchange/header-list.ts'
import { headerValues } from '../../exchange/header-list.ts'
import { MessageFault } from './message-fault.ts'
import type { Note } from './read-fields.ts'
import { trimSpaces } from './read-fields.ts'

/** How the end of a body is known. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }

/** Codings that were put on for the transfer, in order, chunked left out. */
export type Framed = { readonly framing: Framing; readonly transferCodings: readonly string[] }

const untilClose: Framing = { kind: 'until-close' }
const compressing: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate'])

/** What a header says about its body, for messages that may have one (RFC 9112 section 6.3). Throws MessageFault. */
export function bodyFraming(version: string, headers: HeaderList, note: Note): Framed {
  const fields = headerValues(headers, 'transfer-encoding')
  const named = listOf(fields).map(coding => trimSpaces(coding.split(';', 1)[0]!).toLowerCase())
  const codings = named.filter(coding => coding !== 'identity')
  if (fields.length > 0 && version === '1.0') note('transfer-encoding-in-1.0')
  if (codings.length < named.length) note('transfer-coding-identity')
  const lengths = listOf(headerValues(headers, 'content-length'))
  if (codings.length === 0) {
    const framing: Framing = lengths.length === 0 ? untilClose : { kind: 'length', length: contentLength(lengths, note) }
    return { framing, transferCodings: [] }
  }
  if (lengths.length > 0) note('content-length-and-transfer-encoding')
  const transferCodings = codings.filter(coding => coding !== 'chunked')
  for (const coding of transferCodings) note(compressing.has(coding) ? 'transfer-coding-unasked' : 'transfer-coding-unknown')
  if (codings.length - transferCodings.length > 1) note('chunked-repeated')
  if (codings.at(-1) === 'chunked') return { framing: { kind: 'chunked' }, transferCodings }
  if (!codings.includes('chunked')) return { framing: untilClose, transferCodings }
  note('chunked-not-last')
  return { framing: untilClose, transferCodings: [] }
}

function contentLength(values: readonly string[], note: Note): number {
  const lengths = values.map(value => {
    if (!/^\+?\d+$/.test(value)) throw new MessageFault('content-length-invalid')
    if (value.startsWith('+')) note('content-length-sign')
    const length = Number(value)
    if (length <= Number.MAX_SAFE_INTEGER) return length
    note('content-length-overflow')
    return Number.POSITIVE_INFINITY
  })
  const smallest = lengths.reduce((one, other) => Math.min(one, other))
  if (lengths.length > 1) note(lengths.every(length => length === smallest) ? 'content-length-repeated' : 'content-length-conflict')
  return smallest
}

/** The members of a field that is a list; an empty value is a member too, so that it is not taken for an absent field. */
function listOf(values: readonly string[]): string[] {
  return values.flatMap(value => value.split(',').map(trimSpaces))
}

/** May the connection carry another message (RFC 9112 section 9.3)? */
export function isPersistent(version: string, headers: HeaderList): boolean {
  const options = listOf(headerValues(headers, 'connection')).map(option => option.toLowerCase())
  return version === '1.1' ? !options.includes('close') : version === '1.0' && options.includes('keep-alive')
}
