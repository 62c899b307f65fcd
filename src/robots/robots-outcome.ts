import type { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue } from '../exchange/header-list.ts'
import { redirectTarget } from '../exchange/redirects.ts'

/** What an answer to robots.txt means for its site (RFC 9309 section 2.3.1). */
export type RobotsOutcome =
  | { readonly kind: 'parse' }
  | { readonly kind: 'allow-all' }
  /** The copy we hold is still the right one. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'redirect'; readonly url: string }
  /** Unreachable for now. `retryAfterMs`: what the server asks for, at most `limits.retryAfterMs`. */
  | { readonly kind: 'disallow-all'; readonly retryAfterMs?: number }

export type RobotsAnswer = {
  readonly status: number
  readonly headers: HeaderList
  /** Body bytes after decoding. */
  readonly length: number
  readonly cut?: 'limit' | 'unwanted' | 'truncated' | undefined
}

export type RobotsSituation = {
  /** The URLs asked so far, oldest first; the last one gave the answer. */
  readonly asked: readonly string[]
  /** Did the request carry the validators of our copy? */
  readonly conditional: boolean
  readonly now: Date
  /** Reads a Retry-After field: seconds, or null when it is to be ignored. */
  readonly retryAfter: (value: string, now: Date) => number | null
}

export function robotsOutcome(answer: RobotsAnswer, situation: RobotsSituation): RobotsOutcome {
  const { status } = answer
  if (status === 304) return situation.conditional ? { kind: 'keep' } : { kind: 'disallow-all' }
  if (status >= 300 && status < 400) return redirectOutcome(answer, situation.asked)
  if (status >= 400 && status < 500 && status !== 429) return { kind: 'allow-all' }
  if (status < 200 || status >= 300) return unreachable(answer.headers, situation)
  // Half a file could end before the line that refuses us.
  if (answer.cut === 'truncated' || answer.cut === 'unwanted' || status === 206) return { kind: 'disallow-all' }
  return status === 204 || status === 205 || answer.length === 0 ? { kind: 'allow-all' } : { kind: 'parse' }
}

/** What a failure without an answer means: only a redirect that leads nowhere counts as an absent file. */
export function failureOutcome(error: CrawlError): RobotsOutcome {
  return error.code === 'redirect-loop' || error.code === 'redirect-limit' ? { kind: 'allow-all' } : { kind: 'disallow-all' }
}

function redirectOutcome({ status, headers }: RobotsAnswer, asked: readonly string[]): RobotsOutcome {
  const target = redirectTarget(asked.at(-1) ?? '', status, headers)
  if (target === undefined || 'refused' in target || target.url.length > limits.urlBytes) return { kind: 'disallow-all' }
  const url = target.url.replace(/#.*$/s, '')
  if (asked.includes(url) || asked.length > limits.robotsRedirects) return { kind: 'allow-all' }
  return { kind: 'redirect', url }
}

function unreachable(headers: HeaderList, { now, retryAfter }: RobotsSituation): RobotsOutcome {
  const value = headerValue(headers, 'retry-after')
  const seconds = value === undefined ? null : retryAfter(value, now)
  if (seconds === null || !(seconds > 0)) return { kind: 'disallow-all' }
  return { kind: 'disallow-all', retryAfterMs: Math.min(seconds * 1_000, limits.retryAfterMs) }
}
