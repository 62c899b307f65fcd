import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { TlsOptions } from 'node:tls'
import { createServer as createTlsServer } from 'node:tls'

export type RawServer = AsyncDisposable & {
  readonly url: string
  readonly site: string
  readonly port: number
  readonly sockets: ReadonlySet<Socket>
  /** Whole requests, byte for byte as latin1. */
  readonly requests: readonly string[]
  readonly connections: () => number
}

/**
 * Answers each request header with whatever bytes the test wants. @param answer told the connection and the number of the request on it,
 * from 1
 * @param tls behind TLS, with this
 * @param host 0.0.0.0: all of 127.0.0.0/8
 */
export async function rawServer(
  answer: (socket: Socket, nth: number, request: string) => void,
  tls?: TlsOptions,
  host = '127.0.0.1',
): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const requests: string[] = []
  let connections = 0
  const serve = (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    let text = ''
    let nth = 0
    socket.on('data', bytes => {
      text += bytes.toString('latin1')
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const request = text.slice(0, end + 4)
        const length = Number(/content-length: (\d+)/i.exec(request)?.[1] ?? 0)
        if (text.length < end + 4 + length) return
        requests.push(text.slice(0, end + 4 + length))
        text = text.slice(end + 4 + length)
        answer(socket, ++nth, request)
      }
    })
  }
  const server = tls === undefined ? createServer({ noDelay: true }, serve) : createTlsServer(tls, serve).on('tlsClientError', () => {})
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const site = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  return {
    url: `${site}/page`,
    site,
    port,
    sockets,
    requests,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
