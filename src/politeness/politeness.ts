import type { CrawlErrorCode } from '../base/crawl-error.ts'
import type { Site } from '../url/site.ts'
import type { PolitenessOptions } from './pace-options.ts'
import { paceRules } from './pace-options.ts'
import type { PaceRecord } from './pace-record.ts'
import { paceRecord, restorePace } from './pace-record.ts'
import type { AddressPace, SitePace } from './site-pace.ts'
import { createSitePace } from './site-pace.ts'

/** How a request ended. Neither status nor failure: the lease was not used. */
export type PaceResult = {
  readonly status?: number | undefined
  readonly failure?: CrawlErrorCode | undefined
  /** What Retry-After said, in seconds; null or undefined: nothing usable. */
  readonly retryAfterSeconds?: number | null | undefined
  /** Time to the header of the answer, ms. */
  readonly latencyMs?: number | undefined
  /** IP address of the server. */
  readonly address?: string | undefined
}

export type PaceReport = {
  readonly state: 'ready' | 'waiting' | 'paused' | 'backing-off' | 'busy'
  readonly gapMs: number
  readonly inFlight: number
  /** Monotonic ms. */
  readonly until: number
  readonly why: string | undefined
}

/**
 * When may a site be asked again, and how many at once: clock arithmetic only, every call O(1), no timers. `now` is monotonic ms.
 *
 * The gap of a site is the largest of the delay, its Crawl-delay, its back-off and (adaptive) its latency when that has grown. With one
 * request in flight the gap runs from the END of a request to the next start, so that no network delay can make the server see less.
 */
export type Politeness = {
  /** The clocks of a site: a handle for the calls below. */
  pace(site: Site): SitePace
  /** From when on the site may be asked; Infinity while its or its address's in-flight limit is reached. */
  readyAt(pace: SitePace): number
  started(pace: SitePace, now: number): void
  finished(pace: SitePace, now: number, result: PaceResult): void
  /** Takes back `started`: nothing was asked. */
  unused(pace: SitePace, now: number): void
  /** Crawl-delay of robots.txt in seconds: may only lengthen the gap. */
  crawlDelay(pace: SitePace, seconds: number): void
  /** Sites whose wait for an address has ended since the last call. */
  unblocked(): Iterable<Site>
  report(pace: SitePace, now?: number): PaceReport
  snapshot(pace: SitePace, now: number, wallNow: number): PaceRecord
  restore(site: Site, record: unknown, now: number, wallNow: number, how: { unclean: boolean }): void
}

/** Good answers after which a back-off is halved. */
const answersToRecover = 5
/** Latency below this never slows us down. */
const swiftMs = 500
/** Weight of the newest answer in the moving average. */
const newest = 0.3

