import { asCrawlError } from '../../base/crawl-error.ts'
import type { DownloadOptions, DownloadTarget } from '../../download/index.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import type { Order } from '../../exchange/order.ts'
import type { Client } from '../../fetch/client.ts'
import type { Attempt } from './transfer.ts'

/** One attempt whose body becomes a file, or goes on with one. */
export async function downloadBody(
  order: Order,
  client: Client,
  target: DownloadTarget,
  { onHop: tell, ...options }: Omit<DownloadOptions, 'client'> & { readonly onHop: (hop: Exchange) => void },
): Promise<Attempt> {
  const hops: Exchange[] = []
  const onHop = (hop: Exchange): void => {
    hops.push(hop)
    tell(hop)
  }
  const told: Client = { ...client, fetch: async asked => (await client.follow(asked, { onHop })).exchange }
  try {
    const { download } = await import('../../download/download.ts')
    const { path, received, bytes } = await download(order, target, { ...options, client: told, retries: 0 })
    return { exchange: hops.at(-1), hops, file: path, received, written: bytes, error: undefined, final: false }
  } catch (error) {
    const received = hops.at(-1)?.bytes.raw ?? 0
    return { exchange: hops.at(-1), hops, received, written: 0, error: asCrawlError(error, order.url), final: false }
  }
}
