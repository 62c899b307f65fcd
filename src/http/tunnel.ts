import type { Socket } from 'node:net'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Handshake } from './socks.ts'

/** Runs a handshake on a socket; what comes after it stays unread. */
export async function shakeHands(socket: Socket, handshake: Handshake): Promise<void> {
  let unread: Uint8Array = new Uint8Array(0)
  let step = handshake.next()
  while (!step.done) {
    const { send, need } = step.value
    if (send !== undefined) socket.write(send)
    while (unread.length < need) unread = Buffer.concat([unread, await piece(socket)])
    step = handshake.next(unread.subarray(0, need))
    unread = unread.subarray(need)
  }
  if (unread.length > 0) socket.unshift(unread)
}

/** What has come, however little. @throws CrawlError proxy when nothing more will, and the socket's own error */
function piece(socket: Socket): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const listeners = { readable: look, end: ended, close: ended, error: leave } as const
    function look(): void {
      const bytes = socket.read() as Buffer | null
      if (bytes !== null) leave(undefined, bytes)
    }
    function ended(): void {
      leave(new CrawlError('proxy', '%s closed the connection in the middle of its greeting.'))
    }
    function leave(error: Error | undefined, bytes?: Uint8Array): void {
      for (const [name, listener] of Object.entries(listeners)) socket.off(name, listener)
      if (bytes === undefined) reject(error)
      else resolve(bytes)
    }
    for (const [name, listener] of Object.entries(listeners)) socket.on(name, listener)
    if (socket.destroyed || socket.readableEnded) ended()
    else look()
  })
}

/** What a proxy said to CONNECT; with 200 its socket leads to the site. */
export type ConnectAnswer = { readonly status: number; readonly reason: string; readonly challenges: readonly string[] }

/** CONNECT (RFC 9110 section 9.3.6) on a connection to a proxy. @param target `host:port` */
export function askForTunnel(socket: Socket, target: string, authorization: string | undefined): Promise<ConnectAnswer> {
  return new Promise((resolve, reject) => {
    const request = process.getBuiltinModule('node:http').request({
      createConnection: () => socket,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) },
      maxHeaderSize: limits.headerBytes,
    })
    request.on('connect', ({ statusCode = 0, statusMessage = '', headersDistinct }, _, head) => {
      // A site that speaks first: what it said belongs to the one who asked for the tunnel.
      if (head.length > 0) socket.unshift(head)
      resolve({ status: statusCode, reason: statusMessage, challenges: headersDistinct['proxy-authenticate'] ?? [] })
    })
    request.on('error', reject)
    request.end()
  })
}
