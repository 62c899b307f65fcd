import { decodeText, sniffEncoding } from '../base/encoding.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import { parseMediaType } from '../headers/media-type.ts'
import type { Soup } from '../soup/index.ts'
import { parseSoup } from '../soup/index.ts'
import { createCanonicalizer } from '../url/canonical.ts'
import type { Link, Via } from '../url/link.ts'
import type { PageBytes } from './markup/page-bytes.ts'
import { pageBytes, textBytes } from './markup/page-bytes.ts'
import type { PageKind } from './page-kind.ts'
import { pageKind } from './page-kind.ts'
import { parseRefresh } from './parse-refresh.ts'
import { parseSitemap } from './parse-sitemap.ts'
import type { Canonicalizer, NamedLinks, ResolvedLink, ResolvedLinks, WrittenLinks } from './resolve-links.ts'
import { documentBase, linkOf, nameLinks, resolveLinks } from './resolve-links.ts'
import type { PageScan } from './scan-page.ts'
import { scanBytes, scanPage } from './scan-page.ts'
import { visibleText } from './visible-text.ts'

/** An Exchange, read. Everything is made when first asked for, and once. */
export type Page = {
  readonly exchange: Exchange
  readonly link: Link
  /** The URL that was asked for: redirects are links of their own. */
  readonly url: string
  readonly status: number
  /** Media type, lower case; empty when the server named none. */
  readonly type: string
  readonly kind: PageKind
  readonly isHtml: boolean
  /** Name of the encoding, as TextDecoder calls it. */
  readonly encoding: string
  /** The decoded source, of whatever kind; empty for binary bodies. */
  readonly html: string
  readonly scan: PageScan
  readonly title: string | undefined
  /** Where `link rel=canonical` points, as a canonical URL. */
  readonly canonical: string | undefined
  readonly meta: PageScan['meta']
  readonly forms: PageScan['forms']
  /** Text a reader would see, one line a block. */
  readonly text: string
  /** The text of the first so many bytes of its source. */
  textBegin(bytes: number): string
  /**
   * The whole tree, as browsers build it, to be searched in the manner of Beautiful Soup; 2.6 times the cost of `scan`. It goes with the
   * page: texts and attributes taken out of it do not hold it.
   */
  readonly soup: Soup
  /** Links in document order, one step deeper than this page; from a sitemap or a feed, its entries. */
  links(options?: LinkOptions): Link[]
  /** The same, those marked `nofollow` too, each URL once for each `rel`, and how often it stands here: what a crawl goes on with. */
  namedLinks(options?: Pick<LinkOptions, 'resources'>): NamedLinks
  /** How many links were left out, and why. */
  readonly droppedLinks: ResolvedLinks['dropped']
}

export type LinkOptions = {
  /** Also what the page loads: images, scripts, styles, media. Default false. */
  readonly resources?: boolean | undefined
  /** Also links marked `rel=nofollow`. Default false. */
  readonly nofollow?: boolean | undefined
  /** Only links of these kinds. Default all. */
  readonly via?: Via | readonly Via[] | undefined
}

export type ReadOptions = {
  /** Makes the URLs of links; the base is given once a page. Default `createCanonicalizer`. */
  readonly canonicalizer?: Canonicalizer | undefined
  /** Told of everything that is made of the page, to do it: a stopwatch. Default none. */
  readonly reading?: (<Value>(read: () => Value) => Value) | undefined
}

