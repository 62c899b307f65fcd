import type { Emitter } from '../base/emitter.ts'
import type { Site } from '../url/site.ts'
import { siteOf } from '../url/site.ts'
import type { CrawlEvents } from './crawl-event.ts'

/** One URL and why it brought no page: an error code, `http-404`, or the name of a rule; and in words, where no answer came. */
export type Failure = { readonly url: string; readonly reason: string; readonly status?: number; readonly says?: string }

/** What the events of one run add up to; the frontier holds the rest. */
export type Tally = {
  /** URLs that ended other than dropped: what a limit of pages counts. */
  ended: number
  /** Answers that were no redirect. */
  pages: number
  bytes: number
  /** Pages asked for that are as they were. */
  unchanged: number
  /** Known pages that were not asked for: their time had not come. */
  notDue: number
  /** Bytes that did not come again. */
  saved: number
  items: number
  robots: number
  readonly statuses: Map<number, number>
  readonly times: Map<Site, { requests: number; ms: number }>
  readonly failures: Failure[]
  readonly notices: string[]
}

const mostFailures = 10
const mostNotices = 100

/** Listens from now on. */
export function keepTally(events: Emitter<CrawlEvents>): Tally {
  const tally: Tally = {
    ended: 0,
    pages: 0,
    bytes: 0,
    unchanged: 0,
    notDue: 0,
    saved: 0,
    items: 0,
    robots: 0,
    statuses: new Map(),
    times: new Map(),
    failures: [],
    notices: [],
  }
  events.on('settled', event => {
    const { link, outcome, reason, status, bytes, saved, ms, items } = event
    tally.saved += saved
    if (reason === 'not-due') {
      tally.notDue++
      return
    }
    if (outcome !== 'retry' && outcome !== 'dropped') tally.ended++
    if (status !== undefined && outcome !== 'retry' && outcome !== 'redirected') tally.pages++
    if (status !== undefined) tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1)
    if (outcome === 'unchanged') tally.unchanged++
    tally.bytes += bytes
    tally.items += items
    if (ms > 0) addTime(tally, siteOf(link.url), ms)
    noteFailure(tally, event)
  })
  events.on('robots', () => {
    tally.robots++
  })
  events.on('notice', ({ message }) => {
    if (tally.notices.length < mostNotices) tally.notices.push(message)
  })
  return tally
}

function addTime({ times }: Tally, site: Site, ms: number): void {
  const { requests, ms: before } = times.get(site) ?? { requests: 0, ms: 0 }
  times.set(site, { requests: requests + 1, ms: before + ms })
}

/** Why a URL brought no page. What a rule dropped counts when the user named it himself. */
function noteFailure({ failures }: Tally, { link, outcome, reason, status, says }: CrawlEvents['settled']): void {
  const concerns = outcome === 'failed' || (outcome === 'dropped' && link.depth === 0)
  if (!concerns || reason === undefined || failures.length >= mostFailures) return
  failures.push({ url: link.url, reason, ...(status === undefined ? {} : { status }), ...(says === undefined ? {} : { says }) })
}
