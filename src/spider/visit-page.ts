import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Lease } from '../frontier/index.ts'
import { decodeBody } from '../http/index.ts'
import type { NamedLink, Page } from '../page/index.ts'
import { documentBase, parseSitemap } from '../page/index.ts'
import type { Link, Via } from '../url/link.ts'
import { plainItem } from './plain-item.ts'
import type { Rooms } from './rooms.ts'
import { sizeOf } from './settle.ts'
import type { FollowOptions, Item, Visit } from './visit.ts'

/** Sitemaps go before pages; robots.txt and indexes name them as what they are, gzip and plain text included. */
export const sitemapPriority = 64

export const isNamedSitemap = ({ via, priority }: Link): boolean => via === 'sitemap' && priority === sitemapPriority

/** What a visit took from its page; nothing of it counts before it is committed. */
export type Gathered = {
  readonly links: readonly NamedLink[]
  readonly items: readonly Item[]
  /** Hrefs that are no links of the web, no URLs, or too many. */
  readonly unusable?: Page['droppedLinks']
}

/** Step 8: the first matching handler. A sitemap or feed is not a page to visit: its URLs are followed. */
export async function visitPage(page: Page, lease: Lease, rooms: Rooms): Promise<Gathered> {
  if (page.kind === 'sitemap' || page.kind === 'feed' || (isNamedSitemap(lease.link) && !page.isHtml)) {
    return { links: rooms.options.sitemaps ? await linksOfSitemap(page, lease, rooms) : [], items: [] }
  }
  const route = rooms.router.match(lease.link.url)
  if (route === undefined) {
    const { links, dropped } = page.namedLinks({ resources: rooms.options.resources })
    const count = links.reduce((sum, { times }) => sum + times, 0)
    return { links, items: rooms.router.size === 0 ? [itemOf(page, count)] : [], unusable: dropped }
  }
  const links: NamedLink[] = []
  const items: Item[] = []
  const unusable = { nonWeb: 0, invalid: 0, overLimit: 0 }
  const canonical = rooms.canonicalizer(documentBase(page.url, page.isHtml ? page.scan.baseHref : undefined))
  const visit: Visit = {
    page,
    link: lease.link,
    params: route.params,
    signal: rooms.signal,
    follow: (found, options) => {
      for (const one of typeof found === 'string' ? [found] : found) {
        const link = linkTo(one, page, options, canonical)
        if (link === null) unusable.invalid++
        else links.push({ link, times: 1 })
      }
    },
    save: item => items.push(plainItem(item)),
  }
  try {
    await unlessAborted(route.handler(visit), rooms.signal)
  } catch (cause) {
    if (cause instanceof CrawlError) throw cause
    const message = `The handler failed on ${page.url}: ${cause instanceof Error ? cause.message : String(cause)}`
    throw new CrawlError('handler', message, { url: page.url, cause })
  }
  // Copies: what a handler adds after it has returned is not of its page.
  return { links: [...links], items: [...items], unusable }
}

/** Until the work is done; an abort does not wait for a handler that never returns. */
async function unlessAborted(work: unknown, signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort)
  try {
    await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** The record of a page when nobody asked for another. */
function itemOf(page: Page, links: number): Item {
  const { url, status, type, title, link, exchange } = page
  const { cut } = exchange
  return {
    url,
    status,
    type,
    title: title ?? null,
    links,
    depth: link.depth,
    from: link.from ?? null,
    bytes: sizeOf(exchange),
    fetched: new Date(exchange.timings.startedAt).toISOString(),
    cut: cut === undefined || cut === 'unwanted' ? null : cut,
  }
}

/** A string is relative to the page; a Link keeps what it tells of itself. Both are named as step 1 names all links. */
function linkTo(
  found: Link | string,
  page: Page,
  { priority, via = 'handler' }: FollowOptions = {},
  canonical: (href: string) => string | null,
): Link | null {
  const own: Omit<Link, 'url'> = typeof found === 'string' ? { from: page.url, via, depth: page.link.depth + 1 } : found
  const url = canonical(typeof found === 'string' ? found : found.url)
  if (url === null) return null
  // A byte in the store: out of bounds it would come back as another one.
  return { ...own, url, ...(priority === undefined ? {} : { priority: Math.min(255, Math.max(0, Math.round(priority) || 0)) }) }
}

/** Pages stand where their sitemap stands; a sitemap within a sitemap is a step deeper, so that an endless chain meets the depth limit. */
async function linksOfSitemap(page: Page, { link }: Lease, rooms: Rooms): Promise<NamedLink[]> {
  const { urls, sitemaps } = parseSitemap(await unpacked(page.exchange.body), { url: page.url })
  const via: Via = page.kind === 'feed' ? 'feed' : 'sitemap'
  const to = (href: string, more: Partial<Link>): NamedLink[] => {
    const url = rooms.canonical(href, page.url)
    return url === null ? [] : [{ link: { url, from: page.url, via, depth: link.depth, ...more }, times: 1 }]
  }
  return [
    ...sitemaps.flatMap(href => to(href, { depth: link.depth + 1, priority: sitemapPriority })),
    ...urls.flatMap(({ loc }) => to(loc, {})),
  ]
}

/** A bomb, or a file cut short, is read as far as it may be or is there; and nothing stands still while it is unpacked. */
async function unpacked(body: Uint8Array): Promise<Uint8Array> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  const { bytes } = await decodeBody([body], ['gzip'], { bodyBytes: limits.sitemapBytes })
  return bytes
}
