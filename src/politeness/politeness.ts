import type { Site } from '../url/site.ts'
import type { AddressPace } from './address-pace.ts'
import { addressReadyAt, createAddress, literalAddress, plainAddress } from './address-pace.ts'
import type { PaceResult } from './hear-result.ts'
import { hearResult } from './hear-result.ts'
import type { PolitenessOptions } from './pace-options.ts'
import { paceRules } from './pace-options.ts'
import type { PaceRecord } from './pace-record.ts'
import { applyRecord, recordOf } from './pace-record.ts'
import type { PaceReport } from './pace-report.ts'
import { reportOf } from './pace-report.ts'
import type { PageClocks } from './patience.ts'
import { clocksOf, isOutOfPatience } from './patience.ts'
import type { PaceState, SitePace } from './site-pace.ts'
import { createPace, gapEndsAt } from './site-pace.ts'

/**
 * When may a site be asked again, and how many requests at once: per site and per IP address. Arithmetic on the times it is given; it holds
 * no timer and reads no clock. `now` is monotonic ms, `wallNow` ms since the epoch. Every call is O(1), where a site that waits for its
 * address is woken once for each time it was told to wait.
 *
 * Every request counts, that for robots.txt too: `started`, then exactly one of `finished` and `unused`.
 */
export type Politeness = {
  /** The handle of a site, made when first asked for. */
  pace(site: Site): SitePace
  /**
   * The time at which the site may be asked: -Infinity when it never was, Infinity while its limit in flight or that of its address is
   * reached. Ask again after the site's own next `finished` or `unused`, or when `unblocked` names it.
   */
  readyAt(pace: SitePace): number
  started(pace: SitePace, now: number): void
  /** The last byte is here, or the request failed. */
  finished(pace: SitePace, now: number, result?: PaceResult): void
  /** Takes `started` back, nothing was sent: no place is held, and no gap begins if it was the site's only one in flight. */
  unused(pace: SitePace, now: number): void
  /** The sites whose `readyAt` was Infinity for their address alone, and where a request has ended since: each is named once. */
  unblocked(): Iterable<Site>
  /**
   * Crawl-delay of the robots.txt now in force; 0: none. It can lengthen the gap, never shorten it below `delayMs`. NaN and less than 0 are
   * ignored.
   */
  crawlDelay(pace: SitePace, seconds: number): void
  /** How long the next request may take. */
  clocks(pace: SitePace, now: number): PageClocks
  /** Has the site wasted so much of our time that a time-out there is not worth a second attempt? */
  isOutOfPatience(pace: SitePace, now: number): boolean
  /** The IP address a connection went to. What is no IP address is ignored. */
  address(pace: SitePace, ip: string): void
  /** @param now default: the latest time this room was told */
  report(pace: SitePace, now?: number): PaceReport
  all(now?: number): Iterable<PaceReport>
  snapshot(pace: SitePace, now: number, wallNow: number): PaceRecord
  /**
   * Before a site's first request. A wall clock that jumped never makes it wait longer than its gap, or for Retry-After than that limit.
   *
   * @param record a PaceRecord as it was read; anything else is as no record
   * @param options.unclean the process before this one may have died with a request in flight: the site, and its address, count as asked
   * now
   */
  restore(site: Site, record: unknown, now: number, wallNow: number, options?: { readonly unclean?: boolean | undefined }): SitePace
}

