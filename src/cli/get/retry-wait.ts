import { limits } from '../../base/limits.ts'
import { headerValue } from '../../exchange/header-list.ts'
import { mayPass } from '../../exchange/may-pass.ts'
import { isIdempotent } from '../../exchange/methods.ts'
import { parseRetryAfter } from '../../headers/retry-after.ts'
import type { Attempt, RetryOptions } from './transfer.ts'

/**
 * ms until the next attempt; undefined: there is none. The wait is the server's Retry-After, else the user's, else 1 s, 2 s, 4 s ... 10
 * min.
 */
export function retryWait(
  { error, exchange }: Pick<Attempt, 'error' | 'exchange'>,
  options: RetryOptions,
  retries: number,
  now: number,
): number | undefined {
  const failed = error !== undefined || (exchange !== undefined && exchange.status >= 400)
  if (!failed || error?.code === 'usage') return undefined
  if (!options.retryAllErrors) {
    if (!isIdempotent(options.method)) return undefined
    const passes =
      error === undefined
        ? exchange !== undefined && mayPass(exchange.status)
        : error.retryable && (error.code !== 'connection-refused' || options.retryRefused === true)
    if (!passes) return undefined
  }
  const asked = parseRetryAfter(headerValue(exchange?.headers ?? [], 'retry-after') ?? '', new Date(now))
  const own = options.retryDelay === undefined ? Math.min(600_000, 1000 * 2 ** retries) : options.retryDelay * 1000
  return asked === null ? own : Math.min(asked * 1000, limits.retryAfterMs)
}
