import type { Site } from '../url/site.ts'
import type { AddressPace } from './address-pace.ts'
import type { PaceRules } from './pace-options.ts'

/** What politeness knows of one site. Times are monotonic ms, -Infinity for never. */
export type PaceState = {
  readonly site: Site
  readonly rules: PaceRules
  address: AddressPace | undefined
  inFlight: number
  startedAt: number
  /** `startedAt` as it was, for a start that is taken back. */
  startedBefore: number
  endedAt: number
  /** Retry-After. */
  pausedUntil: number
  /** The pause that begins a back-off, or what an earlier run left. */
  heldUntil: number
  crawlDelayMs: number
  /** 0: not backing off. */
  backoffMs: number
  /** Good answers since the last step of the back-off. */
  goodAnswers: number
  /** Requests still in flight that were sent before the last back-off: their answers say nothing new. */
  stragglers: number
  /** The last request got no answer. */
  failing: boolean
  /** What began the back-off: `http-429` or the code of a failure. */
  trouble: string | undefined
  /** Moving mean of the time to the header; 0: not known yet. */
  latencyMs: number
  bestLatencyMs: number
  /** Time that answers which do not end may still waste, as it was at `patienceAt`. */
  patienceMs: number
  patienceAt: number
}

/** The handle of one site; to be read, never written, outside of this room. */
export type SitePace = Readonly<PaceState>

/** An answer that is slow beyond doubt. */
const slowMs = 500
/** An answer that may be slow, if the site has been more than `slowdown` times faster before. Below it no server is called slow. */
const maybeSlowMs = 200
const slowdown = 2
/** Gap for each ms of latency: with 1 a slow site works for us at most half of its time. */
const latencyFactor = 1

export function createPace(site: Site, rules: PaceRules): PaceState {
  return {
    site,
    rules,
    address: undefined,
    inFlight: 0,
    startedAt: -Infinity,
    startedBefore: -Infinity,
    endedAt: -Infinity,
    pausedUntil: -Infinity,
    heldUntil: -Infinity,
    crawlDelayMs: 0,
    backoffMs: 0,
    goodAnswers: 0,
    stragglers: 0,
    failing: false,
    trouble: undefined,
    latencyMs: 0,
    bestLatencyMs: Infinity,
    patienceMs: Infinity,
    patienceAt: 0,
  }
}

/** The gap between requests as it is now, ms. */
export function gapOf(pace: SitePace): number {
  return Math.max(steadyGap(pace), pace.backoffMs)
}

/** The gap without the back-off. */
export function steadyGap(pace: SitePace): number {
  return Math.max(pace.rules.delayMs, crawlDelayGap(pace), latencyGap(pace))
}

export function crawlDelayGap({ rules, crawlDelayMs }: SitePace): number {
  return rules.obeyCrawlDelay ? crawlDelayMs : 0
}

export function latencyGap({ rules, latencyMs, bestLatencyMs }: SitePace): number {
  const slow = latencyMs > slowMs || (latencyMs > maybeSlowMs && latencyMs > slowdown * bestLatencyMs)
  return rules.adaptive && slow ? Math.min(latencyMs * latencyFactor, rules.maxBackoffMs) : 0
}

/** When the gap lets the site be asked again. One at a time: counted from the last end, else from the last start. */
export function gapEndsAt(pace: SitePace): number {
  const last = pace.rules.perSite === 1 ? Math.max(pace.startedAt, pace.endedAt) : pace.startedAt
  return last + gapOf(pace)
}
