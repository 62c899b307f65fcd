import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import { parseEntityTags, parseHttpDate } from '../headers/index.ts'
import type { StoredAnswer } from './stored-answer.ts'
import { sameTag } from './update-answer.ts'

/** Does the request itself ask for a body only if it has changed? */
export function isConditional(request: HeaderList): boolean {
  return headerValue(request, 'if-none-match') !== undefined || headerValue(request, 'if-modified-since') !== undefined
}

/** Conditions that the origin alone can judge (RFC 9111 section 4.3.2), and If-Range, which the stored answer is not asked. */
export function isForOrigin(request: HeaderList): boolean {
  return ['if-match', 'if-unmodified-since', 'if-range'].some(name => headerValue(request, name) !== undefined)
}

/**
 * Has the caller what is stored already, so that a 304 is his answer (RFC 9111 section 4.3.2)? If-None-Match goes before If-Modified-Since.
 */
export function isNotModified(request: HeaderList, { status, headers, receivedAt }: StoredAnswer): boolean {
  if (status !== 200 && status !== 206) return false
  const asked = headerValues(request, 'if-none-match')
  if (asked.length > 0) {
    const tags = parseEntityTags(asked.join(','))
    if (tags === '*') return true
    const kept = headerValue(headers, 'etag')
    if (tags === null) return kept !== undefined && asked.some(tag => sameTag(tag, kept))
    return tags.some(({ opaque, weak }) => sameTag(`${weak ? 'W/' : ''}"${opaque}"`, kept))
  }
  const since = parseHttpDate(headerValue(request, 'if-modified-since') ?? '', new Date(receivedAt))
  const modified = parseHttpDate(headerValue(headers, 'last-modified') ?? headerValue(headers, 'date') ?? '', new Date(receivedAt))
  return since !== null && modified !== null && modified <= since
}
