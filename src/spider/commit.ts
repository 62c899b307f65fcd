import { CrawlError } from '../base/crawl-error.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Lease } from '../frontier/index.ts'
import type { NamedLink, Page } from '../page/index.ts'
import { robotsMeta } from '../robots/index.ts'
import type { Link } from '../url/link.ts'
import { digestOf } from './digest.ts'
import type { Journeyed } from './journey.ts'
import { nextVisit } from './revisit.ts'
import type { Rooms } from './rooms.ts'
import { pageStateOf } from './settle.ts'
import type { Sink } from './sink.ts'
import type { Item } from './visit.ts'
import type { Gathered } from './visit-page.ts'

/** Step 9: what a visit gathered, as one settlement: links through the only filter, items as text for their files. */
export function commit(page: Page, gathered: Gathered, lease: Lease, rooms: Rooms): Journeyed {
  const { exchange } = page
  const digest = digestOf(exchange)
  const unchanged = lease.before?.digest === digest
  if (page.isHtml) rooms.pageTraps?.learn(lease.link, page, gathered.links)
  const refused = refusedAlready(gathered)
  const wishes = wishesOf(page, rooms)
  const links = filter(gathered.links, wishes.nofollow, refused, rooms)
  const state = {
    ...pageStateOf(exchange),
    // A body that ended early is no version to be confirmed by 304.
    ...(exchange.cut === 'truncated' ? { etag: undefined, modified: undefined } : {}),
    ...nextVisit(lease.before, unchanged ? 'unchanged' : 'changed', exchange.headers, rooms),
    type: page.type,
    title: page.title,
    digest,
  }
  if (unchanged) return { outcome: 'unchanged', page: state, links, refused }
  const items = wishes.noindex ? [] : gathered.items
  if (wishes.noindex && gathered.items.length > 0) refused.set('noindex', gathered.items.length)
  const outputs = items.length === 0 ? [] : rooms.sinks.map(sink => ({ file: sink.file, text: textOf(items, sink, page.url) }))
  return { outcome: 'done', page: state, links, refused, outputs, items }
}

/** @throws CrawlError what the sink says, `handler` for anything else */
function textOf(items: readonly Item[], sink: Sink, url: string): string {
  try {
    return items.map(item => sink.write(item)).join('')
  } catch (cause) {
    if (cause instanceof CrawlError) throw cause
    const says = `The sink of ${sink.file} failed on an item of ${url}: ${cause instanceof Error ? cause.message : String(cause)}`
    throw new CrawlError('handler', says, { url, cause })
  }
}

function refusedAlready({ unusable }: Gathered): Map<string, number> {
  const reasons = [
    ['not-web', unusable?.nonWeb],
    ['url-invalid', unusable?.invalid],
    ['too-many-links', unusable?.overLimit],
  ] as const
  return new Map(reasons.flatMap(([reason, count]) => (count ? [[reason, count]] : [])))
}

/** Steps 1 and 2 for links that a page gave: canonical already, now in scope, each URL once, or counted under the reason why not. */
function filter(links: readonly NamedLink[], nofollow: boolean, refused: Map<string, number>, { scope, options }: Rooms): Link[] {
  const kept = new Map<string, Link>()
  for (const { link, times } of links) {
    const isLeft = options.obeyNofollow && (nofollow || isNofollow(link.rel))
    if (!isLeft && kept.has(link.url)) continue
    const verdict = isLeft ? 'nofollow' : scope(link)
    if (verdict === true) kept.set(link.url, link)
    else refused.set(verdict, (refused.get(verdict) ?? 0) + times)
  }
  return [...kept.values()]
}

function isNofollow(rel: string | undefined): boolean {
  return rel?.includes('nofollow') === true && rel.split(' ').includes('nofollow')
}

const free = { nofollow: false, noindex: false }

/** Meta robots and X-Robots-Tag. */
function wishesOf(page: Page, { options, agent }: Rooms): { nofollow: boolean; noindex: boolean } {
  if (!options.obeyNofollow) return free
  const header = headerValue(page.exchange.headers, 'x-robots-tag')
  const meta = page.isHtml ? page.meta : []
  if (header === undefined && meta.length === 0) return free
  return robotsMeta({ meta, headers: page.exchange.headers, agent })
}
