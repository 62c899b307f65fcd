import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue, withoutHeaders } from '../exchange/header-list.ts'
import { parseEntityTag, sameWeakly } from '../headers/index.ts'
import type { AnswerTimes, StoredAnswer } from './stored-answer.ts'
import { keptFields } from './stored-answer.ts'

/** A stored answer with the fields of a newer one, a 304 or the answer to a HEAD (RFC 9111 section 3.2). The body stays as it is. */
export function updateAnswer(answer: StoredAnswer, newer: HeaderList, times: AnswerTimes): StoredAnswer {
  const fields = withoutHeaders(keptFields(newer, times.receivedAt), ofTheBody)
  const names = new Set(fields.filter((_, index) => index % 2 === 0).map(name => name.toLowerCase()))
  // What the newer answer does not say of its age is no longer true.
  return { ...answer, headers: [...withoutHeaders(answer.headers, [...names, 'age']), ...fields], ...times }
}

/** How the kept bytes are to be read: a 304 has no body that these could speak of. */
const ofTheBody: readonly string[] = ['content-length', 'content-encoding', 'content-range']

/**
 * Does a 304 speak of this stored answer (RFC 9111 section 4.3.4)? What it says of its version must be what was stored; when it says
 * nothing, it speaks of the only version that was asked about.
 * @param askedAbout were the stored validators the only ones in the request?
 */
export function isConfirmed(answer: StoredAnswer, newer: HeaderList, askedAbout: boolean): boolean {
  const tag = headerValue(newer, 'etag')
  if (tag !== undefined) return sameTag(tag, headerValue(answer.headers, 'etag'))
  const modified = headerValue(newer, 'last-modified')
  if (modified !== undefined) return modified.trim() === headerValue(answer.headers, 'last-modified')?.trim()
  return askedAbout
}

/** Does the answer to a HEAD speak of the stored answer to a GET (RFC 9111 section 4.3.5)? */
export function isSameVersion(answer: StoredAnswer, newer: HeaderList): boolean {
  const length = headerValue(newer, 'content-length')
  const kept = headerValue(answer.headers, 'content-length')
  return isConfirmed(answer, newer, true) && (length === undefined || kept === undefined || length.trim() === kept.trim())
}

/** Entity tags without quotes are common: they are compared as they stand. */
export function sameTag(one: string, other: string | undefined): boolean {
  if (other === undefined) return false
  return one.trim() === other.trim() || sameWeakly(parseEntityTag(one), parseEntityTag(other))
}
