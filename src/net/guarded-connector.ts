import { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { buildConnector } from 'undici'
import { asCrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { AddressClass } from './address-class.ts'
import type { AddressGuard, GuardedTarget } from './address-guard.ts'
import { buildConnector as createConnector } from './undici-core.ts'

/** Only what TLS is about: a `path` or `socket` would lead around the guard. */
export type TlsOptions = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'passphrase' | 'rejectUnauthorized' | 'minVersion' | 'maxVersion' | 'ciphers'
>

export type GuardedConnectorOptions = {
  readonly guard: AddressGuard
  /** Classes beside `public` that this host may be at; default none. */
  readonly allowFor?: ((hostname: string, port: number) => readonly AddressClass[]) | undefined
  /** Name resolution, TCP and TLS together, ms; default `limits.connectMs`. */
  readonly timeoutMs?: number | undefined
  readonly tls?: TlsOptions | undefined
  /** Offer HTTP/2 in the TLS handshake; default false. */
  readonly allowH2?: boolean | undefined
  /** Told of every socket that begins to connect. */
  readonly onSocket?: ((socket: Socket) => void) | undefined
  /** Told of every connection that stands. */
  readonly onConnect?: ((connection: { readonly origin: string; readonly address: string }) => void) | undefined
}

/**
 * Connects undici to checked addresses only: literals before the connection (Node looks none of them up), names by the guard's lookup, and
 * the peer once more when it stands. Happy eyeballs (RFC 8305) stays on. Fails with the guard's CrawlError or the socket's error.
 */
export function createGuardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { guard, allowFor, onConnect, onSocket } = options
  // A connector keeps TLS sessions; what may be reached is fixed in it.
  const connectors = new Map<string, buildConnector.connector>()

  function connectorFor(target: GuardedTarget): buildConnector.connector {
    const key = `${target.port} ${target.allow?.join()}`
    let connect = connectors.get(key)
    if (connect === undefined) {
      if (connectors.size >= limits.guardedTargets) connectors.clear()
      connect = createConnector({
        ...options.tls,
        lookup: guard.lookup(target),
        autoSelectFamily: true,
        allowH2: options.allowH2 ?? false,
        timeout: options.timeoutMs ?? limits.connectMs,
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
      return void process.nextTick(callback, asCrawlError(error), null)
    }
    // undici gives the socket back, though its types do not say so.
    const begun: unknown = connectorFor(target)({ ...to, hostname }, (...[error, socket]) => {
      if (error !== null) return callback(error, null)
      const refusal = refusalOf(socket, hostname, target)
      if (refusal !== undefined) {
        socket.destroy()
        return callback(refusal, null)
      }
      onConnect?.({ origin: `${to.protocol}//${to.host ?? `${to.hostname}:${port}`}`, address: socket.remoteAddress ?? '' })
      callback(null, socket)
    })
    if (begun instanceof Socket) onSocket?.(begun)
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
