import type { Clock } from '../../base/clock.ts'
import { asCrawlError } from '../../base/crawl-error.ts'
import { createPace } from '../../download/pace.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { headerValues } from '../../exchange/header-list.ts'
import type { Head, Order } from '../../exchange/order.ts'
import { redirectTarget } from '../../exchange/redirects.ts'
import type { Client } from '../../fetch/client.ts'
import { openBody } from '../../fetch/open-body.ts'
import { contentCodings } from '../../http/decode-body.ts'
import type { BodyWriter } from './body-writer.ts'

import type { Attempt } from './transfer.ts'

export type StreamOptions = {
  readonly to: BodyWriter
  /** Is the body of this answer wanted? */
  readonly wants: (head: Head) => boolean
  /** Every answer when it is whole. */
  readonly onHop: (hop: Exchange) => void
  /** Every header, the last one before its body. */
  readonly onHeader: (head: Head) => void
  /** Take content codings off. */
  readonly decode: boolean
  readonly limitRate?: number | undefined
  /** Bytes written so far, and the size of all when the server said it. */
  readonly onProgress?: ((written: number, total: number | undefined) => void) | undefined
  readonly clock: Clock
}

/** One attempt whose body goes out as it comes: the sender waits for the reader, memory is a few reads. */
export async function streamBody(order: Order, client: Client, options: StreamOptions): Promise<Attempt> {
  const { to, wants, onHeader, onHop: tell, decode, limitRate, onProgress, clock } = options
  const hops: Exchange[] = []
  const shown = new Set<Head['headers']>()
  const start = clock.now()
  const startedAt = clock.wall()
  let opened: (Head & { readonly ms: number }) | undefined
  let written = 0
  const show = (head: Head): void => {
    if (opened === undefined && !shown.has(head.headers)) onHeader(head)
    shown.add(head.headers)
  }
  const onHop = (hop: Exchange): void => {
    hops.push(hop)
    show(hop)
    tell(hop)
  }
  const result = (error?: unknown): Attempt => {
    const exchange = error !== undefined && opened !== undefined ? cutExchange(opened) : hops.at(-1)
    return {
      exchange,
      hops,
      received: exchange?.bytes.raw ?? written,
      written,
      error: error === undefined ? undefined : asCrawlError(error, order.url),
      final: written > 0,
    }
  }
  const finalUrl = (): string => {
    const last = hops.at(-1)
    const target = last === undefined ? undefined : redirectTarget(last.order.url, last.status, last.headers)
    return target !== undefined && 'url' in target ? target.url : order.url
  }
  /** The header came and the body did not come whole. */
  const cutExchange = ({ ms, status, reason = '', version, headers }: Head & { readonly ms: number }): Exchange => ({
    order: { ...order, url: finalUrl() },
    version,
    status,
    reason,
    headers,
    body: new Uint8Array(0),
    bytes: { raw: written, decoded: written },
    timings: { startedAt, headersMs: ms, totalMs: clock.now() - start },
    cut: 'truncated',
    anomalies: [],
  })
  try {
    const { head, chunks, done } = await openBody({ ...order, wants }, async asked => (await client.follow(asked, { onHop })).exchange)
    show(head)
    opened = { ...head, ms: clock.now() - start }
    const pace = limitRate === undefined ? undefined : createPace(limitRate, clock)
    const codings = decode ? contentCodings(headerValues(head.headers, 'content-encoding')) : []
    const stated = Number(headerValues(head.headers, 'content-length')[0] ?? Number.NaN)
    const total = codings.length === 0 && Number.isSafeInteger(stated) ? stated : undefined
    const bytes = codings.length === 0 ? chunks : (await import('../../http/decode-stream.ts')).decodeStream(chunks, codings)
    for await (const chunk of bytes) {
      await to.write(chunk)
      written += chunk.length
      onProgress?.(written, total)
      await pace?.take(chunk.length)
    }
    await done
    to.end(true)
    return result()
  } catch (error) {
    to.end(false)
    return result(error)
  }
}