/** @throws CrawlError usage, for an option out of bounds (here, and from `pace` for one of an override) */
export function createPoliteness(options: PolitenessOptions = {}): Politeness {
  const rules = paceRules(options)
  const paces = new Map<Site, PaceState>()
  const addresses = new Map<string, AddressPace>()
  const freed = new Set<Site>()
  let latest = -Infinity

  return {
    pace: paceOf,
    readyAt(pace: PaceState) {
      if (pace.inFlight >= pace.rules.perSite) return Infinity
      const addressAt = addressReadyAt(pace)
      if (addressAt === Infinity) pace.address?.waiting.add(pace)
      return Math.max(gapEndsAt(pace), pace.pausedUntil, pace.heldUntil, addressAt)
    },
    started(pace: PaceState, now) {
      latest = Math.max(latest, now)
      start(pace, now)
      if (pace.address !== undefined) start(pace.address, now)
    },
    finished(pace: PaceState, now, result = {}) {
      latest = Math.max(latest, now)
      const { address } = pace
      if (address !== undefined && pace.inFlight > 0) end(address, now)
      end(pace, now)
      if (result.address !== undefined) move(pace, result.address)
      hearResult(pace, now, result)
      if (address !== undefined) free(address)
    },
    unused(pace: PaceState, now) {
      latest = Math.max(latest, now)
      if (pace.inFlight === 0) return
      takeBack(pace)
      if (pace.address === undefined) return
      takeBack(pace.address)
      free(pace.address)
    },
    *unblocked() {
      for (const site of freed) {
        freed.delete(site)
        yield site
      }
    },
    crawlDelay(pace: PaceState, seconds) {
      if (seconds >= 0) pace.crawlDelayMs = Math.min(seconds * 1000, pace.rules.maxCrawlDelayMs)
    },
    clocks: clocksOf,
    isOutOfPatience,
    address(pace: PaceState, ip) {
      const before = pace.address
      move(pace, ip)
      if (before !== undefined && before !== pace.address) free(before)
    },
    report: (pace, now = latest) => reportOf(pace, now),
    *all(now = latest) {
      for (const pace of paces.values()) yield reportOf(pace, now)
    },
    snapshot: recordOf,
    restore(site, record, now, wallNow, { unclean = false } = {}) {
      latest = Math.max(latest, now)
      const pace = paceOf(site)
      const address = applyRecord(pace, record, now, wallNow)
      if (unclean) pace.startedAt = pace.endedAt = now
      if (address !== undefined) move(pace, address)
      if (pace.address !== undefined) meet(pace.address, pace)
      return pace
    },
  }

  function paceOf(site: Site): PaceState {
    let pace = paces.get(site)
    if (pace === undefined) {
      const own = options.overrides?.(site)
      pace = createPace(site, own === undefined ? rules : paceRules(options, own))
      const ip = literalAddress(site)
      if (ip !== undefined) pace.address = addressOf(ip)
      paces.set(site, pace)
    }
    return pace
  }

  function addressOf(ip: string): AddressPace {
    let address = addresses.get(ip)
    if (address === undefined) {
      address = createAddress(ip)
      addresses.set(ip, address)
    }
    return address
  }

  /** The site's requests in flight, and its last one, count at the new address from now on. */
  function move(pace: PaceState, text: string): void {
    const ip = plainAddress(text)
    if (ip === undefined || ip === pace.address?.ip) return
    if (pace.address !== undefined) pace.address.inFlight -= pace.inFlight
    pace.address = addressOf(ip)
    pace.address.inFlight += pace.inFlight
    meet(pace.address, pace)
  }

  function free(address: AddressPace): void {
    for (const { site } of address.waiting) freed.add(site)
    address.waiting.clear()
  }
}

/** Both levels keep the same four numbers. */
type Counted = Pick<PaceState, 'inFlight' | 'startedAt' | 'startedBefore' | 'endedAt'>

function start(counted: Counted, now: number): void {
  // A start beside others cannot be told from theirs later: taking one of them back leaves the time as it is.
  counted.startedBefore = counted.inFlight === 0 ? counted.startedAt : now
  counted.startedAt = now
  counted.inFlight++
}

function end(counted: Counted, now: number): void {
  counted.inFlight = Math.max(0, counted.inFlight - 1)
  counted.endedAt = now
}

function takeBack(counted: Counted): void {
  counted.inFlight--
  counted.startedAt = counted.startedBefore
}

function meet(address: Counted, site: Counted): void {
  address.startedAt = address.startedBefore = Math.max(address.startedAt, site.startedAt)
  address.endedAt = Math.max(address.endedAt, site.endedAt)
}
