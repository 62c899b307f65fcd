import { limits } from '../base/limits.ts'
import type { Revisit, RevisitOutcome } from '../cache/index.ts'
import { nextInterval } from '../cache/index.ts'

/**
 * What decided on a wait. `interval`: the fixed or the learnt one; `fresh`: max-age or Expires; `back-off`: failures; `retry-after` and
 * `crawl-delay`: the server; `robots`: its robots.txt cannot be had; `due`: an earlier run.
 */
export type WaitReason = 'interval' | 'fresh' | 'back-off' | 'retry-after' | 'crawl-delay' | 'robots' | 'due'

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
