import type { Clock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Politeness } from '../politeness/index.ts'
import type { Link } from '../url/link.ts'
import type { Site } from '../url/site.ts'
import { siteOf } from '../url/site.ts'
import type { Scheduled } from './due-heap.ts'
import { DueHeap } from './due-heap.ts'
import { fingerprint } from './fingerprint.ts'
import type { AddResult, Counts, Frontier, Lease, SiteBudget, Taken } from './frontier.ts'
import { noBudget } from './frontier.ts'
import type { FrontierStore, Loaded, LoadedBlock, StoredLink } from './frontier-store.ts'
import { outcomeNames } from './frontier-store.ts'
import { SiteQueue } from './site-queue.ts'
import { storeMisfit } from './store-error.ts'
import { UrlIndex } from './url-index.ts'
import { WriteQueue } from './write-queue.ts'

export type FrontierOptions = {
  readonly store: FrontierStore
  readonly politeness: Politeness
  readonly clock: Clock
  readonly budgetFor?: ((site: Site) => SiteBudget) | undefined
  /** Waiting links kept in memory whole; the others are read back from the store when their turn comes. Default 10,000: about 4 MB. */
  readonly warmLinks?: number | undefined
  /** Told of every output file that held more bytes than were committed, which were cut off, or fewer (below 0). */
  readonly onAstray?: ((file: string, bytes: number) => void) | undefined
  /** Told, before the first lease, of every site the store knows. */
  readonly onSite?: ((site: Site, row: Loaded['sites'][number], unclean: boolean) => void) | undefined
}

/**
 * Links read back when a site's next ones are not in memory: few at first, since with thousands of sites each holds its share (256 for each
 * of 5,000 sites were 322 MB), more for a site that keeps asking.
 */
const mostReadAhead = 256

