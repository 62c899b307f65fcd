import type { RawServer } from '../../src/http/raw-server.test-helper.ts'
import { rawServer } from '../../src/http/raw-server.test-helper.ts'
import type { Lookup } from '../../src/net/index.ts'
import { ca, names } from './certificates.ts'
import type { FakeInternet } from './fake-internet.ts'
import { openFakeInternet } from './fake-internet.ts'
import { key } from './loopback-certificate.ts'

/** One request, byte for byte as latin1, and the origin that received it. */
export type Received = { readonly origin: string; readonly target: string; readonly text: string }

export type Origins = AsyncDisposable & {
  /** Options of a client that lives in this web. */
  readonly options: { readonly lookup: Lookup; readonly tls: { readonly ca: string } }
  readonly web: FakeInternet
  /** In order of arrival. */
  readonly received: readonly Received[]
  /** Everything that these origins received. */
  bytesAt(which: (origin: string) => boolean): string
  clear(): void
}

/** The whole text of an answer; a socket that it is to be torn off after ends with `\0`. */
export type Reply = (request: Received, nth: number) => string

/**
 * Origins with names and ports of their own, `https:` ones behind TLS: each is a server of bare sockets at a public address of its own, so
 * that the bytes tell which of them got what. All are answered by one function.
 */
export async function openOrigins(origins: readonly string[], reply: Reply): Promise<Origins> {
  const received: Received[] = []
  const servers = new Map<string, RawServer>()
  const addresses = new Map<string, string>()
  for (const origin of origins) {
    const url = new URL(origin)
    const host = url.hostname.replace(/\.$/, '')
    const address = addresses.get(host) ?? `93.184.216.${addresses.size + 1}`
    addresses.set(host, address)
    const server: RawServer = await rawServer(
      socket => {
        const text = server.requests.at(-1)!
        const request = { origin, target: text.split(' ', 2)[1]!, text }
        received.push(request)
        const [answer = '', torn] = reply(request, received.length).split('\0')
        socket.write(Buffer.from(answer, 'latin1'), () => (torn === undefined ? undefined : socket.destroySoon()))
      },
      url.protocol === 'https:' ? { key, cert: names } : undefined,
    )
    servers.set(`${address}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`, server)
  }
  const web = await openFakeInternet((address, port) => servers.get(`${address}:${port}`)?.port ?? 'refused')
  const lookup: Lookup = (name, _, done) => {
    const address = addresses.get(name.replace(/\.$/, ''))
    if (address === undefined) done(Object.assign(new Error(name), { code: 'ENOTFOUND' }), [])
    else done(null, [{ address, family: 4 }])
  }
  return {
    options: { lookup, tls: { ca } },
    web,
    received,
    bytesAt: which =>
      received
        .filter(({ origin }) => which(origin))
        .map(({ text }) => text)
        .join('\n'),
    clear: () => void received.splice(0),
    async [Symbol.asyncDispose]() {
      web[Symbol.dispose]()
      for (const server of servers.values()) await server[Symbol.asyncDispose]()
    },
  }
}

export function movedReply(url: string, { status = 302, fields = '' }: { status?: number; fields?: string } = {}): string {
  return `HTTP/1.1 ${status} Moved\r\nLocation: ${url}\r\n${fields}Content-Length: 0\r\n\r\n`
}

export function bodyReply(body = 'page', fields = 'Content-Type: text/html\r\n', status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\n${fields}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
