import type { Server, Socket } from 'node:net'
import { createServer as createTcpServer, isIPv6 } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import { createServer as createTlsServer } from 'node:tls'
import { systemClock } from '../../base/clock.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import type { SocketOptions } from './open-socket.ts'
import { OpenSocket } from './open-socket.ts'
import { listenError } from './socket-error.ts'
import type { Endpoint, WireCall, WireEvent, WireSocket } from './wire-socket.ts'

export type ListenOptions = Omit<SocketOptions, 'on'> & {
  /** 0 takes any free one. */
  readonly port: number
  /** Address to listen on; default `127.0.0.1`: this machine only. */
  readonly host?: string | undefined
  /** Connections that may wait to be accepted; what comes beyond is closed. Default `limits.backlog`. */
  readonly backlog?: number | undefined
  /** Speak TLS with this key and certificate; default none. */
  readonly tls?: Pick<SecureContextOptions, 'key' | 'cert'> | undefined
  /** Told of every call as it happens; `socket` is undefined for those of the listener itself. */
  readonly on?: ((event: WireEvent, socket?: WireSocket) => void) | undefined
  /** Ends the listening. */
  readonly signal?: AbortSignal | undefined
}

/** A socket that waits for connections: iterating accepts them one by one, and waits until one comes. */
export type Listener = AsyncIterable<WireSocket> &
  AsyncDisposable & {
    readonly local: Endpoint
    /** Accepts no more: the iteration ends. Accepted sockets stay open. Idempotent. */
    close(): void
  }

/** Waits for connections. Rejects with CrawlError `usage` when the port is taken, needs more rights, or the address is not ours. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { port, host = '127.0.0.1', backlog = limits.backlog, tls, clock = systemClock, on, signal } = options
  const waiting: OpenSocket[] = []
  let asks: ((next: IteratorResult<WireSocket>) => void) | undefined
  let isClosed = false

  const tell = (call: WireCall, socket?: WireSocket) => on?.({ at: clock.now(), ...call }, socket)
  const take = (socket: Socket) => {
    // Closed by the other end before it was looked at.
    if (socket.remoteAddress === undefined) return void socket.destroy()
    const wire: OpenSocket = new OpenSocket({ ...options, on: on && (event => on(event, wire)) })
    const name = `${isIPv6(socket.remoteAddress) ? `[${socket.remoteAddress}]` : socket.remoteAddress}:${socket.remotePort}`
    wire.bind(socket, name)
    wire.open()
    socket.pause().on('data', (bytes: Buffer) => wire.deliver(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)))
    if (asks === undefined && waiting.length >= backlog) return wire.close()
    if (asks === undefined) return void waiting.push(wire)
    asks({ value: accepted(wire), done: false })
    asks = undefined
  }
  const accepted = (wire: OpenSocket): WireSocket => {
    wire.tell({ call: 'accept', remote: wire.remote })
    if (wire.tls !== undefined) wire.tell({ call: 'tls', protocol: wire.tls.protocol, cipher: wire.tls.cipher, peerName: undefined })
    return wire
  }

  const how = { allowHalfOpen: true, noDelay: true, pauseOnConnect: tls === undefined, highWaterMark: 1 }
  const server: Server = tls === undefined ? createTcpServer(how, take) : createTlsServer({ ...how, ...tls }, take)
  tell({ call: 'socket', family: isIPv6(host) ? 'IPv6' : 'IPv4' })
  const local = await opened(server, { host, port, backlog })
  tell({ call: 'bind', local })
  tell({ call: 'listen', local, backlog })

  const close = () => {
    if (isClosed) return
    isClosed = true
    server.close()
    signal?.removeEventListener('abort', close)
    for (const wire of waiting.splice(0)) wire.close()
    tell({ call: 'close' })
    asks?.({ value: undefined, done: true })
  }
  // A listener that fails later (no file handle is left) goes on with what it can accept.
  server.on('error', () => {})
  signal?.addEventListener('abort', close, { once: true })
  if (signal?.aborted) close()
  const next = async (): Promise<IteratorResult<WireSocket>> => {
    const first = waiting.shift()
    if (first !== undefined) return { value: accepted(first), done: false }
    if (isClosed) return { value: undefined, done: true }
    if (asks !== undefined) throw new CrawlError('usage', 'Two accepts of one listener overlap. Wait for the first one to end.')
    return new Promise(resolve => {
      asks = resolve
    })
  }
  return {
    local,
    close,
    [Symbol.asyncIterator]: () => ({ next }),
    async [Symbol.asyncDispose]() {
      close()
    },
  }
}

function opened(server: Server, { host, port, backlog }: { host: string; port: number; backlog: number }): Promise<Endpoint> {
  return new Promise((resolve, reject) => {
    const name = `${isIPv6(host) ? `[${host}]` : host}:${port}`
    server.once('error', error => reject(listenError(error, name, port)))
    server.listen({ host, port, backlog }, () => {
      const at = server.address()
      resolve(at === null || typeof at === 'string' ? { address: host, port } : { address: at.address, port: at.port })
    })
  })
}
