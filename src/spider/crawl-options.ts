import type { Clock } from '../base/clock.ts'
import type { Fetcher, Wrap } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import type { Identity } from '../fetch/identity.ts'
import type { CookieJar } from '../fetch/index.ts'
import type { SiteBudget } from '../frontier/index.ts'
import type { ProxyOptions } from '../http/index.ts'
import type { AddressClass } from '../net/address-class.ts'
import type { Lookup } from '../net/look-up-all.ts'
import type { CanonicalRules } from '../url/canonical.ts'
import type { FreeBytes } from './disk-floor.ts'
import type { RevisitKind } from './revisit.ts'
import type { ScopeKind, ScopeMaker } from './scope.ts'
import type { Sink } from './sink.ts'
import type { Spider } from './spider.ts'
import type { Handler } from './visit.ts'

/** What a crawl can be told. Everything has a default that a webmaster would sign. */
export type CrawlOptions = {
  /** Who asks; a public crawl needs a contact. */
  readonly identity?: Identity | undefined
  /** What is ours. Default `site`: scheme, host and port of the seeds. */
  readonly scope?: ScopeKind | ScopeMaker | undefined
  /** Only URLs that match one of these (seeds always do). */
  readonly include?: readonly RegExp[] | undefined
  readonly exclude?: readonly RegExp[] | undefined
  /** Links between a seed and a page. Default 20. */
  readonly depth?: number | undefined
  /** Pages visited, over all runs of a round on a store; what is left waits for a run with more. Default none. */
  readonly maxPages?: number | undefined
  /** A folder: the crawl survives there. Default none: it ends with the process. */
  readonly store?: string | undefined
  /** Survive power loss too, by fsync at each commit. Default false: a killed process only. */
  readonly durable?: boolean | undefined
  /** Bytes that stay free on the disk of the store and of the sinks. Default `limits.diskFloorBytes` with a store, else 0: no floor. */
  readonly diskFloor?: number | undefined
  /** Visits every page that no pattern of `visits` took. Without any handler every page becomes an item. */
  readonly visit?: Handler | undefined
  /** How a finished crawl in a store visits its pages again. Default `all`: each is asked whether it has changed. */
  readonly revisit?: RevisitKind | undefined
  /** URL pattern -> handler, tried in order. */
  readonly visits?: Readonly<Record<string, Handler>> | undefined
  /**
   * A module with handlers, a path or a `file:` URL: it exports `visits` (URL pattern -> handler) and `visit` or a default handler for all
   * other pages. They come after those of `visits`. Only such handlers can run in `workers`. Default none.
   */
  readonly handlers?: string | URL | undefined
  /**
   * Threads that run the handlers of `handlers`. Each loads the module for itself: what it keeps in variables is that thread's own.
   * `auto`: this thread, and one for each further core once handlers take a quarter of its time. Default 0: this thread alone.
   */
  readonly workers?: number | 'auto' | undefined
  readonly sinks?: readonly Sink[] | undefined
  /** Smallest gap between two requests to a site, ms. Default 1000. 0 turns it off: a logged act. */
  readonly delayMs?: number | undefined
  /** Requests under way at once, all sites together. Default 256; a single site has never more than `perSite`. */
  readonly concurrency?: number | undefined
  /** Requests under way at once to one site. Default 1. */
  readonly perSite?: number | undefined
  /** Ceilings for each site: pages, bytes, errors, urls. Default: 1,000,000 URLs, no other. */
  readonly budget?: Partial<SiteBudget> | undefined
  /** Headers for the seeds' own sites only. */
  readonly headers?: HeaderList | undefined
  /** `name:password` for the seeds' own sites only: Basic at once, Digest when the site asks for it. */
  readonly user?: string | undefined
  /** Keep cookies: true for this run, a file in Netscape format that is read and written, or a jar. Default none. */
  readonly cookies?: boolean | string | CookieJar | undefined
  /** `obey` (default), `google` (with Google's leniencies), `ignore`: a logged act. */
  readonly robots?: 'obey' | 'google' | 'ignore' | undefined
  /** Obey meta robots, X-Robots-Tag, rel=nofollow. Default true. */
  readonly nofollow?: boolean | undefined
  /** Take the URLs of sitemaps and feeds. Default true. */
  readonly sitemaps?: boolean | undefined
  /** Follow images, scripts and styles too. Default false. */
  readonly resources?: boolean | undefined
  /** Trap rules. Default true. */
  readonly traps?: boolean | undefined
  /** How URLs are made canonical. Default: no rule beyond RFC 3986 equivalence. */
  readonly canonical?: CanonicalRules | undefined
  /** Longest body of a page, as it came and unpacked; a longer one fails as `body-too-large`. Default 8 MiB. */
  readonly pageBytes?: number | undefined
  /** Longest time for one page, ms; it shrinks at a site whose answers do not end. Default 60,000. */
  readonly pageMs?: number | undefined
  /** Attempts at one URL. Default 3. */
  readonly attempts?: number | undefined
  /** Before the second attempt, ms, doubled for each further one. Default 1000. */
  readonly retryMs?: number | undefined
  /** Address classes that any URL may lead to. Default only `public`; a seed's own host may always be asked. */
  readonly allowAddresses?: readonly AddressClass[] | undefined
  /** Check certificates. Default true; false is a logged act. */
  readonly verifyTls?: boolean | undefined
  /** Names to addresses; `createDnsLookup` asks name servers of your own. Default the system's. */
  readonly lookup?: Lookup | undefined
  /** For all URLs, or by kind of URL; default none. Sites behind one are not told apart by address. */
  readonly proxy?: string | ProxyOptions | undefined
  /** Measure where the time of the run goes, for `profile` of the report. Default false. */
  readonly profile?: boolean | undefined
  /** Around the fetcher, the first outermost. */
  readonly wraps?: readonly Wrap[] | undefined
  /** A plugin takes the spider and adds what it likes. */
  readonly plugins?: readonly ((spider: Spider) => void)[] | undefined
  /** Another fetcher than HTTP, for tests and replays. */
  readonly fetcher?: Fetcher | undefined
  readonly clock?: Clock | undefined
  /** Another measure of the room on a disk than the system's. */
  readonly freeBytes?: FreeBytes | undefined
  /** Options as the user gave them, for `crawl.json`; no secrets. */
  readonly recorded?: Readonly<Record<string, unknown>> | undefined
  /** Ends the crawl at once; leases go back. */
  readonly signal?: AbortSignal | undefined
}

/** Requests under way at once unless the user says otherwise. No courtesy, that is `perSite`: dead sites must not hold up the others. */
export const defaultConcurrency = 256
/** URLs kept for one site unless the user says otherwise: a maze cannot fill a disk. */
export const defaultSiteUrls = 1_000_000
