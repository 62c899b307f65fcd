import type { Snapshot } from './progress-lines.ts'

type SiteState = Snapshot['sites'][number]

/** A crawl at work: 20 pages done, 5 a second, three quarters of a minute old. */
export function snapshotOf({ sites = [], ...given }: Partial<Omit<Snapshot, 'sites'>> & { sites?: Partial<SiteState>[] } = {}): Snapshot {
  const counts = {
    met: 0,
    done: 20,
    failed: 0,
    dropped: 0,
    waiting: 100,
    leased: 0,
    bytes: 0,
    held: new Map(),
    reasons: new Map(),
    refused: new Map(),
  }
  return {
    pages: 20,
    bytes: 1_234_567,
    last: 'http://a.example/page',
    now: 1000,
    seconds: 45,
    rate: 5,
    maxPages: undefined,
    counts,
    ...given,
    sites: sites.map(siteOf),
  }
}

function siteOf(given: Partial<SiteState>): SiteState {
  const site = given.site ?? 'http://a.example'
  const pace = { site, state: 'waiting', gapMs: 1000, until: 1500, inFlight: 0, why: 'delay' } as const
  return { site, waiting: 10, leased: 0, done: 5, failed: 0, held: undefined, pace, ...given }
}
