import type { PaceRules } from './pace-options.ts'
import type { SitePace } from './site-pace.ts'

/** A site's clocks as a store keeps them: JSON-safe, times in wall ms. */
export type PaceRecord = {
  readonly crawlDelayMs?: number
  readonly backoffMs?: number
  /** The end of the last request. */
  readonly endedAt?: number
  readonly pausedUntil?: number
}

export function paceRecord(pace: SitePace, now: number, wallNow: number): PaceRecord {
  const { crawlDelayMs, backoffMs, endedAt, startedAt, pausedUntil } = pace
  const last = pace.inFlight > 0 ? now : Math.max(endedAt, startedAt)
  return {
    ...(crawlDelayMs > 0 ? { crawlDelayMs } : {}),
    ...(backoffMs > 0 ? { backoffMs } : {}),
    ...(last > -Infinity ? { endedAt: Math.round(wallNow - now + last) } : {}),
    ...(pausedUntil > now ? { pausedUntil: Math.round(wallNow - now + pausedUntil) } : {}),
  }
}

/**
 * Puts a record back. A wall clock that was changed meanwhile can neither shorten a gap (a last request in the future counts as now) nor make
 * a pause longer than the longest legal one.
 * @param unclean the process died: a request may have been under way, so the site counts as asked at this very moment
 */
export function restorePace(pace: SitePace, record: unknown, rules: PaceRules, now: number, wallNow: number, unclean: boolean): void {
  const given = (typeof record === 'object' && record !== null ? record : {}) as Record<string, unknown>
  const number = (name: keyof PaceRecord, most: number) => {
    const value = given[name]
    return typeof value === 'number' && value > 0 ? Math.min(value, most) : 0
  }
  pace.crawlDelayMs = number('crawlDelayMs', rules.maxCrawlDelayMs)
  pace.backoffMs = number('backoffMs', rules.maxBackoffMs)
  const ended = number('endedAt', Infinity)
  if (unclean || ended > wallNow) pace.endedAt = now
  else if (ended > 0) pace.endedAt = now - (wallNow - ended)
  const paused = Math.min(number('pausedUntil', Infinity) - wallNow, rules.maxRetryAfterMs)
  if (paused > 0) {
    pace.pausedUntil = now + paused
    pace.pausedFor = 'asked to wait before the restart'
  }
}
