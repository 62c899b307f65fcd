import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'

export type RawServer = AsyncDisposable & {
  readonly url: string
  readonly site: string
  readonly sockets: ReadonlySet<Socket>
  readonly requests: readonly string[]
  readonly connections: () => number
}

/**
 * Answers each request header with whatever bytes the test wants. @param answer told the connection and the number of the request on it,
 * from 1
 */
export async function rawServer(answer: (socket: Socket, nth: number, request: string) => void): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const requests: string[] = []
  let connections = 0
  const server = createServer({ noDelay: true }, socket => {
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
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `${site}/page`,
    site,
    sockets,
    requests,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
