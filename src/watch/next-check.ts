import { limits } from '../base/limits.ts'
import type { Revisit, RevisitOutcome } from '../cache/index.ts'
import { nextInterval } from '../cache/index.ts'
import type { WatchState } from './watch-state.ts'

/**
 * What decided on a wait. `interval`: the fixed or the learnt one; `fresh`: max-age or Expires; `back-off`: failures; `retry-after` and
 * `crawl-delay`: the server; `robots`: its robots.txt cannot be had.
 */
export type WaitReason = (typeof waitReasons)[number]

export const waitReasons = ['interval', 'fresh', 'back-off', 'retry-after', 'crawl-delay', 'robots'] as const

export type Interval = {
  /** Fixed, ms; undefined: adaptive. */
  readonly everyMs: number | undefined
  readonly minMs: number
  readonly maxMs: number
}

/** What the server asks for, each in ms, 0 for nothing. */
export type Wishes = { readonly freshMs: number; readonly retryAfterMs: number; readonly crawlDelayMs: number; readonly robotsMs: number }

/**
 * When to ask again. A fixed interval is the user's word: freshness, which is about copies and forbids no question, does not lengthen it;
 * Retry-After, Crawl-delay and a closed robots.txt do.
 */
export function nextCheck(
  last: Revisit,
  outcome: RevisitOutcome,
  { everyMs, minMs, maxMs }: Interval,
  wishes: Wishes,
): { revisit: Revisit; waitMs: number; why: WaitReason } {
  const failed = outcome === 'failed'
  const shortest = everyMs ?? minMs
  const longest = failed ? Math.max(shortest, Math.min(maxMs, limits.watchBackoffMs), last.learntMs ?? 0) : (everyMs ?? maxMs)
  const options = {
    minMs: shortest,
    maxMs: longest,
    retryAfterMs: wishes.retryAfterMs,
    ...(everyMs === undefined ? { freshMs: wishes.freshMs } : {}),
  }
  const revisit = nextInterval(last, outcome, options)
  const { intervalMs, learntMs = intervalMs } = revisit
  const waitMs = Math.max(intervalMs, wishes.crawlDelayMs, wishes.robotsMs)
  const why = (): WaitReason => {
    if (waitMs > intervalMs) return wishes.robotsMs >= wishes.crawlDelayMs ? 'robots' : 'crawl-delay'
    if (wishes.retryAfterMs > 0 && intervalMs === Math.min(wishes.retryAfterMs, limits.retryAfterMs)) return 'retry-after'
    if (intervalMs > learntMs) return failed ? 'back-off' : 'fresh'
    return 'interval'
  }
  return { revisit, waitMs, why: why() }
}

/**
 * ms until the next round of a state. A clock that was put back since makes no wait longer than it was meant to be; an interval that the
 * user has made shorter holds at once, the server's wishes stay.
 */
export function waitOf({ checked, due, why }: WatchState, now: number, { everyMs, maxMs }: Interval): number {
  if (checked === null || due === null) return 0
  const planned = Date.parse(due) - Date.parse(checked)
  const isOurs = why === 'interval' || why === 'fresh'
  const longest = isOurs ? Math.min(planned, everyMs ?? maxMs) : planned
  return Math.max(0, Math.min(Date.parse(checked) + longest - now, longest))
}
