import { limits } from '../base/limits.ts'

/** How often a page is asked for; plain data, to be kept between runs. Begin with `{ intervalMs }`. */
export type Revisit = {
  /** From the last visit to the next one, ms. */
  readonly intervalMs: number
  /** What the page's own changes have taught, ms: `intervalMs` without the wishes of the server and without failures. */
  readonly learntMs?: number | undefined
  /** Failed visits in a row. */
  readonly failures?: number | undefined
}

/** `unchanged`: a 304, or a body that is the same. `failed`: no answer, or one that says nothing about the page (429, 5xx). */
export type RevisitOutcome = 'changed' | 'unchanged' | 'failed'

export type RevisitOptions = {
  /** Never sooner, ms; default `limits.revisitShortestMs`. */
  readonly minMs?: number | undefined
  /** Never later, ms, unless Retry-After asks for it; default `limits.revisitLongestMs`. */
  readonly maxMs?: number | undefined
  /** How long the answer says it stays fresh, ms (Cache-Control max-age, Expires): no visit before, up to `maxMs`. */
  readonly freshMs?: number | undefined
  /** What Retry-After asks for, ms; obeyed up to `limits.retryAfterMs`. */
  readonly retryAfterMs?: number | undefined
}

const sooner = 0.7
const later = 1.2

/**
 * The interval until the next visit. A change makes it 0.7 times as long, no change 1.2 times: it settles where every third visit finds
 * something new, whatever the page's rhythm, and follows when the rhythm changes (the multiplicative rule of Apache Nutch's
 * AdaptiveFetchSchedule; Cho and Garcia-Molina, "Estimating frequency of change", 2003, on why counted changes mislead at long intervals).
 * A failed visit teaches nothing: the first failure waits the learnt interval, each further one twice as long.
 */
export function nextInterval(last: Revisit, outcome: RevisitOutcome, options: RevisitOptions = {}): Revisit {
  const { minMs = limits.revisitShortestMs, maxMs = limits.revisitLongestMs, freshMs = 0, retryAfterMs = 0 } = options
  const bounded = (ms: number) => Math.min(Math.max(ms, minMs), maxMs)
  const asked = Math.min(retryAfterMs, limits.retryAfterMs)
  const before = last.learntMs ?? last.intervalMs
  if (outcome === 'failed') {
    const failures = (last.failures ?? 0) + 1
    const learntMs = bounded(before)
    return { intervalMs: Math.max(bounded(learntMs * 2 ** (failures - 1)), asked), learntMs, failures }
  }
  const learntMs = Math.round(bounded(before * (outcome === 'changed' ? sooner : later)))
  return { intervalMs: Math.max(bounded(Math.max(learntMs, freshMs)), asked), learntMs, failures: 0 }
}
