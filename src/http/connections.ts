import type { Socket } from 'node:net'
import type { buildConnector, Dispatcher, Agent as Pools } from 'undici'
import type { Clock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Order } from '../exchange/order.ts'
import type { AddressClass } from '../net/address-guard.ts'
import { createAddressGuard } from '../net/address-guard.ts'
import { createGuardedConnector } from '../net/guarded-connector.ts'
import type { TlsOptions } from '../net/socket-connector.ts'
import { failureParts } from '../net/socket-verdict.ts'
import { siteOf } from '../url/site.ts'
import type { BodyBudget } from './body-budget.ts'
import { createBodyBudget } from './body-budget.ts'
import type { HttpOptions } from './fetch-http.ts'
import { createHeaderMeter } from './header-meter.ts'
import { createKeptSockets } from './kept-sockets.ts'
import type { OddSites } from './odd-sites.ts'
import { createOddSites } from './odd-sites.ts'
import { createProxyConnector } from './proxy-connector.ts'
import type { ProxyServer } from './proxy-options.ts'
import type { ProxyRoute } from './proxy-route.ts'
import type { SocketFacts } from './socket-facts.ts'
import { versionOn, watchSocket } from './socket-facts.ts'
import type { AnswerHead } from './transport.ts'
import { hostAndPort } from './transport-error.ts'
import { createTurns } from './turns.ts'

/** The connections of one fetcher: kept alive, guarded, and dropped with their site when idle. */
export type Connections = {
  /** Where an order goes. @param fresh on a connection of its own, closed afterwards */
  dispatcher(order: Order, fresh: boolean): Promise<Dispatcher>
  /** A connection of the order's own, made like all others but for HTTP/2, which it does not speak. */
  open(order: Order, site: string): Promise<Socket>
  /** A connection over the wire that an order before this one has left open. */
  takeKept(order: Order, site: string): Socket | undefined
  /** Leaves a connection for the next order that may connect to the same addresses. */
  keep(order: Order, site: string, socket: Socket, ms: number): void
  /** Are connections over the wire kept? */
  readonly keepsWire: boolean
  readonly keepAliveMs: number
  /** Waits until the site has fewer than `connectionsPerSite` of them. */
  turn(site: string): Promise<Disposable>
  /** May an answer be read tolerantly? */
  readonly isTolerant: boolean
  readonly transport: 'undici' | 'wire'
  readonly oddSites: OddSites
  readonly bodies: BodyBudget
  /** The proxy of a site; undefined: it is asked directly. */
  route(site: string): ProxyRoute | undefined
  /**
   * Of the site's newest open connection: the address of its other end, unless that is a proxy; the version of its answers; once, how long
   * it took. @param socket default: the newest
   */
  facts(site: string, socket?: Socket): Pick<AnswerHead, 'peer' | 'version' | 'connection'>
  /** The parser met the begin of a header of this site, or its end. */
  headerPasses(site: string, passes: 'began' | 'ended'): void
  /** Did this error end a connection that had carried an answer before? */
  endedReused(error: unknown): boolean
  /** Is a connection to the site being ended by a reset right now? undici takes that for the regular end of a body without a length. */
  resetting(site: string): boolean
  close(): Promise<void>
}

/** How a connection ends that the other end closed. */
const closings: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