/** Reads what came back for a link. Nothing is parsed yet, and nothing in it throws. */
export function readPage(
  exchange: Exchange,
  link: Link,
  { canonicalizer = createCanonicalizer, reading = plainly }: ReadOptions = {},
): Page {
  const once = <Value>(make: () => Value) => onceOnly(make, reading)
  const url = exchange.order.url
  const { type, charset } = mediaTypeOf(exchange)
  const kind = once(() => pageKind(type, exchange.body))
  const encoding = once(() => sniffEncoding(exchange.body, charset).encoding)
  const html = once(() => (kind() === 'binary' || kind() === 'empty' ? '' : decodeText(exchange.body, encoding())))
  const markup = () => (kind() === 'html' ? html() : '')
  const source = once(() => (kind() === 'html' ? pageBytes(exchange.body, encoding()) : nothing))
  const here = { url, depth: link.depth }
  const found = once(() => scanBytes(source()))
  const scan = once(() => scanPage(source()))
  const linksIn = once(() => (isListing(kind()) ? listed(exchange.body, url, kind()) : withRefresh(found(), exchange)))
  const loading = once(() => (isListing(kind()) ? linksIn() : withRefresh(scanBytes(source(), { resources: true }), exchange)))
  const resolved = once(() => resolveLinks(linksIn(), url, canonicalizer))
  const loaded = once(() => resolveLinks(loading(), url, canonicalizer))
  const text = once(() => (kind() === 'html' ? visibleText(source()) : html()))
  const soup = once(() => parseSoup(markup()))
  const canonicalLink = once(() => {
    const { canonical: href, baseHref } = found()
    return href === undefined ? undefined : (canonicalizer(documentBase(url, baseHref))(href) ?? undefined)
  })
  return {
    exchange,
    link,
    url,
    status: exchange.status,
    type,
    get kind() {
      return kind()
    },
    get isHtml() {
      return kind() === 'html'
    },
    get encoding() {
      return encoding()
    },
    get html() {
      return html()
    },
    get scan() {
      return scan()
    },
    get title() {
      return found().title
    },
    get canonical() {
      return canonicalLink()
    },
    get meta() {
      return found().meta
    },
    get forms() {
      return found().forms
    },
    get text() {
      return text()
    },
    textBegin: bytes =>
      exchange.body.length <= bytes || kind() !== 'html' ? text() : reading(() => visibleText(beginOf(source(), bytes))),
    get soup() {
      return soup()
    },
    links(wanted = {}) {
      const { links } = wanted.resources === true ? loaded() : resolved()
      return chosen(links, wanted).map(found => linkOf(found, here))
    },
    namedLinks({ resources = false } = {}) {
      return reading(() => nameLinks(resources ? loading() : linksIn(), here, canonicalizer))
    },
    get droppedLinks() {
      return resolved().dropped
    },
  }
}

/** The Refresh field leads on as its meta element does (HTML, shared declarative refresh steps). */
function withRefresh(scan: PageScan, { headers }: Exchange): WrittenLinks {
  const href = parseRefresh(headerValue(headers, 'refresh') ?? '')
  if (href === undefined) return scan
  return { ...scan, links: [{ href, via: 'refresh', text: undefined, rel: undefined }, ...scan.links] }
}

function beginOf({ bytes, cut }: PageBytes, length: number): PageBytes {
  return { bytes: bytes.subarray(0, length), cut }
}

/** Of several Content-Type fields the last readable one counts (Fetch, "extract a MIME type"). */
function mediaTypeOf(exchange: Exchange): { type: string; charset: string | undefined } {
  for (const value of headerValues(exchange.headers, 'content-type').toReversed()) {
    const mediaType = parseMediaType(value)
    if (/^[^\s/]+\/[^\s/]+$/.test(mediaType.type)) return mediaType
  }
  return { type: '', charset: undefined }
}

const nothing = textBytes('')

function plainly<Value>(read: () => Value): Value {
  return read()
}

function onceOnly<Value>(make: () => Value, reading: typeof plainly): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: reading(make) }
    return made.value
  }
}

function isListing(kind: PageKind): kind is 'sitemap' | 'feed' {
  return kind === 'sitemap' || kind === 'feed'
}

function listed(body: Uint8Array, url: string, kind: PageKind): WrittenLinks {
  const { urls, sitemaps } = parseSitemap(body, { url })
  const via: Via = kind === 'feed' ? 'feed' : 'sitemap'
  const links = [...sitemaps, ...urls.map(entry => entry.loc)].map(href => ({ href, via, text: undefined, rel: undefined }))
  return { links, baseHref: undefined, overLimit: 0 }
}

function chosen(links: readonly ResolvedLink[], { nofollow, via }: LinkOptions): readonly ResolvedLink[] {
  if (nofollow === true && via === undefined) return links
  const vias = via === undefined ? undefined : new Set(typeof via === 'string' ? [via] : via)
  return links.filter(link => {
    if (vias !== undefined && !vias.has(link.via)) return false
    return nofollow === true || link.rel === undefined || !link.rel.split(' ').includes('nofollow')
  })
}