/** The frontier over any store. @throws CrawlError when the store cannot be opened */
export async function createFrontier(options: FrontierOptions): Promise<Frontier> {
  const { store, politeness, clock, budgetFor = () => noBudget } = options
  const warmLinks = store.keepsNothing ? Infinity : (options.warmLinks ?? 10_000)
  const loaded = await store.load()
  const index = new UrlIndex(loaded.links)
  const sites: SiteQueue[] = []
  const siteByName = new Map<Site, SiteQueue>()
  const due = new DueHeap<SiteQueue>()
  const warm = new Map<number, StoredLink>()
  const attempts = new Map<number, number>()
  const retries = new DueHeap<Retry>()
  const holds = new DueHeap<Hold>()
  const holdOf = new Map<SiteQueue, Hold>()
  const writes = new WriteQueue(store)
  const reads = new Set<Promise<void>>()
  const reasons = new Map<string, number>()
  const refused = new Map(loaded.refused)
  const totals = { done: 0, failed: 0, dropped: 0, waiting: 0, leased: 0, bytes: 0 }
  let lastId = 0
  let readFault: unknown

  try {
    for (const [file, bytes] of loaded.astray) options.onAstray?.(file, bytes)
    for (const row of loaded.sites) {
      const site = enterSite(row.site, row.id)
      options.onSite?.(site.site, row, loaded.unclean)
    }
    for await (const block of loaded.blocks()) enterBlock(block)
    for (const site of sites) schedule(site)
  } catch (cause) {
    // Nobody else holds the store yet: left open, its thread would keep the process alive for ever.
    await Promise.resolve(store.close(false)).catch(() => {})
    throw cause instanceof CrawlError ? cause : storeMisfit((cause as Error).message, cause)
  }

  return {
    add(links) {
      const result = offer(links, 0)
      if (result.added === 0) return result
      const written = writes.flush()
      return store.keepsNothing ? result : written.then(() => result)
    },
    take,
    async settle(lease, settlement) {
      const site = siteByName.get(lease.site)!
      site.leased--
      totals.leased--
      const targets: number[] = []
      const result = settlement.links === undefined ? nothing : offer(settlement.links, lease.id, targets)
      for (const [reason, count] of settlement.refused ?? []) refuse(reason, count)
      const { outcome, reason, page, outputs } = settlement
      const tries = lease.attempts + 1
      if (outcome === 'retry') {
        const at = settlement.retryAt ?? clock.now()
        attempts.set(lease.id, tries)
        if (warm.size < warmLinks) warm.set(lease.id, { id: lease.id, link: lease.link, before: lease.before })
        totals.waiting++
        retryLater(site, lease.id, at)
        writes.settled({ id: lease.id, outcome, reason, attempts: tries, retryAt: clock.wall() + at - clock.now() })
      } else {
        attempts.delete(lease.id)
        count(site, outcome, reason, page?.bytes ?? 0)
        const linksTo = settlement.links === undefined ? undefined : `[${[...new Set(targets)].join(',')}]`
        writes.settled({ id: lease.id, outcome, reason, attempts: tries, page, linksTo, outputs })
      }
      schedule(site)
      await writes.flush()
      return result
    },
    release(lease, notBefore) {
      const site = siteByName.get(lease.site)!
      site.leased--
      totals.leased--
      totals.waiting++
      warm.set(lease.id, { id: lease.id, link: lease.link, before: lease.before })
      if (notBefore !== undefined && notBefore > clock.now()) retryLater(site, lease.id, notBefore)
      else site.unshift(lease.id)
      schedule(site)
    },
    hold(name, reason, until) {
      const site = siteByName.get(name)
      if (site === undefined) return
      site.heldBy = reason
      const hold = holdOf.get(site) ?? { site, dueAt: 0, heapAt: -1 }
      if (until === undefined) holds.take(hold)
      else holds.put(hold, until)
      holdOf.set(site, hold)
      schedule(site)
    },
    note(name, note) {
      const site = siteByName.get(name)
      if (site !== undefined) writes.site({ id: site.id, site: name, ...note })
    },
    counts(): Counts {
      const held = new Map<string, number>()
      for (const { held: why, waiting } of sites) if (why !== undefined && waiting > 0) held.set(why, (held.get(why) ?? 0) + waiting)
      return { met: index.size, ...totals, held, reasons, refused }
    },
    site: name => siteByName.get(name),
    sites: () => sites,
    topLinked: count => store.topLinked(count),
    flush: () => writes.flush(),
    async close(finished = false) {
      await Promise.allSettled(reads)
      let kept = false
      try {
        await writes.flush()
        kept = true
      } finally {
        await store.close(kept && finished)
      }
    },
  }

  function take(now: number): Taken | Promise<Taken> {
    for (let hold = holds.first; hold !== undefined && hold.dueAt <= now; hold = holds.first) {
      holds.take(hold)
      hold.site.heldBy = undefined
      schedule(hold.site)
    }
    // The retry of a held site waits with the others of its site: it keeps no run going.
    for (let retry = retries.first; retry !== undefined && (retry.dueAt <= now || retry.site.held !== undefined); retry = retries.first) {
      retries.take(retry)
      retry.site.retryNow(retry.id)
      schedule(retry.site)
    }
    for (const name of politeness.unblocked()) {
      const site = siteByName.get(name)
      if (site !== undefined) schedule(site)
    }
    for (let site = due.first; site !== undefined && site.dueAt <= now; site = due.first) {
      const readyAt = politeness.readyAt(site.pace)
      if (site.queued === 0 || site.held !== undefined || site.loading || readyAt === Infinity) due.take(site)
      else if (readyAt > now) due.put(site, readyAt)
      else {
        const lease = leaseFrom(site, now)
        if (lease !== undefined) return { state: 'lease', lease }
      }
    }
    if (readFault !== undefined) throw readFault
    if (reads.size > 0) return Promise.race(reads).then(() => take(clock.now()))
    const until = Math.min(due.first?.dueAt ?? Infinity, retries.first?.dueAt ?? Infinity)
    if (until < Infinity || totals.leased > 0) return { state: 'waiting', until, urls: totals.waiting }
    return { state: 'drained' }
  }

  function leaseFrom(site: SiteQueue, now: number): Lease | undefined {
    const next = site.peek(1)[0]!
    const stored = warm.get(next)
    if (stored === undefined) {
      warmUp(site)
      return undefined
    }
    site.shift()
    warm.delete(next)
    site.leased++
    totals.leased++
    totals.waiting--
    politeness.started(site.pace, now)
    schedule(site)
    return { id: next, site: site.site, link: stored.link, attempts: attempts.get(next) ?? 0, before: stored.before }
  }

  function warmUp(site: SiteQueue): void {
    site.loading = true
    due.take(site)
    const wanted = site.peek(site.readAhead).filter(id => !warm.has(id))
    site.readAhead = Math.min(mostReadAhead, site.readAhead * 2)
    const read = Promise.resolve(store.read(wanted))
      .then(links => {
        for (const stored of links) warm.set(stored.id, stored)
        const missing = wanted.find(id => !warm.has(id))
        if (missing !== undefined) throw storeMisfit(`link ${missing} is not there`)
      })
      .catch(fault => {
        readFault ??= fault
      })
      .finally(() => {
        reads.delete(read)
        site.loading = false
        schedule(site)
      })
    reads.add(read)
  }

  function offer(links: readonly Link[], foundOn: number, targets?: number[]): AddResult {
    let added = 0
    let overBudget = 0
    for (const link of links) {
      const { high, low } = fingerprint(link.url, loaded.seed)
      let id = index.find(high, low)
      if (id === 0) {
        const site = siteByName.get(siteOf(link.url)) ?? enterSite(siteOf(link.url))
        if (site.full) {
          overBudget++
          continue
        }
        id = ++lastId
        index.add(high, low, id)
        added++
        totals.waiting++
        site.urls++
        site.push(id, link.priority ?? 128)
        if (warm.size < warmLinks) warm.set(id, { id, link })
        writes.link({ id, site: site.id, foundOn, link, high, low })
        if (site.heapAt < 0) schedule(site)
      }
      targets?.push(id)
    }
    if (overBudget > 0) refuse('over-budget', overBudget)
    return { added, known: links.length - added - overBudget, overBudget }
  }

  function refuse(reason: string, count: number): void {
    refused.set(reason, (refused.get(reason) ?? 0) + count)
    writes.refused(reason, count)
  }

  function count(site: SiteQueue, outcome: (typeof outcomeNames)[number], reason: string | undefined, bytes: number): void {
    const kind = outcome === 'failed' || outcome === 'dropped' ? outcome : 'done'
    site[kind]++
    totals[kind]++
    site.bytes += bytes
    totals.bytes += bytes
    if (kind !== 'done') reasons.set(reason ?? 'unknown', (reasons.get(reason ?? 'unknown') ?? 0) + 1)
  }

  /** Into the heap when something could be taken; politeness says when. Its in-flight limit puts a site back here at its next settle. */
  function schedule(site: SiteQueue): void {
    const takeable = site.queued > 0 && !site.loading && site.held === undefined
    const readyAt = takeable ? politeness.readyAt(site.pace) : Infinity
    if (readyAt === Infinity) due.take(site)
    else due.put(site, readyAt)
  }

  function retryLater(site: SiteQueue, id: number, at: number): void {
    site.retryLater()
    retries.put({ id, site, dueAt: at, heapAt: -1 }, at)
  }

  function enterSite(name: Site, id = sites.length + 1): SiteQueue {
    const site = new SiteQueue(id, name, politeness.pace(name), budgetFor(name))
    sites.push(site)
    siteByName.set(name, site)
    if (id > loaded.sites.length) writes.site({ id, site: name })
    return site
  }

  function enterBlock(block: LoadedBlock): void {
    const again = new Map(block.retries.map(([position, tries, wallAt]) => [position, { tries, wallAt }]))
    const why = new Map(block.reasons)
    for (const [position, id] of block.ids.entries()) {
      const site = sites[block.sites[position]! - 1]!
      index.add(block.highs[position]!, block.lows[position]!, id)
      lastId = Math.max(lastId, id)
      site.urls++
      const outcome = outcomeNames[block.outcomes[position]!]!
      const retry = again.get(position)
      if (outcome !== 'waiting') count(site, outcome, why.get(position), block.bytes[position]!)
      else if (retry === undefined) site.push(id, block.priorities[position]!)
      else {
        attempts.set(id, retry.tries)
        // A clock that was put back in between makes no pause longer than any is.
        const left = Math.min(Math.max(0, retry.wallAt - clock.wall()), limits.retryAfterMs)
        retryLater(site, id, clock.now() + left)
      }
      if (outcome === 'waiting') totals.waiting++
    }
  }
}

type Retry = Scheduled & { readonly id: number; readonly site: SiteQueue }
type Hold = Scheduled & { readonly site: SiteQueue }

const nothing: AddResult = { added: 0, known: 0, overBudget: 0 }
