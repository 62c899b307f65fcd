import type { Clock } from '../base/clock.ts'
import type { Exchange, Wrap } from '../exchange/exchange.ts'
import { redirectTarget } from '../exchange/redirects.ts'
import { createClient, identityHeaders } from '../fetch/index.ts'
import { parseRetryAfter } from '../headers/index.ts'
import { guardedClasses } from '../net/index.ts'
import { createRobotsBook } from '../robots/index.ts'
import { siteOf } from '../url/site.ts'
import type { Known, Place } from './known.ts'
import { conditionsFor } from './known.ts'
import { waitUntil } from './wait-until.ts'
import type { WatchOptions } from './watch-options.ts'
import type { SiteRobots } from './watch-state.ts'
import { closedUntil, welcome } from './welcome.ts'
import type { Question } from './what-to-ask.ts'

/** Asks one question at a time, as a guest: robots.txt before every hop, its Crawl-delay between two requests to a site. */
export type WatchClient = {
  /** Redirects followed. Rejects with CrawlError, also `robots-refused` and `robots-unreachable`. */
  ask(question: Question, named: string, known: Known | undefined): Promise<Asked>
  /** Wall ms until which a site that was asked is closed, because its robots.txt cannot be had; 0 when all are open. */
  closedUntil(): number
  /** Longest Crawl-delay of the sites asked, ms. */
  readonly crawlDelayMs: number
  /** What a restart must know of robots.txt. */
  robots(): SiteRobots[]
  /** Requests for robots.txt and their bytes since this was asked last. */
  takeRobotsCosts(): { readonly requests: number; readonly bytes: number }
  close(): Promise<void>
}

export type Asked = { readonly exchange: Exchange; readonly place: Place; readonly requests: number; readonly bytes: number }

export type WatchClientParts = {
  /** What the user named: its host may be anywhere, and its site alone gets the user's own header fields. */
  readonly url: string
  readonly options: WatchOptions
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly robots: readonly SiteRobots[]
}

export function createWatchClient({ url: watched, options, clock, signal, robots }: WatchClientParts): WatchClient {
  const { headers: own = [], identity = {}, maxBytes } = options
  const home = siteOf(watched)
  const namedHost = new URL(watched).hostname
  const askedAt = new Map<string, number>()
  /** Every site that was to be asked, and its Crawl-delay in ms once it is known. */
  const delays = new Map<string, number>()
  const costs = { requests: 0, bytes: 0 }
  let asked: Known | undefined
  let inRobots = false

  const hop: Wrap = async (order, next) => {
    if (inRobots) return next(order)
    const site = siteOf(order.url)
    if (book !== undefined) {
      if (!delays.has(site)) delays.set(site, 0)
      const delay = await welcome(order.url, book, clock)
      delays.set(site, delay)
      const gap = (askedAt.get(site) ?? -Infinity) + delay - clock.now()
      if (gap > 0) await waitUntil(clock, Infinity, gap, signal)
    }
    const conditions = asked === undefined ? [] : conditionsFor(asked, order.url)
    try {
      return await next({ ...order, headers: [...order.headers, ...conditions] })
    } finally {
      askedAt.set(site, clock.now())
    }
  }
  const client = createClient({ ...options, headers: [], clock, wraps: [...(options.wraps ?? []), hop] })
  /** Once redirects have left the site, nothing is put back. */
  const ownFor = (url: string, redirects: readonly string[] = []) => ([...redirects, url].every(each => siteOf(each) === home) ? own : [])
  const allowFor = (url: string) => (new URL(url).hostname === namedHost ? guardedClasses : [])

  const book =
    options.robots === 'ignore'
      ? undefined
      : createRobotsBook({
          agent: identityHeaders(identity)[1]!,
          clock,
          google: options.robots === 'google',
          async fetch(order) {
            inRobots = true
            try {
              const { exchange } = await client.follow({ ...order, signal }, { limit: 0 })
              costs.requests++
              costs.bytes += answerBytes(exchange)
              return exchange
            } finally {
              inRobots = false
              askedAt.set(siteOf(order.url), clock.now())
            }
          },
          headers: ownFor,
          allow: allowFor,
          retryAfter: parseRetryAfter,
        })
  for (const { site, record } of robots) book?.restore(site, record)

  return {
    async ask(question, named, known) {
      const url = known?.named === named ? known.url : named
      asked = question === 'get-if-changed' ? known : undefined
      const limits = maxBytes === undefined ? undefined : { bodyBytes: maxBytes, bodyRawBytes: maxBytes }
      const order = { method: question === 'head' ? 'HEAD' : 'GET', url, headers: ownFor(url), allow: allowFor(url), limits, signal }
      const { exchange, hops } = await client.follow(order)
      const place = { named, url: movedTo(url, hops), at: exchange.order.url }
      return { exchange, place, requests: hops.length, bytes: hops.reduce((sum, one) => sum + answerBytes(one), 0) }
    },
    closedUntil: () => (book === undefined ? 0 : Math.max(0, ...delays.keys().map(site => closedUntil(site, book)))),
    get crawlDelayMs() {
      return Math.max(0, ...delays.values())
    },
    robots: () =>
      [...delays.keys()].flatMap(site => {
        const record = book?.record(site)
        return record === undefined ? [] : [{ site, record }]
      }),
    takeRobotsCosts() {
      const taken = { ...costs }
      costs.requests = costs.bytes = 0
      return taken
    },
    close: () => client.close(),
  }
}

/** Header and body as they came. Of a body that was cut its announced length counts. */
function answerBytes({ version = '1.1', status, reason, headers, bytes }: Exchange): number {
  let size = `HTTP/${version} ${status} ${reason}\r\n\r\n`.length + bytes.raw
  for (const text of headers) size += text.length + 2
  return size
}

/** As far as every redirect was for good (RFC 9110 sections 15.4.2 and 15.4.9). */
function movedTo(url: string, hops: readonly Exchange[]): string {
  let moved = url
  for (const { status, headers } of hops) {
    const target = status === 301 || status === 308 ? redirectTarget(moved, status, headers) : undefined
    if (target === undefined || 'refused' in target) break
    moved = target.url.split('#', 1)[0]!
  }
  return moved
}
