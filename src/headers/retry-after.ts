import { parseHttpDate } from './http-date.ts'

/**
 * Seconds that a Retry-After field asks for at `now`: whole, 0 when its date is past, at most 2^53 - 1; `null` when it is to be ignored
 * (RFC 9110 section 10.2.3). How much of it is obeyed is the caller's: `limits.retryAfterMs`.
 */
export function parseRetryAfter(value: string, now: Date): number | null {
  const text = value.trim()
  if (/^[0-9]+$/.test(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER)
  const date = parseHttpDate(text, now)
  return date === null ? null : Math.max(0, Math.ceil((date.getTime() - now.getTime()) / 1000))
}
