import { limits } from '../base/limits.ts'
import type { OrderLimits } from '../exchange/order.ts'
import type { PaceRules } from './pace-options.ts'
import type { PaceState, SitePace } from './site-pace.ts'

/** The clocks of one request to a site. */
export type PageClocks = Required<Pick<OrderLimits, 'headersMs' | 'idleMs' | 'totalMs'>>

/** What a site may waste at once, in full times of one page. */
const fullPages = 1.5
/** Of what is left, one request may take this: the full time of a page first, then a third of it, and so on. */
const share = 1 / fullPages
/** Patience that comes back, of the time that passes: beyond the first waste no site wastes more than this, plus the least times. */
const regained = 0.05
/** Silence is told before the total strikes, so that the code says what it was. */
const silenceShare = 0.9
/** A site that always takes so many times shorter is given its time. */
const usualTimes = 2

export function fullPatience({ pageMs }: PaceRules): number {
  return fullPages * pageMs
}

/** What is left of it, ms. */
export function patienceLeft({ rules, patienceMs, patienceAt }: SitePace, now: number): number {
  return Math.min(fullPatience(rules), patienceMs + regained * Math.max(0, now - patienceAt))
}

/** A request timed out after `ms`: that much patience is gone. */
export function losePatience(pace: PaceState, now: number, ms: number): void {
  pace.patienceMs = Math.max(0, patienceLeft(pace, now) - ms)
  pace.patienceAt = now
}

/** Has the site wasted so much of our time that nothing there is worth a second attempt? */
export function isOutOfPatience(pace: SitePace, now: number): boolean {
  return share * patienceLeft(pace, now) <= limits.pageLeastMs
}

/** How long the next request may take: as long as a page may, down to `limits.pageLeastMs` at a site that wastes our time. */
export function clocksOf(pace: SitePace, now: number): PageClocks {
  const { pageMs } = pace.rules
  const most = Math.min(pageMs, Math.max(limits.pageLeastMs, share * patienceLeft(pace, now), usualTimes * pace.latencyMs))
  const silence = silenceShare * most
  return { headersMs: Math.min(limits.headersMs, silence), idleMs: Math.min(limits.idleMs, silence), totalMs: most }
}
