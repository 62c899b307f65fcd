import type { Exchange } from '../exchange/exchange.ts'
import type { Ask } from './client.ts'
import { orderOf } from './client.ts'
import type { FetchOptions } from './with-client.ts'
import { withClient } from './with-client.ts'

/** The header of an answer without its body (RFC 9110 section 9.3.2), redirects followed. Rejects with CrawlError when no answer came. */
export async function head(ask: Ask | string, options: FetchOptions = {}): Promise<Exchange> {
  const order = { ...orderOf(ask), method: 'HEAD' }
  return withClient(options, client => client.fetch(order))
}
