import { headerValue } from '../exchange/header-list.ts'
import type { Head } from '../exchange/order.ts'
import { parseContentRange } from '../headers/content-range.ts'
import { parseEntityTag, sameStrongly, sameWeakly } from '../headers/entity-tag.ts'
import { parseMediaType } from '../headers/media-type.ts'
import type { Version } from './version.ts'

/** What is here of a file, and with what the rest of it was asked for. */
export type Have = {
  /** Bytes that are here; 0: the whole was asked for, without a range. */
  readonly bytes: number
  /** The first byte asked for; below `bytes` when the end of what is here is compared with what comes. */
  readonly from: number
  /** The version that the bytes belong to, as far as it is known; its `ifRange` was sent. */
  readonly version: Version
}

/** `end` is the byte behind the last one of the answer's body, `total` the size of the whole; undefined where the server does not say. */
export type ResumeAction =
  | { readonly do: 'append'; readonly from: number; readonly end: number; readonly total: number | undefined }
  | { readonly do: 'overwrite'; readonly end: number | undefined; readonly total: number | undefined }
  | { readonly do: 'complete' }
  /** Ask again for the whole, without a range. */
  | { readonly do: 'restart'; readonly why: string }
  | { readonly do: 'fail'; readonly why: string }

/**
 * What an answer to a request for the rest of a file means for the bytes that are here (RFC 9110 sections 13.1.5, 14, 15.3.7, 15.5.17).
 * Bytes of two versions are never mixed: in doubt the whole is asked for again.
 */
export function resumeAction(have: Have, head: Head): ResumeAction {
  if (head.status === 206)
    return have.bytes === 0 ? { do: 'fail', why: 'a part (206) although the whole was asked for' } : ofPart(have, head)
  if (head.status >= 200 && head.status < 300) {
    const total = contentLength(head)
    return { do: 'overwrite', end: total, total }
  }
  if (have.bytes > 0 && head.status === 416) return ofUnsatisfied(have, head)
  if (have.bytes > 0 && head.status === 412) return { do: 'restart', why: 'the file has changed (412)' }
  return { do: 'fail', why: `a status ${head.status} that is no answer to the question` }
}

function ofPart(have: Have, head: Head): ResumeAction {
  const { bytes, from, version } = have
  const restart = (why: string): ResumeAction => ({ do: 'restart', why })
  if (parseMediaType(headerValue(head.headers, 'content-type')).type === 'multipart/byteranges') return restart('several ranges at once')
  const coding = headerValue(head.headers, 'content-encoding')?.trim().toLowerCase() ?? ''
  if (coding !== '' && coding !== 'identity') return restart('the range counts the bytes of a content coding')
  const range = parseContentRange(headerValue(head.headers, 'content-range') ?? '')
  if (range === null || range.unit !== 'bytes' || !('first' in range)) return restart('no Content-Range that can be read')
  const end = range.last + 1
  const { total } = range
  const length = contentLength(head)
  if (length !== undefined && length !== end - range.first) return restart('a body that is not as long as its range')
  if (isOther(version, head, total)) return restart('another version')
  if (range.first === 0) return { do: 'overwrite', end, total }
  if (range.first !== from) return restart('the range begins elsewhere')
  if (from === bytes && version.ifRange === undefined) return restart('nothing tells whether it is the same version')
  if (end < bytes || (end === bytes && total !== undefined && total !== bytes)) return restart('the file is not longer than the part')
  return { do: 'append', from, end, total }
}

function ofUnsatisfied(have: Have, head: Head): ResumeAction {
  const range = parseContentRange(headerValue(head.headers, 'content-range') ?? '')
  if (range === null || 'first' in range || range.unit !== 'bytes') return { do: 'restart', why: 'a range that does not fit (416)' }
  const { total } = range
  if (isOther(have.version, head, total)) return { do: 'restart', why: 'another version' }
  if (total > have.from) return { do: 'fail', why: 'a refusal (416) of a range that its own size allows' }
  if (total === have.bytes) return { do: 'complete' }
  return { do: 'restart', why: 'the file is shorter now' }
}

/** Does the answer say that it is about other bytes than those that are here? */
function isOther({ etag, modified, total: knownTotal }: Version, head: Head, total: number | undefined): boolean {
  if (knownTotal !== undefined && total !== undefined && knownTotal !== total) return true
  const told = headerValue(head.headers, 'etag')
  if (etag !== undefined && told !== undefined) {
    const [known, given] = [parseEntityTag(etag), parseEntityTag(told)]
    return known === null || known.weak ? !sameWeakly(known, given) && etag !== told : !sameStrongly(known, given)
  }
  const toldModified = headerValue(head.headers, 'last-modified')
  return modified !== undefined && toldModified !== undefined && modified !== toldModified
}

function contentLength(head: Head): number | undefined {
  const text = headerValue(head.headers, 'content-length')
  const length = text !== undefined && /^[0-9]+$/.test(text.trim()) ? Number(text) : undefined
  return Number.isSafeInteger(length) ? length : undefined
}
