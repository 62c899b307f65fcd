import type { Clock } from '../base/clock.ts'
import type { Emitter } from '../base/emitter.ts'
import { limits } from '../base/limits.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Head } from '../exchange/order.ts'
import { refererFor } from '../exchange/redirects.ts'
import { defaultName } from '../fetch/identity.ts'
import type { CookieJar } from '../fetch/index.ts'
import { authWrap, cookieWrap, createFetcher, openCookieJar } from '../fetch/index.ts'
import type { Frontier } from '../frontier/index.ts'
import { parseMediaType } from '../headers/media-type.ts'
import { parseRetryAfter } from '../headers/retry-after.ts'
import { createHttpFetcher } from '../http/index.ts'
import type { AddressClass } from '../net/address-class.ts'
import { guardedClasses } from '../net/address-class.ts'
import { pageAccept } from '../page/fetch-page.ts'
import type { Politeness } from '../politeness/index.ts'
import { createRobotsBook } from '../robots/index.ts'
import { canonicalUrl, createCanonicalizer } from '../url/canonical.ts'
import type { Link } from '../url/link.ts'
import { siteOf } from '../url/site.ts'
import type { CrawlEvents } from './crawl-event.ts'
import { writeCrawlFile } from './crawl-file.ts'
import type { CrawlOptions } from './crawl-options.ts'
import { createHandleWait } from './handle-wait.ts'
import { createPageTraps } from './page-traps.ts'
import type { Plan } from './plan-run.ts'
import type { Rooms } from './rooms.ts'
import type { Router } from './router.ts'
import type { Sink } from './sink.ts'
import { jsonLine } from './sink.ts'

export type Parts = {
  readonly options: CrawlOptions
  readonly clock: Clock
  readonly frontier: Frontier
  readonly politeness: Politeness
  readonly router: Router
  readonly events: Emitter<CrawlEvents>
  readonly signal: AbortSignal
}

export type RunRooms = Rooms & { readonly seedLinks: readonly Link[]; close(): Promise<void>; finish(): void }

/** Bodies of these kinds, or small ones, are read when no handler says otherwise: the others only lengthen the bill of the site. */
const readable = /^(?:$|text\/|application\/(?:[\w.-]+\+)?(?:xml|json|xhtml|rss|atom|gzip|x-gzip)|application\/(?:octet-stream)$)/
const smallBody = 1024 * 1024

/** Builds the rooms of one run out of its plan. */
export function openRooms(plan: Plan, parts: Parts): RunRooms {
  const { options, clock, frontier, politeness, router, events, signal } = parts
  const seeds = [...plan.seeds]
  const moved = [...plan.moved]
  // Only what the user named: where a server's redirect leads is the server's choice, and stays behind the address guard.
  const namedHosts = new Set(seeds.map(url => new URL(url).hostname))
  const allowed = options.allowAddresses ?? []
  const allowFor = (url: string): readonly AddressClass[] => (namedHosts.has(new URL(url).hostname) ? guardedClasses : allowed)
  const http = createHttpFetcher({
    clock,
    connectionsPerSite: options.perSite,
    tls: { rejectUnauthorized: options.verifyTls ?? true },
    proxy: options.proxy,
    lookup: options.lookup,
  })
  const web = options.fetcher ?? http
  const jar = jarOf(options, clock)
  const wraps = [...(options.wraps ?? []), ...plan.accounts.map(authWrap), ...(jar === undefined ? [] : [cookieWrap(jar)])]
  const fetcher = createFetcher({ schemes: { http: web, https: web }, wraps })
  const book =
    options.robots === 'ignore'
      ? undefined
      : createRobotsBook({
          agent: plan.agent,
          clock,
          google: options.robots === 'google',
          fetch: order => fetcher({ ...order, signal }),
          headers: (url, redirects) => headersFor({ url, via: 'redirect', depth: 0, redirects }),
          allow: allowFor,
          retryAfter: parseRetryAfter,
        })
  const rooms: RunRooms = {
    clock,
    frontier,
    politeness,
    book,
    fetcher,
    router,
    sinks: sinksOf(options),
    events,
    pageTraps: options.traps === false ? undefined : createPageTraps(),
    signal,
    handles: createHandleWait(clock),
    gone: new Map(),
    headersFor,
    allowFor,
    scope: plan.scope([...seeds, ...moved]),
    adopt(url) {
      moved.push(url)
      rooms.scope = plan.scope([...seeds, ...moved])
      save()
    },
    canonical: (href, base) => canonicalUrl(href, base, options.canonical),
    canonicalizer: base => createCanonicalizer(base, options.canonical),
    wants: router.size > 0 ? () => true : wantsReadable,
    agent: plan.agent,
    options: {
      attempts: options.attempts ?? limits.attempts,
      pageBytes: options.pageBytes ?? limits.pageBytes,
      redirects: limits.redirects,
      retryMs: options.retryMs ?? 1000,
      obeyNofollow: options.nofollow ?? true,
      resources: options.resources ?? false,
      sitemaps: options.sitemaps ?? true,
      revisit: plan.revisit,
      cookies: jar !== undefined,
    },
    seedLinks: seeds.map(url => ({ url, via: 'seed', depth: 0, priority: 0 })),
    async close() {
      await http.close()
      jar?.save()
    },
    finish: () => save(plan.rules),
  }
  save()
  return rooms

  function headersFor({ url, from, redirects }: Link): HeaderList {
    const referer = from === undefined ? undefined : refererFor(from, url)
    const site = siteOf(url)
    // Once a chain of redirects has left a site, its secrets are not put back (RFC 9110 section 15.4).
    const secrets = redirects?.some(hop => siteOf(hop) !== site) ? [] : (plan.secrets.get(site) ?? [])
    const accept = ['accept', pageAccept]
    return [...plan.identity, ...accept, ...(referer === undefined ? [] : ['referer', referer]), ...secrets]
  }

  function save(rules = plan.file?.rules): void {
    if (options.store === undefined) return
    const created = plan.file?.created ?? new Date(clock.wall()).toISOString()
    writeCrawlFile(options.store, {
      format: 1,
      orbweaver: defaultName,
      created,
      seeds,
      moved,
      agent: plan.agent,
      options: options.recorded ?? plan.file?.options ?? {},
      rules,
    })
  }
}

/** Every store keeps its items; the user's sinks come beside. */
export function sinksOf({ store, sinks = [] }: CrawlOptions): readonly Sink[] {
  return store === undefined ? sinks : [{ file: 'items.jsonl', write: jsonLine }, ...sinks]
}

function jarOf({ cookies = false }: CrawlOptions, clock: Clock): CookieJar | undefined {
  if (typeof cookies === 'object') return cookies
  if (cookies === false) return undefined
  return openCookieJar({ clock, file: cookies === true ? undefined : cookies, saveAfterMs: limits.cookieSaveMs })
}

function wantsReadable({ headers }: Head): boolean {
  const length = headerValue(headers, 'content-length')
  return (length !== undefined && Number(length) <= smallBody) || readable.test(parseMediaType(headerValue(headers, 'content-type')).type)
}
