import type { Clock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'

/**
 * How long to wait before an attempt more, in ms; undefined: none. What Retry-After asks for, else a second that doubles.
 * @param failures attempts in a row that brought nothing new, this one included
 */
export function retryWait(
  error: CrawlError,
  given: { readonly failures: number; readonly retries: number; readonly cameBefore: boolean; readonly retryAfterMs: number | undefined },
): number | undefined {
  if (!error.retryable || given.failures > given.retries) return undefined
  // Who never was there is not waited for; who breaks off in the middle may be restarting.
  if (error.code === 'connection-refused' && !given.cameBefore) return undefined
  if (given.retryAfterMs !== undefined) return Math.min(given.retryAfterMs, limits.retryAfterMs)
  return Math.min(1_000 * 2 ** Math.max(0, given.failures - 1), limits.backoffMs)
}

/** Rejects with CrawlError `aborted`. */
export function pause(ms: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      forget()
      reject(new CrawlError('aborted', 'The download was called back. What came is kept for the next call.'))
    }
    const forget = clock.after(ms, () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    })
    if (signal?.aborted === true) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
