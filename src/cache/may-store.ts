import type { Exchange } from '../exchange/exchange.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import { parseVary } from '../headers/index.ts'
import { controlOf, freshnessLifetime, heuristicStatuses } from './freshness.ts'

/**
 * May an answer to a GET be kept (RFC 9111 section 3, by a private cache), and is it worth it: could it be used again, or confirmed by a
 * 304? Answers that speak of one request alone (304, 412, 416) are not kept, and neither is anything under `Vary: *`.
 */
export function mayStore({ status, headers }: Pick<Exchange, 'status' | 'headers'>, receivedAt: number, heuristics: boolean): boolean {
  const control = controlOf(headers)
  if (status < 200 || status > 599 || ofOneRequest.has(status)) return false
  const isUnderstood = knownStatuses.has(status)
  if (control.has('must-understand') ? !isUnderstood : control.has('no-store')) return false
  if (parseVary(headerValues(headers, 'vary')) === '*') return false
  const isExplicit = control.has('max-age') || headerValue(headers, 'expires') !== undefined
  if (!isExplicit && !control.has('public') && !control.has('private') && !heuristicStatuses.has(status)) return false
  const hasValidator = headerValue(headers, 'etag') !== undefined || headerValue(headers, 'last-modified') !== undefined
  return hasValidator || freshnessLifetime({ status, headers, receivedAt }, heuristics) > 0
}

const ofOneRequest: ReadonlySet<number> = new Set([304, 412, 416])

/** Statuses whose caching rules are known (RFC 9110 section 15). */
const knownStatuses: ReadonlySet<number> = new Set([
  200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 413, 414, 415,
  417, 421, 422, 426, 500, 501, 502, 503, 504, 505,
])
