import type { Clock } from '../base/clock.ts'
import type { CrawlError } from '../base/crawl-error.ts'
import type { Emitter } from '../base/emitter.ts'
import type { Fetcher } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import type { Head } from '../exchange/order.ts'
import type { Frontier } from '../frontier/index.ts'
import type { AddressClass } from '../net/address-class.ts'
import type { Canonicalizer, ReadOptions } from '../page/index.ts'
import type { Politeness } from '../politeness/index.ts'
import type { RobotsBook } from '../robots/index.ts'
import type { Link } from '../url/link.ts'
import type { Site } from '../url/site.ts'
import type { CrawlEvents } from './crawl-event.ts'
import type { HandleWait } from './handle-wait.ts'
import type { PageTraps } from './page-traps.ts'
import type { RevisitKind } from './revisit.ts'
import type { Router } from './router.ts'
import type { Scope } from './scope.ts'
import type { Sink } from './sink.ts'

/** What a journey passes through. Made once for a run by spider.ts. */
export type Rooms = {
  readonly clock: Clock
  readonly frontier: Frontier
  readonly politeness: Politeness
  /** Undefined when the user turned robots.txt off. */
  readonly book: RobotsBook | undefined
  readonly fetcher: Fetcher
  readonly router: Router
  readonly sinks: readonly Sink[]
  readonly events: Emitter<CrawlEvents>
  readonly pageTraps: PageTraps | undefined
  readonly signal: AbortSignal
  readonly handles: HandleWait
  /** Identity, negotiation and the secrets of that URL's own site. */
  headersFor(link: Link): HeaderList
  /** Address classes beside `public` that may be connected to for this URL. */
  allowFor(url: string): readonly AddressClass[]
  /** Sites that cannot be reached in this run whatever we do: no such name, a guarded address, a certificate that does not hold. */
  readonly gone: Map<Site, CrawlError>
  scope: Scope
  /** A seed moved here by redirect: its site is in scope from now on. */
  adopt(url: string): void
  canonical(href: string, base: string): string | null
  readonly canonicalizer: Canonicalizer
  /** Only in a profile: it times what is read of pages. */
  readonly reading?: ReadOptions['reading']
  /** Whether a body is worth its download. */
  wants(head: Head): boolean
  readonly agent: string
  readonly options: RoomOptions
}

export type RoomOptions = {
  readonly attempts: number
  /** Longest body of a page, as it came and unpacked. */
  readonly pageBytes: number
  readonly redirects: number
  /** Pause before the second attempt at a URL, ms; doubled for each further one. */
  readonly retryMs: number
  /** Obey meta robots, X-Robots-Tag and rel=nofollow. */
  readonly obeyNofollow: boolean
  /** Take links to images, scripts and styles too. */
  readonly resources: boolean
  readonly sitemaps: boolean
  readonly revisit: RevisitKind
  /** Are cookies kept? Then a page that redirects to itself may open at the next try. */
  readonly cookies: boolean
}
