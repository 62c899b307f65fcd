import { limits } from '../base/limits.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import type { CacheControl } from '../headers/index.ts'
import { directiveSeconds, parseAge, parseCacheControl, parseExpires, parseHttpDate } from '../headers/index.ts'
import type { StoredAnswer } from './stored-answer.ts'

/**
 * Time since the origin made or confirmed the answer, ms (RFC 9111 section 4.2.3). Without end when the clock says it came in the future.
 */
export function currentAge(answer: Pick<StoredAnswer, 'headers' | 'requestedAt' | 'receivedAt'>, now: number): number {
  const { headers, requestedAt, receivedAt } = answer
  if (now < receivedAt) return Number.POSITIVE_INFINITY
  const apparent = Math.max(0, receivedAt - dateOf(headers, receivedAt))
  const stated = (parseAge(headerValue(headers, 'age')) ?? 0) * 1000 + (receivedAt - requestedAt)
  return Math.max(apparent, stated) + (now - receivedAt)
}

/**
 * How long the answer may be used without asking, from its making, ms (RFC 9111 section 4.2.1; a private cache, so that s-maxage says
 * nothing to it). 0 where the answer contradicts itself or says it wrongly.
 * @param heuristics where the answer says nothing: a tenth of the time since Last-Modified, at most `limits.cacheHeuristicMs`
 */
export function freshnessLifetime(answer: Pick<StoredAnswer, 'status' | 'headers' | 'receivedAt'>, heuristics: boolean): number {
  const { status, headers, receivedAt } = answer
  const control = controlOf(headers)
  const maxAge = directiveSeconds(control, 'max-age')
  if (maxAge === 'invalid') return 0
  if (maxAge !== undefined) return maxAge * 1000
  const date = dateOf(headers, receivedAt)
  const expires = headerValue(headers, 'expires')
  if (expires !== undefined) return Math.max(0, (parseExpires(expires, new Date(receivedAt))?.getTime() ?? 0) - date)
  if (!heuristics || !(heuristicStatuses.has(status) || control.has('public'))) return 0
  const modified = parseHttpDate(headerValue(headers, 'last-modified') ?? '', new Date(receivedAt))?.getTime() ?? date
  return Math.min(Math.max(0, (date - modified) / 10), limits.cacheHeuristicMs)
}

/** Cacheable without being told so (RFC 9110 section 15.1). */
export const heuristicStatuses: ReadonlySet<number> = new Set([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501])

export function controlOf(headers: StoredAnswer['headers']): CacheControl {
  return parseCacheControl(headerValues(headers, 'cache-control'))
}

function dateOf(headers: StoredAnswer['headers'], receivedAt: number): number {
  return parseHttpDate(headerValue(headers, 'date') ?? '', new Date(receivedAt))?.getTime() ?? receivedAt
}
