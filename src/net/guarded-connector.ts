import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import { asCrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { AddressClass } from './address-class.ts'
import type { AddressGuard, GuardedTarget } from './address-guard.ts'
import type { SocketConnector, TlsOptions } from './socket-connector.ts'
import { createSocketConnector } from './socket-connector.ts'

export type GuardedConnectorOptions = {
  readonly guard: AddressGuard
  /** Classes beside `public` that this host may be at; default none. */
  readonly allowFor?: ((hostname: string, port: number) => readonly AddressClass[]) | undefined
  /** Name resolution, TCP and TLS together, ms; default `limits.connectMs`. */
  readonly timeoutMs?: number | undefined
  readonly clock?: Clock | undefined
  readonly tls?: TlsOptions | undefined
  /** Offer HTTP/2 in the TLS handshake; default false. */
  readonly allowH2?: boolean | undefined
  /** Told of every connection that stands. */
  readonly onConnect?: ((connection: { readonly origin: string; readonly address: string }) => void) | undefined
}

/** A connector for undici that gives the socket that begins to connect, or nothing when none may. */
export type GuardedConnector = (...asked: Parameters<buildConnector.connector>) => Socket | undefined

/**
 * Connects undici to checked addresses only: literals before the connection (Node looks none of them up), names by the guard's lookup, and
 * the peer once more when it stands. Happy eyeballs (RFC 8305) stays on. Fails with the guard's CrawlError or the socket's error.
 */
export function createGuardedConnector(options: GuardedConnectorOptions): GuardedConnector {
  const { guard, allowFor, onConnect } = options
  // A connector keeps TLS sessions; what may be reached is fixed in it.
  const connectors = new Map<string, SocketConnector>()

  function connectorFor(target: GuardedTarget): SocketConnector {
    const key = `${target.port} ${target.allow?.join()}`
    let connect = connectors.get(key)
    if (connect === undefined) {
      if (connectors.size >= limits.guardedTargets) connectors.clear()
      connect = createSocketConnector({
        tls: options.tls,
        lookup: guard.lookup(target),
        allowH2: options.allowH2 ?? false,
        timeoutMs: options.timeoutMs ?? limits.connectMs,
        clock: options.clock ?? systemClock,
      })
      connectors.set(key, connect)
    }
    return connect
  }

  return (to, callback) => {
    const port = Number(to.port) || (to.protocol === 'https:' ? 443 : 80)
    const hostname = to.hostname.replace(/^\[|\]$/g, '')
    const target: GuardedTarget = { allow: [...new Set(allowFor?.(to.hostname, port))].sort(), port }
    try {
      guard.checkLiteral(hostname, target)
    } catch (error) {
      process.nextTick(callback, asCrawlError(error), null)
      return undefined
    }
    return connectorFor(target)({ protocol: to.protocol, hostname, port }, (...[error, socket]) => {
      if (error !== null) return callback(error, null)
      const refusal = refusalOf(socket, hostname, target)
      if (refusal !== undefined) {
        socket.destroy()
        return callback(refusal, null)
      }
      onConnect?.({ origin: `${to.protocol}//${to.host ?? `${to.hostname}:${port}`}`, address: socket.remoteAddress ?? '' })
      callback(null, socket)
    })
  }

  function refusalOf(socket: Socket, hostname: string, target: GuardedTarget): Error | undefined {
    // Without an address it is closed already: undici will see that.
    if (socket.remoteAddress === undefined) return undefined
    try {
      guard.checkPeer(hostname, socket.remoteAddress, target)
      return undefined
    } catch (error) {
      return asCrawlError(error)
    }
  }
}
