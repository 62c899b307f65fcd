import { once } from 'node:events'
import { connect } from 'node:net'

/** Sends bytes as they are, piece by piece, and reads until the server closes. */
export async function rawExchange(origin: string, ...pieces: (string | Uint8Array)[]): Promise<Buffer> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  const received: Buffer[] = []
  socket.on('data', piece => received.push(piece))
  const closed = once(socket, 'close')
  for (const piece of pieces)
    await new Promise<void>((resolve, reject) => socket.write(piece, error => (error ? reject(error) : resolve())))
  await closed
  return Buffer.concat(received)
}

/** Absolute http(s) addresses of all `href`s, without fragments. */
export function linksOf(html: string, base: string): string[] {
  return Array.from(html.matchAll(/href="([^"]*)"/g), match => URL.parse(match[1]!.replaceAll('&amp;', '&'), base))
    .filter(url => url?.protocol.startsWith('http'))
    .map(url => url!.href.split('#')[0]!)
}

export const agent = { 'user-agent': 'TownTest/1.0 (+mailto:tester@example.org)' }

export async function textOf(url: string): Promise<string> {
  const response = await fetch(url, { headers: agent })
  return response.text()
}
