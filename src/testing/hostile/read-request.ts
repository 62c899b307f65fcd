import type { Socket } from 'node:net'

/** A request as far as a server needs it. */
export type RawRequest = {
  readonly method: string
  readonly target: string
  readonly version: string
  readonly headers: readonly string[]
  readonly body: Uint8Array
}

export type RequestReader = {
  push(bytes: Uint8Array): void
  /** The next request, as soon as it is whole; `undefined` once the visitor is gone or what comes is no request. */
  next(): Promise<RawRequest | undefined>
}

/** The first octet of a TLS hello (RFC 8446 section 5.1). */
const handshake = 0x16
const longestHead = 256 * 1024
const longestBody = 1024 * 1024

/**
 * Reads the requests of one connection, HTTP/0.9 to 1.1, one after another. It forgives nothing: robots are judged here.
 * @param isEarly targets whose body is not waited for
 */
export function createRequestReader(socket: Socket, isEarly: (target: string) => boolean): RequestReader {
  let held = Buffer.alloc(0)
  let isOver = false
  let wake = () => {}
  socket.once('end', end).once('close', end)

  function end(): void {
    isOver = true
    wake()
  }

  return {
    push(bytes) {
      held = Buffer.concat([held, bytes])
      if (held.length > longestHead + longestBody) {
        socket.destroy()
        end()
      }
      wake()
    },
    async next() {
      for (;;) {
        const parsed = parseRequest(held, isEarly)
        if (parsed === 'malformed') return undefined
        if (parsed !== undefined) {
          held = held.subarray(parsed.length)
          return parsed.request
        }
        if (isOver) return undefined
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    },
  }
}

/** A hello in the place of a request. */
export const tlsHello: RawRequest = { method: 'TLS', target: '', version: '', headers: [], body: new Uint8Array(0) }

/** Pure: the first request of these bytes and its length, or `undefined` while it is not whole. */
export function parseRequest(
  bytes: Buffer,
  isEarly: (target: string) => boolean = () => false,
): { readonly request: RawRequest; readonly length: number } | 'malformed' | undefined {
  if (bytes[0] === handshake) return { request: tlsHello, length: bytes.length }
  const firstLine = bytes.indexOf('\n')
  if (firstLine < 0) return bytes.length > longestHead ? 'malformed' : undefined
  const line = bytes.toString('latin1', 0, firstLine).replace(/\r$/, '')
  const [method = '', target = '', version, ...rest] = line.split(' ')
  if (version === undefined && method === 'GET' && target !== '') {
    return { request: { method, target, version: '0.9', headers: [], body: new Uint8Array(0) }, length: firstLine + 1 }
  }
  if (!/^HTTP\/1\.[01]$/.test(version ?? '') || rest.length > 0) return 'malformed'
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return bytes.length > longestHead ? 'malformed' : undefined
  const headers: string[] = []
  for (const field of bytes.toString('latin1', 0, end).split('\r\n').slice(1)) {
    const colon = field.indexOf(':')
    if (colon <= 0) return 'malformed'
    headers.push(field.slice(0, colon), field.slice(colon + 1).trim())
  }
  const stated = headers.find((_, index) => index % 2 === 1 && headers[index - 1]!.toLowerCase() === 'content-length')
  const size = Number(stated ?? 0)
  if (!Number.isSafeInteger(size) || size < 0 || size > longestBody) return 'malformed'
  const length = end + 4 + size
  if (bytes.length < length && !isEarly(target)) return undefined
  return { request: { method, target, version: version!.slice(5), headers, body: bytes.subarray(end + 4, length) }, length }
}
