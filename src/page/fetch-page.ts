import type { Ask, FetchOptions } from '../fetch/index.ts'
import { orderOf, withClient } from '../fetch/index.ts'
import type { Page } from './read-page.ts'
import { readPage } from './read-page.ts'

/**
 * One page, redirects followed: `(await fetchPage('https://example.org/')).title`. A status of 400 and above is a page too, and so
 * is one that broke off: look at `page.status` and `page.exchange.cut`. Rejects with CrawlError when no answer came.
 */
export async function fetchPage(ask: Ask | string, options: FetchOptions = {}): Promise<Page> {
  const order = orderOf(ask)
  const exchange = await withClient(options, client => client.fetch(order))
  return readPage(exchange, { url: exchange.order.url, via: 'seed', depth: 0 })
}
