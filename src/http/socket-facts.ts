import type { Socket } from 'node:net'
import type { Clock } from '../base/clock.ts'
import type { Timings } from '../exchange/exchange.ts'

/** What undici does not tell of a connection. */
export type SocketFacts = {
  /** How long the connection took to make. */
  timings(): Timings['connection']
}

const versions = new WeakMap<object, string>()

/** HTTP version that the other end of a watched socket answers in, once its first bytes are here. A server keeps to one. */
export function versionOn(socket: object): string | undefined {
  return versions.get(socket)
}

/** Watches a socket that begins to connect. */
export function watchSocket(socket: Socket, clock: Clock): SocketFacts {
  const start = clock.now()
  let lookedUpAt: number | undefined
  let connectedAt: number | undefined
  let securedAt: number | undefined
  socket.once('lookup', () => {
    lookedUpAt = clock.now()
  })
  socket.once('connect', () => {
    connectedAt = clock.now()
  })
  socket.once('secureConnect', () => {
    securedAt = clock.now()
  })
  sniff(socket, text => {
    const version = /^HTTP\/(\d\.\d)/.exec(text)?.[1]
    if (version !== undefined) versions.set(socket, version)
  })
  return {
    timings: () => {
      if (connectedAt === undefined) return undefined
      const begunAt = lookedUpAt ?? start
      const tls = securedAt === undefined ? {} : { tlsMs: securedAt - connectedAt }
      return { dnsMs: begunAt - start, tcpMs: connectedAt - begunAt, ...tls }
    },
  }
}

const statusBegin = 'HTTP/1.1'.length

/** Tells the first characters that are read, and takes itself away. */
function sniff(socket: Socket, tell: (text: string) => void): void {
  let text = ''
  const read = (size?: number): unknown => {
    const chunk: unknown = Object.getPrototypeOf(socket).read.call(socket, size)
    if (text.length < statusBegin && chunk instanceof Uint8Array) {
      text += Buffer.from(chunk.subarray(0, statusBegin)).toString('latin1')
      if (text.length >= statusBegin) {
        // Unless somebody stands before it by now.
        if (socket.read === read) Reflect.deleteProperty(socket, 'read')
        tell(text)
      }
    }
    return chunk
  }
  socket.read = read
}
