import { limits } from '../base/limits.ts'
import { freshFor, nextInterval } from '../cache/index.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import type { Lease, PageState, Settlement } from '../frontier/index.ts'
import { conditionalFields } from '../headers/index.ts'
import type { Rooms } from './rooms.ts'

/**
 * How a finished crawl visits its pages again. `all`: every page is asked whether it has changed, and sent only if so. `due`: only pages
 * whose time has come, by what their changes taught. `whole`: every page is downloaded again.
 */
export type RevisitKind = 'all' | 'due' | 'whole'

/** Conditions for a page whose links we hold: only then does a 304 lose nothing. */
export function conditionsOf({ before }: Lease, { options }: Rooms): readonly string[] {
  return options.revisit === 'whole' || before?.digest === undefined ? [] : conditionalFields(before)
}

/**
 * Is a visit worth a request now? New pages always are, and those that would wait twice as long as was meant: the clock was put back since.
 */
export function isDue({ before }: Lease, { options, clock }: Rooms): boolean {
  if (options.revisit !== 'due' || before?.digest === undefined || before.due === undefined) return true
  const left = before.due - clock.wall()
  const meant = before.due - (before.fetched ?? -Infinity)
  return !(left > 0 && left <= 2 * meant)
}

/** The page stays as its last visit left it. */
export function notDue({ before }: Lease): Settlement {
  return { outcome: 'unchanged', reason: 'not-due', page: { status: before?.status, fetched: before?.fetched, target: before?.target } }
}

/**
 * When the page is due again: sooner after a change, later without one; a day after the first visit; not while the answer says that it
 * holds (Cache-Control max-age, Expires).
 */
export function nextVisit(
  before: PageState | undefined,
  outcome: 'changed' | 'unchanged',
  headers: HeaderList,
  { clock }: Pick<Rooms, 'clock'>,
): Pick<PageState, 'interval' | 'due'> {
  const now = clock.wall()
  const freshMs = Math.min(freshFor(headers, now), limits.recrawlLongestMs)
  const last = before?.interval
  if (last === undefined) return { interval: limits.recrawlFirstMs, due: now + Math.max(limits.recrawlFirstMs, freshMs) }
  const { intervalMs, learntMs = intervalMs } = nextInterval({ intervalMs: last }, outcome, { maxMs: limits.recrawlLongestMs, freshMs })
  return { interval: learntMs, due: now + intervalMs }
}
