import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { isRetryable } from '../base/crawl-error.ts'
import { losePatience } from './patience.ts'
import type { PaceState } from './site-pace.ts'
import { gapOf, steadyGap } from './site-pace.ts'

/** How a request ended. Give `status` for an answer, `failure` when there was none. */
export type PaceResult = {
  readonly status?: number | undefined
  /** Retry-After as seconds from now; null or undefined: none, or not readable. */
  readonly retryAfterSeconds?: number | null | undefined
  readonly failure?: CrawlErrorCode | undefined
  /** Had the failed request been answered in part? Default false. */
  readonly answered?: boolean | undefined
  /** Time until the header was whole, or until the failure, ms. */
  readonly latencyMs?: number | undefined
  /** IP address of the other end. */
  readonly address?: string | undefined
}

/** A back-off starts from at least this gap, ms, and is over when it has shrunk to it. */
const backoffFloorMs = 1000
/**
 * Longest gap that silence alone makes, ms. Each time-out was a pause too: ten URLs that are never answered, with the pause doubled for
 * each, took 8 hours from the pages behind them.
 */
const silenceBackoffMs = 8000
/** Good answers that halve a back-off once. */
const goodAnswersPerStep = 5
/** Weight of the newest answer in the mean latency (as for round trips in RFC 6298 section 2.3). */
const latencyWeight = 1 / 8

/**
 * Does a failure say that the host, or the way to it, needs time? Not what no wait heals (no such name, a bad certificate), as a dead host
 * with many links would then keep a crawl busy for days; nor a body that ended early, which one page alone may cause; nor what this
 * machine lacks.
 */
function isTrouble(failure: CrawlErrorCode): boolean {
  return isRetryable(failure) && failure !== 'body-truncated' && failure !== 'no-handles'
}

/** Slows a site down, pauses it or lets it recover. */
export function hearResult(
  pace: PaceState,
  now: number,
  { status, failure, answered = false, retryAfterSeconds, latencyMs }: PaceResult,
): void {
  const straggler = pace.stragglers > 0
  if (straggler) pace.stragglers--
  if (failure !== undefined) {
    const timedOut = failure.startsWith('timeout-')
    if (timedOut) losePatience(pace, now, latencyMs ?? 0)
    if (!isTrouble(failure)) return
    // One that was answered in part lives: a single page may be at fault.
    const again = pace.failing && !answered
    backOff(pace, now, failure, { straggler, again, mostMs: timedOut && failure !== 'timeout-connect' ? silenceBackoffMs : Infinity })
    pace.failing = !answered
    return
  }
  if (status === undefined) return
  pace.failing = false
  hearLatency(pace, latencyMs, status)
  const asked = status < 300 ? undefined : waitOf(retryAfterSeconds, pace.rules.maxRetryAfterMs)
  if (asked !== undefined) pace.pausedUntil = Math.max(pace.pausedUntil, now + asked)
  if (status === 429 || status === 503) {
    pace.goodAnswers = 0
    if (asked === undefined) backOff(pace, now, `http-${status}`, { straggler, again: true, mostMs: Infinity })
  } else if (status < 500 && !straggler) recover(pace)
}

/** RFC 9110 section 10.2.3, with any answer that is no success. A date in the past is a wait of 0. */
function waitOf(seconds: number | null | undefined, longestMs: number): number | undefined {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return undefined
  return Math.min(Math.max(0, seconds * 1000), longestMs)
}

type BackOff = { readonly straggler: boolean; readonly again: boolean; readonly mostMs: number }

/** Doubles the gap if this is bad news `again`, else lifts it to the first step; and pauses the site for the new gap. */
function backOff(pace: PaceState, now: number, trouble: string, { straggler, again, mostMs }: BackOff): void {
  pace.goodAnswers = 0
  if (!straggler || pace.backoffMs === 0) {
    const from = Math.max(again ? gapOf(pace) : steadyGap(pace), backoffFloorMs)
    pace.backoffMs = Math.max(pace.backoffMs, Math.min(2 * from, mostMs, pace.rules.maxBackoffMs))
    pace.stragglers = pace.inFlight
    pace.trouble = trouble
  }
  pace.heldUntil = Math.max(pace.heldUntil, now + gapOf(pace))
}

function recover(pace: PaceState): void {
  if (pace.backoffMs === 0) return
  pace.goodAnswers++
  // An answer is what a time-out waited for.
  if (pace.goodAnswers < goodAnswersPerStep && !pace.trouble?.startsWith('timeout-')) return
  pace.goodAnswers = 0
  pace.backoffMs /= 2
  if (pace.backoffMs > Math.max(steadyGap(pace), backoffFloorMs)) return
  pace.backoffMs = 0
  pace.trouble = undefined
}

function hearLatency(pace: PaceState, latencyMs: number | undefined, status: number): void {
  if (latencyMs === undefined || !(latencyMs >= 0 && latencyMs < Infinity)) return
  // An error is often made faster than a page: it may only raise the mean.
  if (status >= 400 && latencyMs < pace.latencyMs) return
  pace.latencyMs = pace.latencyMs === 0 ? latencyMs : pace.latencyMs + (latencyMs - pace.latencyMs) * latencyWeight
  pace.bestLatencyMs = Math.min(pace.bestLatencyMs, pace.latencyMs)
}
