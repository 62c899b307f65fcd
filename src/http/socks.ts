import { isIP, isIPv4 } from 'node:net'
import { CrawlError } from '../base/crawl-error.ts'
import type { User } from './digest-answer.ts'

/** What to write, and how many bytes to read then. */
export type HandshakeStep = { readonly send?: Uint8Array; readonly need: number }
/** A handshake without its socket: it is given the bytes that it needs, and ends when the way is open. Throws CrawlError `proxy`. */
export type Handshake = Generator<HandshakeStep, void, Uint8Array>

export type SocksTarget = { readonly host: string; readonly port: number }

/** SOCKS5 (RFC 1928) with a name and password if need be (RFC 1929). A host that is a name is looked up by the proxy. */
export function* socks5({ host, port }: SocksTarget, user: User | undefined): Handshake {
  const [version, method] = yield { send: bytes(user === undefined ? [5, 1, noAuth] : [5, 2, noAuth, password]), need: 2 }
  if (version !== 5) throw notSocks('SOCKS5')
  if (method === password && user !== undefined) {
    const [, status] = yield { send: bytes([1], counted(user.user), counted(user.password)), need: 2 }
    if (status !== 0) throw refused('name and password')
  } else if (method !== noAuth) throw refused('log-in without a name and password it takes')
  const [, reply, , kind] = yield { send: bytes([5, 1, 0], addressOf(host), [port >> 8, port & 255]), need: 4 }
  if (reply !== 0) throw failed(socks5Replies[reply ?? 0] ?? `reply ${reply}`)
  const length = kind === 1 ? 4 : kind === 4 ? 16 : (yield { need: 1 })[0]!
  yield { need: length + 2 }
}

/** SOCKS4a: the proxy looks the name up; the name of the user is told, and no password. */
export function* socks4a({ host, port }: SocksTarget, user: User | undefined): Handshake {
  const address = isIPv4(host) ? host.split('.').map(Number) : [0, 0, 0, 1]
  const name = isIPv4(host) ? [] : [...textBytes(host), 0]
  const [zero, reply] = yield { send: bytes([4, 1, port >> 8, port & 255], address, textBytes(user?.user ?? ''), [0], name), need: 8 }
  if (zero !== 0) throw notSocks('SOCKS4')
  if (reply !== 90) throw failed(reply === 91 ? 'refused or failed' : `reply ${reply}`)
}

const noAuth = 0
const password = 2

const socks5Replies: readonly string[] = [
  '',
  'general failure',
  'not allowed by its rules',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'time to live expired',
  'command not supported',
  'address type not supported',
]

function addressOf(host: string): number[] {
  if (isIP(host) === 4) return [1, ...host.split('.').map(Number)]
  if (isIP(host) === 6) return [4, ...v6Bytes(host)]
  return [3, ...counted(host)]
}

/** The URL parser writes an address without its dotted end; what `::` leaves out is zero. */
function v6Bytes(host: string): number[] {
  const [head = '', tail] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16)))
  const before = groups(head)
  const after = groups(tail ?? '')
  const zeros = new Array<number>(8 - before.length - after.length).fill(0)
  return [...before, ...zeros, ...after].flatMap(group => [group >> 8, group & 255])
}

/** One byte of length, then the text. */
function counted(text: string): number[] {
  const encoded = textBytes(text)
  if (encoded.length > 255) throw new CrawlError('usage', 'A SOCKS proxy takes names and passwords of at most 255 bytes.')
  return [encoded.length, ...encoded]
}

function textBytes(text: string): number[] {
  return [...Buffer.from(text)]
}

function bytes(...parts: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flat())
}

function notSocks(name: string): CrawlError {
  return new CrawlError('proxy', `%s does not speak ${name}; check its port, or try another scheme.`)
}

function refused(what: string): CrawlError {
  return new CrawlError('proxy', `%s refused the ${what}; give them in its URL.`)
}

function failed(why: string): CrawlError {
  return new CrawlError('proxy', `%s made no connection to the site: ${why}.`)
}
