import type { LookupFunction, Socket } from 'node:net'
import { isIPv6, connect as openTcp } from 'node:net'
import { connect as openTls } from 'node:tls'
import { systemClock } from '../../base/clock.ts'
import { asCrawlError, CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import type { AddressClass, GuardedTarget, Lookup } from '../../net/address-guard.ts'
import { createAddressGuard } from '../../net/address-guard.ts'
import type { TlsOptions } from '../../net/socket-connector.ts'
import { serverName } from '../../net/socket-connector.ts'
import type { SocketOptions } from './open-socket.ts'
import { OpenSocket } from './open-socket.ts'
import { socketError } from './socket-error.ts'
import type { WireSocket } from './wire-socket.ts'

export type ConnectOptions = SocketOptions & {
  /** A name or an IP address, IPv6 with or without brackets. */
  readonly host: string
  readonly port: number
  /** TLS with these options, or with the defaults when true; default none. */
  readonly tls?: TlsOptions | boolean | undefined
  /** The name that is asked for in TLS and checked in the certificate; default `host`. */
  readonly serverName?: string | undefined
  /** Address classes that may be connected to beside `public`; default none. */
  readonly allow?: readonly AddressClass[] | undefined
  /** Name resolution, TCP and TLS together, ms; default `limits.connectMs`. */
  readonly connectMs?: number | undefined
  /** Names to addresses; default the system's. */
  readonly lookup?: Lookup | undefined
  /** Ends the attempt or the open connection with CrawlError `aborted`. */
  readonly signal?: AbortSignal | undefined
}

/** How long each phase of connecting took, ms; 0 for one that was not needed. */
export type ConnectPhases = { readonly dnsMs: number; readonly tcpMs: number; readonly tlsMs: number }

/** A socket that was connected from here. */
export type WireConnection = WireSocket & { readonly phases: ConnectPhases }

/**
 * Connects to a server. Addresses are guarded after DNS; several addresses of a name are tried as RFC 8305 says (happy eyeballs). Rejects
 * with CrawlError `address-guarded`, `dns-not-found`, `dns-failed`, `connection-refused`, `network`, `tls`, `timeout-connect`, `aborted`.
 */
export async function connect(options: ConnectOptions): Promise<WireConnection> {
  const { port, tls, allow = [], connectMs = limits.connectMs, clock = systemClock, signal } = options
  const host = options.host.replace(/^\[|\]$/g, '')
  const name = nameOfPeer(host, port)
  const target: GuardedTarget = { allow, port }
  const guard = createAddressGuard({ lookup: options.lookup })
  if (signal?.aborted) throw aborted(name)
  guard.checkLiteral(host, target)

  const wire = new OpenSocket(options)
  const marks = { start: clock.now(), dns: clock.now(), tcp: 0 }
  const lookup: LookupFunction = (asked, how, done) =>
    guard.lookup(target)(asked, how, (error, answer, family) => {
      marks.dns = clock.now()
      if (error === null) {
        const addresses = typeof answer === 'string' ? [answer] : answer.map(({ address }) => address)
        wire.tell({ call: 'lookup', host: asked, addresses })
      }
      done(error, answer, family)
    })

  const to = { host, port, lookup, autoSelectFamily: true, allowHalfOpen: true, noDelay: true, onread: wire.onread() }
  const socket: Socket = tls ? openTls({ ...(tls === true ? {} : tls), ...to, ...serverName(options.serverName ?? host) }) : openTcp(to)
  // Nothing is read before somebody asks.
  socket.pause()
  wire.bind(socket, name)

  await new Promise<void>((resolve, reject) => {
    const forget = clock.after(connectMs, () => fail(tooSlow(name, connectMs)))
    const abort = () => fail(aborted(name))
    signal?.addEventListener('abort', abort, { once: true })
    socket.once('close', () => signal?.removeEventListener('abort', abort))
    function fail(error: CrawlError): void {
      forget()
      wire.fail(error)
      reject(error)
    }
    socket
      .on('connectionAttempt', (address: string) => wire.tell({ call: 'socket', family: isIPv6(address) ? 'IPv6' : 'IPv4' }))
      .once('error', error => fail(socketError(error, name)))
      .once('connect', () => {
        marks.tcp = clock.now()
        const remote = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 }
        wire.tell({ call: 'connect', remote })
        try {
          guard.checkPeer(host, remote.address, target)
        } catch (error) {
          fail(asCrawlError(error))
        }
      })
      .once(tls ? 'secureConnect' : 'connect', () => {
        forget()
        resolve()
      })
  })
  wire.open()
  const session = wire.tls
  if (session !== undefined) {
    wire.tell({ call: 'tls', protocol: session.protocol, cipher: session.cipher, peerName: session.certificate?.subject })
  }
  const phases = { dnsMs: marks.dns - marks.start, tcpMs: marks.tcp - marks.dns, tlsMs: tls ? clock.now() - marks.tcp : 0 }
  return Object.assign(wire, { phases })
}

/** `[::1]:80` */
function nameOfPeer(host: string, port: number): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`
}

function aborted(name: string): CrawlError {
  return new CrawlError('aborted', `The connection to ${name} was given up, as you asked.`)
}

function tooSlow(name: string, ms: number): CrawlError {
  const why = 'nobody is at that address, a firewall drops the request, or the backlog of the server is full'
  return new CrawlError('timeout-connect', `${name} took no connection within ${ms} ms: ${why}; try later, or give it more time.`, {
    value: ms,
  })
}
