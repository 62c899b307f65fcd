import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import type { Fetcher } from '../exchange/exchange.ts'
import { wrapFetcher } from '../exchange/exchange.ts'
import type { AddressClass, Lookup } from '../net/address-guard.ts'
import type { TlsOptions } from '../net/socket-connector.ts'
import { createConnections } from './connections.ts'
import { runHop } from './hop.ts'
import type { ProxyOptions } from './proxy-options.ts'
import { createProxyRoutes, proxyWrap } from './proxy-route.ts'

export type HttpOptions = {
  /** Connections to one site at once; further orders wait. Default 1. */
  readonly connectionsPerSite?: number | undefined
  /** Address classes that a host may resolve to beside `public`; default none. */
  readonly allowFor?: ((hostname: string, port: number) => readonly AddressClass[]) | undefined
  /** Names to addresses; default the system's. */
  readonly lookup?: Lookup | undefined
  /**
   * Certificates are checked unless `rejectUnauthorized` is false; `ca` is PEM text to trust instead of the system's, `cert` and `key` what
   * to show of one's own, `minVersion` the smallest version (default `TLSv1.2`). A proxy has its own.
   */
  readonly tls?: TlsOptions | undefined
  /** For all URLs, or by kind of URL; default none. The environment is asked by the command line alone: `proxyFromEnvironment`. */
  readonly proxy?: string | ProxyOptions | undefined
  readonly clock?: Clock | undefined
  /** Idle life of a connection in ms; default `limits.keepAliveMs`. Over the wire connections are kept only when it is given. */
  readonly keepAliveMs?: number | undefined
  /** Offer HTTP/2 in the TLS handshake; default false. */
  readonly http2?: boolean | undefined
  /**
   * When undici refuses an answer, ask a second time and read it as browsers do; for GET, HEAD and OPTIONS without a body. The Exchange has
   * the anomaly `second-reader` then, and those of the answer (`messageAnomalies`). Default true.
   */
  readonly tolerant?: boolean | undefined
  /**
   * Who speaks HTTP: undici, which keeps connections and knows HTTP/2, or our own wire, which asks over a connection of its own each time
   * (or keeps them, with `keepAliveMs`), reads as browsers do (strictly without `tolerant`) and starts 40 ms sooner. Default `undici`.
   */
  readonly transport?: 'undici' | 'wire' | undefined
}

/** A Fetcher that holds connections: give it back with `close()` or `await using`. Orders under way then fail as `aborted`. */
export type HttpFetcher = Fetcher & AsyncDisposable & { close(): Promise<void> }

/**
 * Fetches one hop by HTTP/1.1 (or 2): follows no redirect, keeps no cookie, adds no field but Host, Connection, Content-Length and
 * Accept-Encoding. Content codings are taken off; every size and time is limited (`base/limits.ts`, `order.limits`). Asked
 * twice is only a GET or HEAD whose kept connection the server closed before a byte of the answer, or an answer that undici refuses
 * (`tolerant`); each never more than once. A body that breaks off is given as far as it came, `cut: 'truncated'`; to a sink that is the
 * failure `body-truncated`. Rejects with CrawlError only.
 */
export function createHttpFetcher(options: HttpOptions = {}): HttpFetcher {
  const clock = options.clock ?? systemClock
  const routeOf = createProxyRoutes(options.proxy)
  const connections = createConnections(options, clock, routeOf)
  const fetch: Fetcher = wrapFetcher(order => runHop(order, connections, clock), [proxyWrap(routeOf)])
  const close = () => connections.close()
  return Object.assign(fetch, { close, [Symbol.asyncDispose]: close })
}
