import type { CacheControl } from '../headers/index.ts'
import { directiveFields, directiveSeconds } from '../headers/index.ts'
import { controlOf, currentAge, freshnessLifetime } from './freshness.ts'
import type { StoredAnswer } from './stored-answer.ts'

/**
 * What may be done with a stored answer: use it, use it although stale (the request said so), use it while it is being refreshed (the
 * answer said so, RFC 5861 section 3), or ask the server first.
 */
export type Verdict = 'fresh' | 'stale' | 'refresh' | 'ask'

/** RFC 9111 section 4. @param request the directives of the request */
export function judgeAnswer(answer: StoredAnswer, request: CacheControl, now: number, heuristics: boolean): Verdict {
  const control = controlOf(answer.headers)
  if (request.has('no-cache') || directiveFields(control, 'no-cache') === 'all') return 'ask'
  const age = currentAge(answer, now)
  const lifetime = freshnessLifetime(answer, heuristics)
  const isFresh = age < lifetime
  // RFC 8246: what never changes need not be asked for again just because somebody reloads.
  const isYoung = age <= bound(request, 'max-age', 0) || (isFresh && control.has('immutable'))
  if (isFresh && isYoung && lifetime - age >= bound(request, 'min-fresh', Number.POSITIVE_INFINITY, 0)) return 'fresh'
  if (isFresh || control.has('must-revalidate')) return 'ask'
  const staleFor = age - lifetime
  const isAnyStale = request.get('max-stale')?.[0] === ''
  if (isYoung && (isAnyStale || staleFor <= bound(request, 'max-stale', 0, -1))) return 'stale'
  const isPlain = !request.has('max-age') && !request.has('min-fresh')
  return isPlain && staleFor <= bound(control, 'stale-while-revalidate', -1, -1) ? 'refresh' : 'ask'
}

/** May the stored answer stand in for a server that fails (RFC 5861 section 4)? Only where answer or request says so. */
export function maySubstitute(answer: StoredAnswer, request: CacheControl, now: number, heuristics: boolean): boolean {
  const control = controlOf(answer.headers)
  if (request.has('no-cache') || control.has('must-revalidate') || directiveFields(control, 'no-cache') === 'all') return false
  const staleFor = currentAge(answer, now) - freshnessLifetime(answer, heuristics)
  return staleFor <= Math.max(bound(control, 'stale-if-error', -1, -1), bound(request, 'stale-if-error', -1, -1))
}

/** A directive as a bound in ms. */
function bound(control: CacheControl, name: string, whenInvalid: number, whenAbsent = Number.POSITIVE_INFINITY): number {
  const seconds = directiveSeconds(control, name)
  if (seconds === undefined) return whenAbsent
  return seconds === 'invalid' ? whenInvalid : seconds * 1000
}