export function createPoliteness(options: PolitenessOptions = {}): Politeness {
  const rules = paceRules(options)
  const sites = new Map<Site, SitePace>()
  const addresses = new Map<string, AddressPace>()
  const freed = new Set<Site>()

  return {
    pace,
    readyAt(pace) {
      const { address } = pace
      if (pace.inFlight >= rules.perSite) return Infinity
      if (address !== undefined && address.inFlight >= rules.perAddress) {
        address.blocked.add(pace)
        return Infinity
      }
      const gap = gapOf(pace)
      const siteAt = Math.max(pace.startedAt + gap, rules.perSite === 1 || pace.inFlight === 0 ? pace.endedAt + gap : -Infinity, pace.pausedUntil)
      return address === undefined ? siteAt : Math.max(siteAt, address.startedAt + rules.addressDelayMs)
    },
    started(pace, now) {
      pace.inFlight++
      pace.startedAt = now
      if (pace.address === undefined) return
      pace.address.inFlight++
      pace.address.startedAt = now
    },
    finished(pace, now, result) {
      pace.inFlight--
      pace.endedAt = now
      leave(pace)
      if (result.address !== undefined) enter(pace, result.address)
      learn(pace, now, result)
    },
    unused(pace) {
      pace.inFlight--
      leave(pace)
    },
    crawlDelay(pace, seconds) {
      if (seconds > 0) pace.crawlDelayMs = Math.min(seconds * 1000, rules.maxCrawlDelayMs)
    },
    *unblocked() {
      for (const site of freed) {
        freed.delete(site)
        yield site
      }
    },
    report(pace, now = -Infinity) {
      const gapMs = gapOf(pace)
      const until = Math.max(pace.endedAt + gapMs, pace.pausedUntil)
      const state = pace.inFlight > 0 ? 'busy' : pace.pausedUntil > now ? 'paused' : pace.backoffMs > 0 ? 'backing-off' : until > now ? 'waiting' : 'ready'
      return { state, gapMs, inFlight: pace.inFlight, until, why: pace.pausedUntil > now ? pace.pausedFor : undefined }
    },
    snapshot: paceRecord,
    restore: (site, record, now, wallNow, { unclean }) => restorePace(pace(site), record, rules, now, wallNow, unclean),
  }

  function pace(site: Site): SitePace {
    let known = sites.get(site)
    if (known === undefined) {
      known = createSitePace(site)
      sites.set(site, known)
    }
    return known
  }

  function gapOf({ crawlDelayMs, backoffMs, latencyMs, usualMs }: SitePace): number {
    // A site that answers slower than it did is given as much rest as it takes for an answer (as Scrapy's AutoThrottle, Heritrix's delay factor).
    const slow = rules.adaptive && latencyMs !== undefined && usualMs !== undefined && latencyMs > swiftMs && latencyMs > 2 * usualMs ? latencyMs : 0
    return Math.max(rules.delayMs, crawlDelayMs, backoffMs, slow)
  }

  function learn(pace: SitePace, now: number, { status = 0, failure, retryAfterSeconds, latencyMs }: PaceResult): void {
    if (failure === 'aborted') return
    const refused = status === 429 || status === 503
    if (retryAfterSeconds !== undefined && retryAfterSeconds !== null && status >= 300) {
      pause(pace, now + Math.min(Math.max(0, retryAfterSeconds * 1000), rules.maxRetryAfterMs), `Retry-After with status ${status}`)
    } else if (refused || (failure !== undefined && isTrouble(failure))) {
      pace.backoffMs = Math.min(Math.max(1000, gapOf(pace)) * 2, rules.maxBackoffMs)
      pace.goodAnswers = 0
      pause(pace, now + pace.backoffMs, failure ?? `status ${status}`)
    }
    if (refused || failure !== undefined) return
    if (latencyMs !== undefined) {
      pace.latencyMs = pace.latencyMs === undefined ? latencyMs : pace.latencyMs + newest * (latencyMs - pace.latencyMs)
      pace.usualMs = pace.usualMs === undefined ? pace.latencyMs : Math.min(pace.usualMs, pace.latencyMs)
    }
    if (pace.backoffMs > 0 && ++pace.goodAnswers >= answersToRecover) {
      pace.goodAnswers = 0
      pace.backoffMs = pace.backoffMs / 2 > Math.max(rules.delayMs, pace.crawlDelayMs, 500) ? pace.backoffMs / 2 : 0
    }
  }

  function pause(pace: SitePace, until: number, why: string): void {
    if (until <= pace.pausedUntil) return
    pace.pausedUntil = until
    pace.pausedFor = why
  }

  function enter(pace: SitePace, ip: string): void {
    if (pace.address?.ip === ip) return
    let address = addresses.get(ip)
    if (address === undefined) {
      address = { ip, startedAt: -Infinity, inFlight: 0, blocked: new Set() }
      addresses.set(ip, address)
    }
    // Requests still under way count where they went.
    if (pace.address !== undefined) pace.address.inFlight -= pace.inFlight
    address.inFlight += pace.inFlight
    address.startedAt = Math.max(address.startedAt, pace.startedAt)
    pace.address = address
  }

  function leave({ address }: SitePace): void {
    if (address === undefined) return
    address.inFlight--
    for (const blocked of address.blocked) freed.add(blocked.site)
    address.blocked.clear()
  }
}

/** Failures that say the site or the way to it is in trouble; others are about one URL. */
function isTrouble(failure: CrawlErrorCode): boolean {
  return failure.startsWith('timeout') || failure.startsWith('connection') || failure === 'network' || failure === 'dns-failed'
}
