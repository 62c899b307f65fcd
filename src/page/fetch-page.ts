import type { Ask, FetchOptions } from '../fetch/index.ts'
import { orderOf, withClient } from '../fetch/index.ts'
import type { Page } from './read-page.ts'
import { readPage } from './read-page.ts'

/** What may be a page, before anything else; as browsers say it. */
export const pageAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

/**
 * One page, redirects followed: `(await fetchPage('https://example.org/')).title`. A status of 400 and above is a page too, and so is one
 * that broke off: look at `page.status` and `page.exchange.cut`. Asks for pages first (Accept), unless a client is given that says what it
 * takes. Rejects with CrawlError when no answer came.
 */
export async function fetchPage(ask: Ask | string, options: FetchOptions = {}): Promise<Page> {
  const order = orderOf(ask)
  const exchange = await withClient({ ...options, accept: options.accept ?? pageAccept }, client => client.fetch(order))
  return readPage(exchange, { url: exchange.order.url, via: 'seed', depth: 0 })
}
