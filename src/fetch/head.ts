import type { Exchange } from '../exchange/exchange.ts'
import type { Ask, ClientOptions } from './client.ts'
import { createClient, orderOf } from './client.ts'

/** The header of an answer without its body (RFC 9110 section 9.3.2), redirects followed. Rejects with CrawlError when no answer came. */
export async function head(ask: Ask | string, options: ClientOptions = {}): Promise<Exchange> {
  await using client = createClient(options)
  return await client.fetch({ ...orderOf(ask), method: 'HEAD' })
}
