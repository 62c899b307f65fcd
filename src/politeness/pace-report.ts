import type { Site } from '../url/site.ts'
import { addressReadyAt } from './address-pace.ts'
import type { SitePace } from './site-pace.ts'
import { crawlDelayGap, gapEndsAt, gapOf, latencyGap } from './site-pace.ts'

/** For displays: JSON-safe. */
export type PaceReport = {
  readonly site: Site
  /**
   * `busy`: as many requests in flight as allowed. `paused`: Retry-After. `backing-off`: after 429, 503 or failures. `waiting`: for the end
   * of the gap, or for the address. `ready`: may be asked.
   */
  readonly state: 'ready' | 'waiting' | 'paused' | 'backing-off' | 'busy'
  readonly gapMs: number
  /** Monotonic ms when the state ends by itself; null: it is `ready`, or ends with a request in flight. */
  readonly until: number | null
  readonly inFlight: number
  /** What the site waits for: `retry-after`, `http-429`, the code of a failure, `delay`, `crawl-delay`, `latency`, `address`. */
  readonly why?: string
}

export function reportOf(pace: SitePace, now: number): PaceReport {
  const { site, inFlight, rules, pausedUntil, heldUntil } = pace
  const gapMs = gapOf(pace)
  const report = { site, gapMs, inFlight }
  if (inFlight >= rules.perSite) return { ...report, state: 'busy', until: null }
  const gapEnd = Math.max(gapEndsAt(pace), heldUntil)
  const addressAt = addressReadyAt(pace)
  const until = Math.max(pausedUntil, gapEnd, addressAt)
  if (until <= now) return { ...report, state: 'ready', until: null }
  if (until === pausedUntil) return { ...report, state: 'paused', until, why: 'retry-after' }
  if (until === addressAt) return { ...report, state: 'waiting', until: until === Infinity ? null : until, why: 'address' }
  if (pace.backoffMs === gapMs && pace.trouble !== undefined) return { ...report, state: 'backing-off', until, why: pace.trouble }
  return { ...report, state: 'waiting', until, why: gapWhy(pace, gapMs) }
}

function gapWhy(pace: SitePace, gapMs: number): string {
  if (gapMs === pace.rules.delayMs) return 'delay'
  if (gapMs === crawlDelayGap(pace)) return 'crawl-delay'
  return gapMs === latencyGap(pace) ? 'latency' : 'back-off'
}
