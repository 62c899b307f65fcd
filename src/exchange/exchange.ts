import type { HeaderList } from './header-list.ts'
import type { Order } from './order.ts'

/** What happened to an Order. A failure without an answer is a thrown CrawlError instead. */
export type Exchange = {
  readonly order: Order
  /** HTTP version of the answer: `0.9`, `1.0`, `1.1`, `2`; absent where it is not known. */
  readonly version?: string | undefined
  readonly status: number
  readonly reason: string
  /** As received: names in the server's spelling, repeated fields kept apart. */
  readonly headers: HeaderList
  /** Body with its content codings taken off. */
  readonly body: Uint8Array
  /** Body bytes on the wire, and after decoding. */
  readonly bytes: { readonly raw: number; readonly decoded: number }
  readonly timings: Timings
  /** IP address of the other end, when known. */
  readonly peer?: string | undefined
  /** Why the body is not whole: over its limit, not wanted, ended early. */
  readonly cut?: 'limit' | 'unwanted' | 'truncated' | undefined
  /** Deviations from the protocol that were tolerated, by name. */
  readonly anomalies: readonly string[]
  /**
   * Where the body came from when not from the server: a fresh stored answer, one that the server confirmed with 304, or one that is out of
   * date, where request or answer allow it. Only a confirmed one can bring new cookies.
   */
  readonly stored?: 'fresh' | 'revalidated' | 'stale' | undefined
}

export type Timings = {
  /** Of a new connection: name resolution, TCP and TLS, each in ms; absent on a kept one. */
  readonly connection?: { readonly dnsMs: number; readonly tcpMs: number; readonly tlsMs?: number | undefined } | undefined
  /** Wall time at the start, ms since the epoch. */
  readonly startedAt: number
  /** Until the header was whole, ms. */
  readonly headersMs: number
  /** Until the last byte, ms. */
  readonly totalMs: number
}

/** Fetches one hop: follows nothing, retries nothing. Throws CrawlError. */
export type Fetcher = (order: Order) => Promise<Exchange>

/** How things are fetched: cache, cookies, auth, recording. The field calls it middleware. */
export type Wrap = (order: Order, next: Fetcher) => Promise<Exchange>

/** Puts wraps around a fetcher; the first in the list is the outermost. */
export function wrapFetcher(fetcher: Fetcher, wraps: readonly Wrap[]): Fetcher {
  return wraps.reduceRight<Fetcher>((next, wrap) => order => wrap(order, next), fetcher)
}
