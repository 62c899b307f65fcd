import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import type { Clock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import { guardedClasses } from '../net/address-class.ts'
import type { AddressClass, AddressGuard } from '../net/address-guard.ts'
import { createGuardedConnector } from '../net/guarded-connector.ts'
import type { TlsOptions } from '../net/socket-connector.ts'
import { createSocketConnector } from '../net/socket-connector.ts'
import type { Authenticator } from './authenticator.ts'
import { sendAnswering } from './authenticator.ts'
import type { ProxyServer } from './proxy-options.ts'
import { socks4a, socks5 } from './socks.ts'
import { hostAndPort, transportError } from './transport-error.ts'
import { askForTunnel, shakeHands } from './tunnel.ts'

export type ProxyConnectorOptions = {
  readonly proxy: ProxyServer
  readonly authenticator: Authenticator | undefined
  readonly guard: AddressGuard
  /** Classes beside `public` that a site behind the proxy may be at. */
  readonly allowFor: (hostname: string, port: number) => readonly AddressClass[]
  /** Connecting, and each step of the proxy's greeting, ms. */
  readonly timeoutMs: number
  readonly clock: Clock
  /** With the proxy, and with the site behind it. */
  readonly proxyTls: TlsOptions | undefined
  readonly tls: TlsOptions | undefined
  readonly allowH2: boolean
  /** Drops what is not connected yet. */
  readonly signal: AbortSignal
}

/**
 * Connects undici to sites through a proxy. The user named the proxy, so it may be anywhere; of the sites only what can be known here is
 * guarded: addresses written in URLs and names that say themselves that they are private; with `socks5:` the addresses of names too.
 */
export function createProxyConnector(options: ProxyConnectorOptions): buildConnector.connector {
  const { proxy, authenticator, guard, allowFor, timeoutMs, clock, signal } = options
  const toProxy = createGuardedConnector({ guard, allowFor: () => guardedClasses, timeoutMs, clock, tls: options.proxyTls })
  const toSite = createSocketConnector({ tls: options.tls, allowH2: options.allowH2, timeoutMs, clock })
  const site = `http://${proxy.hostname.includes(':') ? `[${proxy.hostname}]` : proxy.hostname}:${proxy.port}`

  return (to, callback) => {
    const port = Number(to.port) || (to.protocol === 'https:' ? 443 : 80)
    const hostname = to.hostname.replace(/^\[|\]$/g, '')
    open(hostname, port, to.protocol === 'https:').then(
      socket => {
        if (to.protocol !== 'https:') return callback(null, socket)
        toSite({ protocol: to.protocol, hostname, port, httpSocket: socket }, (...result) => {
          if (result[0] !== null) socket.destroy()
          callback(...result)
        })
      },
      (error: Error) => callback(error, null),
    )
  }

  async function open(hostname: string, port: number, isTls: boolean): Promise<Socket> {
    const target = { allow: allowFor(hostname, port), port }
    guard.checkLiteral(hostname, target)
    if (proxy.kind !== 'socks5') guard.checkForeignName(hostname, target)
    if (proxy.kind === 'http' || proxy.kind === 'https') return isTls ? openTunnel(hostname, port) : connect()
    const host = proxy.kind === 'socks5' ? await lookUp(hostname, target) : hostname
    const handshake = proxy.kind === 'socks4a' ? socks4a : socks5
    return greeted(socket => shakeHands(socket, handshake({ host, port }, proxy.user)).then(() => socket))
  }

  async function openTunnel(hostname: string, port: number): Promise<Socket> {
    const target = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
    const ask = (value: string | undefined) => greeted(async socket => ({ socket, ...(await askForTunnel(socket, target, value)) }))
    const { socket, status, reason } =
      authenticator === undefined
        ? await ask(undefined)
        : await sendAnswering(authenticator, {
            request: { method: 'CONNECT', target },
            send: ask,
            challenges: answer => {
              if (answer.status !== 407) return undefined
              answer.socket.destroy()
              return answer.challenges
            },
          })
    if (status >= 200 && status < 300) return socket
    socket.destroy()
    throw proxyRefusal(proxy, status, reason, `a way to ${target}`)
  }

  /** One connection to the proxy, dropped when what is done with it fails. */
  async function greeted<Result>(greet: (socket: Socket) => Promise<Result>): Promise<Result> {
    const socket = await connect()
    const onTimeout = () =>
      socket.destroy(new CrawlError('timeout-connect', `%s was silent for ${timeoutMs} ms; try later, or another proxy.`))
    const onAbort = () => socket.destroy()
    socket.setTimeout(timeoutMs, onTimeout)
    signal.addEventListener('abort', onAbort)
    try {
      if (signal.aborted) throw new CrawlError('aborted', 'The fetcher was closed while it connected.')
      return await greet(socket)
    } catch (error) {
      socket.destroy()
      throw named(error)
    } finally {
      socket.setTimeout(0).off('timeout', onTimeout)
      signal.removeEventListener('abort', onAbort)
    }
  }

  function connect(): Promise<Socket> {
    const protocol = proxy.kind === 'https' ? 'https:' : 'http:'
    const to = { hostname: proxy.hostname, host: site.slice('http://'.length), port: String(proxy.port), protocol }
    return new Promise((resolve, reject) => {
      toProxy(to, (...[error, socket]) => (error === null ? resolve(socket) : reject(named(error))))
    })
  }

  /** Failures on the way to the proxy name the proxy. */
  function named(cause: unknown): CrawlError {
    const { code, message, retryable, value } = transportError(cause, { url: site, site, headersCame: false })
    const says = message.replace(/%s/, hostAndPort(site)).replace(hostAndPort(site), `the proxy ${proxy.shown}`)
    return new CrawlError(code, says.charAt(0).toUpperCase() + says.slice(1), { retryable, value, cause })
  }

  function lookUp(hostname: string, target: { readonly allow: readonly AddressClass[]; readonly port: number }): Promise<string> {
    return new Promise((resolve, reject) => {
      guard.lookup(target)(hostname, { all: false }, (error, address) => (error === null ? resolve(String(address)) : reject(error)))
    })
  }
}

/** A proxy that did not do what it was asked for. */
export function proxyRefusal({ shown, user }: ProxyServer, status: number, reason: string, what: string): CrawlError {
  const said = escapeTerminal(`${status} ${reason}`.trim(), 100)
  const next =
    status !== 407
      ? 'Ask whoever runs it, or go without it'
      : user === undefined
        ? 'Give a name and password in its URL'
        : 'Check the name and password in its URL'
  return new CrawlError('proxy', `The proxy ${shown} refused ${what} (${said}). ${next}.`, { value: status, retryable: status >= 500 })
}
