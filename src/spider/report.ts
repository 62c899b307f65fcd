import type { Counts, Frontier, InLinks } from '../frontier/index.ts'
import type { Politeness } from '../politeness/index.ts'
import type { Site } from '../url/site.ts'
import type { RunState } from './crawl-event.ts'
import type { Profile } from './profile/profile.ts'
import type { Failure, Tally } from './tally.ts'

/** The final numbers of a run: JSON-safe. */
export type Report = {
  readonly state: RunState
  /** Why work is left. */
  readonly why: string | null
  readonly seeds: readonly string[]
  readonly store: string | null
  readonly seconds: number
  readonly pagesPerSecond: number
  readonly run: RunNumbers
  /** The whole crawl. met = done + failed + dropped + waiting + leased. */
  readonly counts: Omit<Counts, 'reasons' | 'refused' | 'held'>
  readonly balanced: boolean
  readonly statuses: Readonly<Record<string, number>>
  /** Met URLs that failed or were dropped, by reason. */
  readonly reasons: Readonly<Record<string, number>>
  /** The first URLs that failed in this run, and seeds that were dropped; at most 10. */
  readonly failures: readonly Failure[]
  /** Links that never became ours, by reason. */
  readonly refused: Readonly<Record<string, number>>
  /** URLs that wait but are held, by reason. */
  readonly held: Readonly<Record<string, number>>
  readonly sites: readonly SiteReport[]
  readonly topPages: readonly InLinks[]
  readonly notices: readonly string[]
  /** Where the time of this run went, when it was asked for. */
  readonly profile?: Profile
}

/** This run alone. */
export type RunNumbers = {
  /** Requests that brought an answer other than a redirect, and the bytes of their bodies. */
  readonly pages: number
  readonly bytes: number
  readonly items: number
  readonly robots: number
  /** Pages asked for that are as they were, known pages whose time had not come, and the bytes that so did not come again. */
  readonly unchanged: number
  readonly notDue: number
  readonly saved: number
}

export type SiteReport = {
  readonly site: Site
  readonly done: number
  readonly failed: number
  readonly dropped: number
  readonly waiting: number
  readonly bytes: number
  /** Mean time to the last byte in this run, ms. */
  readonly meanMs: number
  /** Gap between requests at the end, ms. */
  readonly gapMs: number
}

/** Sites listed in a report. */
const mostSites = 20
const mostTopPages = 10
/** Counting in-links reads every link of the store: above so many pages it is left to `links` in crawl.db. */
const mostCounted = 200_000

export async function reportOf(
  run: {
    state: RunState
    why: string | undefined
    seeds: readonly string[]
    store: string | undefined
    ms: number
    profile: Profile | undefined
  },
  tally: Tally,
  frontier: Frontier,
  politeness: Politeness,
): Promise<Report> {
  const { reasons, refused, held, ...counts } = frontier.counts()
  const sites = [...frontier.sites()].map(({ site, done, failed, dropped, waiting, bytes }) => {
    const { requests, ms } = tally.times.get(site) ?? { requests: 0, ms: 0 }
    const meanMs = requests === 0 ? 0 : Math.round(ms / requests)
    return { site, done, failed, dropped, waiting, bytes, meanMs, gapMs: Math.round(politeness.report(politeness.pace(site)).gapMs) }
  })
  return {
    state: run.state,
    why: run.why ?? null,
    seeds: run.seeds,
    store: run.store ?? null,
    seconds: Math.round(run.ms) / 1000,
    pagesPerSecond: Math.round((tally.pages / Math.max(0.001, run.ms / 1000)) * 10) / 10,
    run: runOf(tally),
    counts,
    balanced: counts.met === counts.done + counts.failed + counts.dropped + counts.waiting + counts.leased,
    statuses: sorted(tally.statuses),
    reasons: sorted(reasons),
    failures: tally.failures,
    refused: sorted(refused),
    held: sorted(held),
    sites: sites.sort((one, other) => other.meanMs - one.meanMs).slice(0, mostSites),
    topPages: counts.done > mostCounted ? [] : await frontier.topLinked(mostTopPages),
    notices: tally.notices,
    ...(run.profile === undefined ? {} : { profile: run.profile }),
  }
}

function runOf({ pages, bytes, items, robots, unchanged, notDue, saved }: Tally): RunNumbers {
  return { pages, bytes, items, robots, unchanged, notDue, saved }
}

/** Keys come from our own tables (codes, rules, statuses), most first. */
function sorted(counts: ReadonlyMap<string | number, number>): Record<string, number> {
  return Object.fromEntries([...counts].map(([key, count]) => [String(key), count] as const).sort((one, other) => other[1] - one[1]))
}