export function createConnections(options: HttpOptions, clock: Clock, routeOf: (site: string) => ProxyRoute | undefined): Connections {
  const guard = createAddressGuard({ lookup: options.lookup })
  const agents = new Map<string, Pools>()
  /** They take no more orders, and end with those they have. */
  const leaving = new Set<Pools>()
  const sockets = new Map<string, Socket>()
  /** Takes 40 ms to load: nothing that is only asked over the wire waits for it. */
  let undici: Promise<typeof import('undici')> | undefined
  const attempts = new Set<() => void>()
  const ends = new WeakSet<object>()
  const facts = new WeakMap<Socket, SocketFacts>()
  const opened = new Set<Socket>()
  const headers = createHeaderMeter()
  const keptSockets = createKeptSockets(clock)
  const keepAliveMs = options.keepAliveMs ?? limits.keepAliveMs
  let resetSite: string | undefined
  const closing = new AbortController()

  function watch(site: string, socket: Socket): void {
    sockets.set(site, socket)
    if (!speaksHttp2(socket)) headers.watch(socket, site)
    const before = socket.bytesRead
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (socket.bytesRead > before && closings.has(error.code ?? '')) ends.add(error)
      if (error.code !== 'ECONNRESET') return
      resetSite = site
      queueMicrotask(() => {
        resetSite = undefined
      })
    })
    socket.once('close', () => {
      if (sockets.get(site) === socket) sockets.delete(site)
    })
  }

  function connector(
    allow: readonly AddressClass[] = [],
    connectMs: number = limits.connectMs,
    allowH2 = options.http2 ?? false,
  ): buildConnector.connector {
    const common = {
      guard,
      // The clock below began first and speaks; this one ends the attempt behind it.
      timeoutMs: connectMs,
      clock,
      allowH2,
      tls: options.tls,
      allowFor: (hostname: string, port: number) => [...allow, ...(options.allowFor?.(hostname, port) ?? [])],
    }
    const direct = createGuardedConnector(common)
    const proxied = new Map<ProxyServer, buildConnector.connector>()
    const through = ({ proxy, authenticator }: ProxyRoute) => {
      const known =
        proxied.get(proxy) ?? createProxyConnector({ ...common, proxy, authenticator, proxyTls: proxyTls(options), signal: closing.signal })
      proxied.set(proxy, known)
      return known
    }
    return (target, callback) => {
      const site = `${target.protocol}//${target.host ?? target.hostname}`
      const route = routeOf(site)
      let waits = true
      const finish = (error: Error | null, socket: Socket | null | undefined) => {
        if (!waits) {
          socket?.once('error', () => {}).destroy()
          return
        }
        waits = false
        attempts.delete(giveUp)
        forget()
        if (error !== null || !socket) {
          if (lacksHandles(error)) endIdle()
          begun?.destroy()
          callback(error ?? new Error('no socket'), null)
          return
        }
        watch(site, socket)
        callback(null, socket)
      }
      const giveUp = () => finish(new CrawlError('aborted', 'The fetcher was closed while it connected.'), null)
      const forget = clock.after(connectMs, () => {
        const more = 'give it more time (get --connect-timeout; library: limits.connectMs)'
        const says = `${hostAndPort(site)} took no connection within ${connectMs} ms; try later, or ${more}.`
        finish(new CrawlError('timeout-connect', says, { value: connectMs }), null)
      })
      attempts.add(giveUp)
      const done: buildConnector.Callback = (...[error, socket]) => finish(error, socket)
      const begun = route === undefined ? direct(target, done) : void through(route)(target, done)
      if (begun !== undefined) facts.set(begun, watchSocket(begun, clock))
    }
  }

  function create(Agent: typeof Pools, allow: readonly AddressClass[] | undefined, connectMs: number, fresh: boolean): Pools {
    return new Agent({
      connections: options.connectionsPerSite ?? 1,
      connect: connector(allow, connectMs),
      allowH2: options.http2 ?? false,
      maxHeaderSize: limits.headerBytes,
      // undici's clocks are coarse (about 500 ms) and cannot be injected: hop.ts keeps them.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      pipelining: fresh ? 0 : 1,
    })
  }

  /** Kept connections hold file handles that somebody needs now: what is under way ends by itself, the others go. */
  function endIdle(): void {
    for (const agent of agents.values()) {
      leaving.add(agent)
      void agent.close().finally(() => leaving.delete(agent))
    }
    agents.clear()
  }

  return {
    isTolerant: options.tolerant ?? true,
    transport: options.transport ?? 'undici',
    oddSites: createOddSites(),
    bodies: createBodyBudget(),
    route: routeOf,
    takeKept: (order, site) => keptSockets.take(`${site} ${allowedBy(order)}`),
    keep: (order, site, socket, ms) => keptSockets.keep(`${site} ${allowedBy(order)}`, socket, ms),
    keepsWire: options.transport === 'wire' && options.keepAliveMs !== undefined,
    keepAliveMs,
    turn: createTurns(options.connectionsPerSite ?? 1),
    open(order, site) {
      if (closing.signal.aborted) throw closed()
      const { protocol, hostname, host, port } = new URL(site)
      return new Promise((resolve, reject) => {
        connector(
          order.allow as readonly AddressClass[] | undefined,
          order.limits?.connectMs,
          false,
        )({ protocol, hostname, host, port }, (error, socket) => {
          if (error !== null) return reject(error)
          opened.add(socket)
          socket.once('close', () => opened.delete(socket))
          resolve(socket)
        })
      })
    },
    async dispatcher(order, fresh) {
      undici ??= import('undici')
      const { Agent } = await undici
      if (closing.signal.aborted) throw closed()
      const connectMs = order.limits?.connectMs ?? limits.connectMs
      const key = `${fresh} ${connectMs} ${allowedBy(order)}`
      let agent = agents.get(key)
      if (agent === undefined) {
        agent = create(Agent, order.allow as readonly AddressClass[] | undefined, connectMs, fresh)
        agents.set(key, agent)
      }
      return routeOf(siteOf(order.url))?.forwards === true ? agent.compose(wholeUrls) : agent
    },
    facts(site, socket = sockets.get(site)) {
      const known = socket === undefined ? undefined : facts.get(socket)
      const connection = known?.timings()
      // It took its time once: the next order finds it open.
      if (socket !== undefined && known !== undefined) facts.set(socket, { ...known, timings: () => undefined })
      return { peer: routeOf(site) === undefined ? socket?.remoteAddress : undefined, version: socket && versionOn(socket), connection }
    },
    headerPasses(site, passes) {
      if (!speaksHttp2(sockets.get(site))) headers[passes]()
    },
    endedReused: error => typeof error === 'object' && error !== null && ends.has(error),
    resetting: site => site === resetSite,
    async close() {
      closing.abort()
      for (const socket of opened) socket.destroy(new CrawlError('aborted', 'The fetcher was closed before the answer was whole.'))
      const ended = [...agents.values(), ...leaving].map(agent => agent.destroy())
      for (const giveUp of [...attempts]) giveUp()
      await Promise.all(ended)
    },
  }
}

/** What one order may connect to must not become reachable for another through a kept connection. */
function allowedBy({ allow = [] }: Order): string {
  return allow.length > 1 ? [...new Set(allow)].sort().join() : (allow[0] ?? '')
}

function closed(): CrawlError {
  return new CrawlError('aborted', 'The fetcher is closed; make a new one.')
}

function lacksHandles(error: Error | null): boolean {
  const { code } = failureParts(error)
  return code === 'EMFILE' || code === 'ENFILE'
}

function speaksHttp2(socket: Socket | undefined): boolean {
  return socket !== undefined && 'alpnProtocol' in socket && socket.alpnProtocol === 'h2'
}

const wholeUrls: Dispatcher.DispatcherComposeInterceptor = dispatch => (to, handler) =>
  dispatch({ ...to, path: `${to.origin}${to.path}` }, handler)

function proxyTls({ proxy }: HttpOptions): TlsOptions | undefined {
  return typeof proxy === 'object' ? proxy.tls : undefined
}
