import type { Lease } from '../frontier/index.ts'
import type { Site } from '../url/site.ts'
import { pathOf, siteOf } from '../url/site.ts'
import { isDue, notDue } from './revisit.ts'
import type { Rooms } from './rooms.ts'
import type { Explained } from './settle.ts'
import { settlementOfFailure } from './settle.ts'
import { sitemapPriority } from './visit-page.ts'

/** `go`, how the lease ends without asking, or that it is given back because something else comes first. */
export type Admission = 'go' | Explained | GivenBack

/** A lease that goes back as it was. */
export type GivenBack = { readonly outcome: 'given-back'; readonly notBefore?: number | undefined }

const givenBack: GivenBack = { outcome: 'given-back' }

/** Step 5, are we welcome? robots.txt first: its request takes the place of this lease's, so every request is paced alike. */
export async function admit(lease: Lease, rooms: Rooms): Promise<Admission> {
  const { book, clock, pageTraps } = rooms
  if (!isDue(lease, rooms)) return unasked(notDue(lease))
  const trap = pageTraps?.verdict(lease.link) ?? true
  if (trap !== true) return unasked({ outcome: 'dropped', reason: trap })
  if (book === undefined) return 'go'
  const gone = rooms.gone.get(lease.site)
  if (gone !== undefined) return unasked(settlementOfFailure(gone, lease, rooms))
  const look = book.look(lease.site)
  if (look.known) return look.rules.may(pathOf(lease.link.url)) ? 'go' : unasked({ outcome: 'dropped', reason: 'robots' })
  const wait = look.notBefore - clock.wall()
  // A URL whose own attempt found the host dead asks again when its turn comes; the others of its site wait.
  if (wait > 0 && lease.attempts === 0) {
    hold(lease, wait, rooms)
    return unasked(givenBack)
  }
  const host = siteOf(look.next)
  if (host === lease.site) return askRobots(lease, host, rooms)
  // A redirect of robots.txt led to another site: the request is that one's, and so is the pace.
  const other = rooms.politeness.pace(host)
  const readyAt = rooms.politeness.readyAt(other)
  if (readyAt > clock.now()) return unasked({ ...givenBack, notBefore: Math.min(readyAt, clock.now() + 1000) })
  rooms.politeness.started(other, clock.now())
  return unasked(await askRobots(lease, host, rooms))

  /** The lease's request was not spent: the site may be asked by the next one at once. */
  function unasked<End>(end: End): End {
    rooms.politeness.unused(rooms.politeness.pace(lease.site), clock.now())
    return end
  }
}

/** @param host the site that the request goes to */
async function askRobots(lease: Lease, host: Site, rooms: Rooms): Promise<Admission> {
  const { book, clock, events, frontier, politeness, signal } = rooms
  if (book === undefined) return 'go'
  const startedAt = clock.now()
  const asked = await book.ask(lease.site)
  const { error, exchange } = asked
  if (signal.aborted) return givenBack
  if (error?.code === 'no-handles') {
    politeness.finished(politeness.pace(host), clock.now(), { failure: error.code })
    throw error
  }
  events.emit('robots', {
    site: lease.site,
    url: asked.url,
    ...(exchange === undefined ? {} : { status: exchange.status }),
    ...(error === undefined ? {} : { error }),
  })
  politeness.finished(politeness.pace(host), clock.now(), {
    status: exchange?.status,
    failure: error?.code,
    // As for a page: how long its body is says nothing of how busy the server is.
    latencyMs: exchange?.timings.headersMs ?? clock.now() - startedAt,
    address: exchange?.peer,
  })
  const look = book.look(lease.site)
  const pace = politeness.pace(lease.site)
  if (look.known) politeness.crawlDelay(pace, look.rules.crawlDelay ?? 0)
  // Sitemaps before the record: a crash between the two asks for robots.txt again, the other way round they would never be offered.
  if (look.known) await offerSitemaps(look.rules.sitemaps, lease, rooms)
  frontier.note(lease.site, { robots: book.record(lease.site), pace: politeness.snapshot(pace, clock.now(), clock.wall()) })
  // Before the site's first page: a crash during it must not forget the Crawl-delay, nor ask for robots.txt again.
  await frontier.flush()
  if (look.known) return givenBack
  const wait = look.notBefore - clock.wall()
  if (wait <= 0) return givenBack
  // The host itself does not answer: the page would fare no better, and its record should say why.
  if (error !== undefined && error.code !== 'robots-unreachable') {
    if (!error.retryable) rooms.gone.set(lease.site, error)
    return settlementOfFailure(error, lease, rooms)
  }
  hold(lease, wait, rooms)
  return givenBack
}

/** The site is left alone until its robots.txt may be asked for again; that alone never keeps a run going. */
function hold(lease: Lease, wait: number, rooms: Rooms): void {
  rooms.frontier.hold(lease.site, 'robots-unreachable', rooms.clock.now() + wait)
  rooms.events.emit('held', { site: lease.site, reason: 'robots-unreachable' })
}

async function offerSitemaps(sitemaps: readonly string[], lease: Lease, rooms: Rooms): Promise<void> {
  if (!rooms.options.sitemaps) return
  const links = sitemaps.flatMap(href => {
    const url = rooms.canonical(href, lease.site)
    if (url === null) return []
    const link = {
      url,
      via: 'sitemap' as const,
      depth: Math.max(1, lease.link.depth),
      from: `${lease.site}/robots.txt`,
      priority: sitemapPriority,
    }
    return rooms.scope(link) === true ? [link] : []
  })
  if (links.length > 0) await rooms.frontier.add(links)
}
