import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue, headerValues, withHeader, withoutHeaders } from '../exchange/header-list.ts'
import type { ByteRange, ContentRange } from '../headers/index.ts'
import { formatContentRange, parseContentRange, parseEntityTag, parseRange, sameStrongly } from '../headers/index.ts'
import type { StoredAnswer } from './stored-answer.ts'
import { bodyDigest } from './stored-answer.ts'

/** The one byte range that a request asks for; `many` for what is no single one. */
export function askedRange(request: HeaderList): ByteRange | 'many' | undefined {
  const fields = headerValues(request, 'range')
  if (fields.length === 0) return undefined
  const ranges = fields.length === 1 ? parseRange(fields[0]!) : null
  return ranges?.length === 1 ? ranges[0]! : 'many'
}

type Part = ContentRange & { readonly total: number }

/** Which bytes of the whole an answer holds; undefined when it does not say so rightly. */
export function heldPart({ status, headers, length }: Pick<StoredAnswer, 'status' | 'headers' | 'length'>): Part | undefined {
  if (status === 200) return { unit: 'bytes', first: 0, last: length - 1, total: length }
  const range = status === 206 ? parseContentRange(headerValue(headers, 'content-range') ?? '') : null
  if (range === null || !('first' in range) || range.total === undefined || range.unit !== 'bytes') return undefined
  return range.last - range.first + 1 === length ? { ...range, total: range.total } : undefined
}

/** Where the range lies in the kept body of an answer that holds it (RFC 9110 section 14.1.2); undefined when it does not. */
export function cutPart(answer: StoredAnswer, range: ByteRange): (Part & { readonly offset: number }) | undefined {
  const held = heldPart(answer)
  if (held === undefined) return undefined
  const { total } = held
  const first = 'suffix' in range ? Math.max(0, total - range.suffix) : range.first
  const last = 'suffix' in range || range.last === undefined ? total - 1 : Math.min(range.last, total - 1)
  return first <= last && first >= held.first && last <= held.last ? { ...held, first, last, offset: first - held.first } : undefined
}

/** The fields of a 206 that holds `part` (RFC 9110 section 15.3.7). */
export function partFields(headers: HeaderList, part: ContentRange): HeaderList {
  const length = withHeader(headers, 'Content-Length', String(part.last - part.first + 1))
  return withHeader(length, 'Content-Range', formatContentRange(part))
}

export type Kept = { readonly answer: StoredAnswer; readonly body: Uint8Array }

/**
 * Two parts of one version as one, whole if nothing is missing (RFC 9111 section 3.4). Undefined when they have not the same strong entity
 * tag (RFC 9110 section 15.3.7.3), or a gap between them.
 */
export function joinParts(older: Kept, newer: Kept): Kept | undefined {
  const [one, two] = [heldPart(older.answer), heldPart(newer.answer)]
  const [tag, newTag] = [older, newer].map(({ answer }) => parseEntityTag(headerValue(answer.headers, 'etag') ?? ''))
  if (one === undefined || two === undefined || one.total !== two.total || !sameStrongly(tag ?? null, newTag ?? null)) return undefined
  if (two.first > one.last + 1 || one.first > two.last + 1) return undefined
  const joined = { ...two, first: Math.min(one.first, two.first), last: Math.max(one.last, two.last) }
  const body = new Uint8Array(joined.last - joined.first + 1)
  body.set(older.body, one.first - joined.first)
  body.set(newer.body, two.first - joined.first)
  const isWhole = body.length === joined.total
  const headers = partFields(newer.answer.headers, joined)
  const answer = { ...newer.answer, headers, length: body.length, digest: bodyDigest(body) }
  if (!isWhole) return { answer, body }
  const whole = {
    status: 200,
    reason: 'OK',
    headers: withoutHeaders(headers, ['content-range']),
    variant: answer.variant.replace(/-part$/, ''),
  }
  return { answer: { ...answer, ...whole }, body }
}
