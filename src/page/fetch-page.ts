import type { Ask, Client, ClientOptions } from '../fetch/index.ts'
import { createClient, orderOf } from '../fetch/index.ts'
import type { Page } from './read-page.ts'
import { readPage } from './read-page.ts'

/** How single calls fetch: with a client of the caller's, or one made for the call. */
export type FetchOptions = ClientOptions & { readonly client?: Client | undefined }

/**
 * One page, redirects followed: `(await fetchPage('https://example.org/')).title`. A status of 400 and above is a page too; look at
 * `page.status`. Rejects with CrawlError when no answer came.
 */
export async function fetchPage(ask: Ask | string, options: FetchOptions = {}): Promise<Page> {
  const order = orderOf(ask)
  const exchange = await withClient(options, client => client.fetch(order))
  return readPage(exchange, { url: exchange.order.url, via: 'seed', depth: 0 })
}

/** Runs with the client that was given, or with one that is closed afterwards: who made it closes it. */
export async function withClient<Result>(options: FetchOptions, run: (client: Client) => Promise<Result>): Promise<Result> {
  if (options.client !== undefined) return run(options.client)
  await using client = createClient(options)
  return await run(client)
}
