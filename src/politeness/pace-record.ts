import { limits } from '../base/limits.ts'
import { plainAddress } from './address-pace.ts'
import { fullPatience, patienceLeft } from './patience.ts'
import type { PaceState, SitePace } from './site-pace.ts'
import { gapEndsAt, gapOf } from './site-pace.ts'

/** What a restart must know of a site: JSON-safe, in wall time (ms since the epoch). */
export type PaceRecord = {
  /** End of the gap or of a back-off's pause; 0: none. */
  readonly nextAt: number
  /** End of a pause by Retry-After; 0: none. */
  readonly pausedUntil: number
  readonly backoffMs: number
  readonly crawlDelayMs: number
  /** null: not known yet. */
  readonly latencyMs: number | null
  /** Time that answers which do not end may still waste; null: as at the beginning. */
  readonly patienceMs: number | null
  readonly address: string | null
}

/** A request in flight counts as ending now: the gap after its true end can only be later. */
export function recordOf(pace: SitePace, now: number, wallNow: number): PaceRecord {
  const wall = (at: number) => (at > now ? Math.ceil(wallNow + at - now) : 0)
  const patience = patienceLeft(pace, now)
  const gapEnd = pace.inFlight > 0 ? now + gapOf(pace) : gapEndsAt(pace)
  return {
    nextAt: wall(Math.max(gapEnd, pace.heldUntil)),
    pausedUntil: wall(pace.pausedUntil),
    backoffMs: pace.backoffMs,
    crawlDelayMs: pace.crawlDelayMs,
    latencyMs: pace.latencyMs === 0 ? null : pace.latencyMs,
    patienceMs: patience < fullPatience(pace.rules) ? Math.round(patience) : null,
    address: pace.address?.ip ?? null,
  }
}

/**
 * Takes a record over, field by field: a number that is none, or out of bounds, does no harm. The wall clock may have jumped in between,
 * so what is left to wait is never more than the site's own gap, or for Retry-After its limit.
 *
 * @returns the address of the site, when it is recorded
 */
export function applyRecord(pace: PaceState, record: unknown, now: number, wallNow: number): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined
  const { nextAt, pausedUntil, backoffMs, crawlDelayMs, latencyMs, patienceMs, address } = record as {
    [Name in keyof PaceRecord]?: unknown
  }
  const { maxBackoffMs, maxCrawlDelayMs, maxRetryAfterMs } = pace.rules
  pace.crawlDelayMs = within(crawlDelayMs, maxCrawlDelayMs)
  pace.backoffMs = within(backoffMs, maxBackoffMs)
  pace.latencyMs = within(latencyMs, limits.totalMs)
  if (pace.latencyMs > 0) pace.bestLatencyMs = pace.latencyMs
  if (pace.backoffMs > 0) pace.trouble = 'earlier run'
  if (isNumber(patienceMs)) {
    pace.patienceMs = within(patienceMs, fullPatience(pace.rules))
    pace.patienceAt = now
  }
  if (isNumber(nextAt)) pace.heldUntil = now + within(nextAt - wallNow, gapOf(pace))
  if (isNumber(pausedUntil)) pace.pausedUntil = now + within(pausedUntil - wallNow, maxRetryAfterMs)
  return typeof address === 'string' ? plainAddress(address) : undefined
}

function within(value: unknown, most: number): number {
  return isNumber(value) ? Math.min(Math.max(0, value), most) : 0
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value)
}
