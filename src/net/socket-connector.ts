import type { Socket } from 'node:net'
import { isIP, connect as openTcp } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { Clock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { Lookup } from './address-guard.ts'

/** Only what TLS is about: a `path` or `socket` would lead around the guard. */
export type TlsOptions = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'passphrase' | 'rejectUnauthorized' | 'minVersion' | 'maxVersion' | 'ciphers'
>

export type ConnectTarget = {
  /** A name or an IP address, IPv6 without brackets. */
  readonly hostname: string
  readonly port: string | number
  readonly protocol: string
  /** For `https:`: a connection that stands already, as through a proxy. */
  readonly httpSocket?: Socket | undefined
}

export type SocketConnectorOptions = {
  readonly tls?: TlsOptions | undefined
  /** Default the system's. */
  readonly lookup?: Lookup | undefined
  /** Offer HTTP/2 in the TLS handshake. */
  readonly allowH2: boolean
  /** Name resolution, TCP and TLS together, ms. */
  readonly timeoutMs: number
  readonly clock: Clock
}

/** Gives the socket that begins to connect; the callback has it when it stands, or the error that ended it. */
export type SocketConnector = (to: ConnectTarget, done: (...result: [null, Socket] | [Error, null]) => void) => Socket

/**
 * Connects by TCP or TLS. TLS sessions are resumed (RFC 8446 section 2.2); Node's TLS, 14 ms of start, is loaded when it is first needed.
 */
export function createSocketConnector({ tls, lookup, allowH2, timeoutMs, clock }: SocketConnectorOptions): SocketConnector {
  const sessions = new Map<string, Buffer>()
  const common = { ...tls, lookup, autoSelectFamily: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }

  function openTls({ hostname, port, httpSocket }: ConnectTarget): Socket {
    const ALPNProtocols = allowH2 ? ['http/1.1', 'h2'] : ['http/1.1']
    const to = {
      ...common,
      ...serverName(hostname),
      host: hostname,
      port: Number(port),
      socket: httpSocket,
      ALPNProtocols,
      session: sessions.get(hostname),
    }
    return process
      .getBuiltinModule('node:tls')
      .connect(to)
      .on('session', session => {
        sessions.delete(hostname)
        sessions.set(hostname, session)
        if (sessions.size > limits.tlsSessions) sessions.delete(sessions.keys().next().value!)
      })
  }

  return (to, done) => {
    const isTls = to.protocol === 'https:'
    const socket = isTls ? openTls(to) : openTcp({ ...common, host: to.hostname, port: Number(to.port) })
    const late = Object.assign(new Error(`no connection within ${timeoutMs} ms`), { code: 'ETIMEDOUT' })
    const forget = clock.after(timeoutMs, () => socket.destroy(late))
    let waits = true
    return socket
      .once('close', forget)
      .once(isTls ? 'secureConnect' : 'connect', () => {
        waits = false
        forget()
        done(null, socket)
      })
      .on('error', error => {
        if (waits) done(error, null)
        waits = false
      })
  }
}

/** What TLS is told of a host (RFC 6066 section 3): a name without the dot of a fully qualified one, and no address. */
export function serverName(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {}
}
