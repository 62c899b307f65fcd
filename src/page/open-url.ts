import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import type { Head } from '../exchange/order.ts'
import type { Ask, FetchOptions } from '../fetch/index.ts'
import { createClient, openBody, orderOf, statusError } from '../fetch/index.ts'
import { parseMediaType } from '../headers/index.ts'
import { contentCodings, decodeStream } from '../http/index.ts'
import { decodePieces } from './decode-pieces.ts'

/** A URL read like a file: iterating gives its lines, without their ends. One pass; leaving the loop early closes the connection. */
export type OpenedUrl = AsyncIterable<string> & {
  /** The body in pieces as they come, content codings taken off. */
  bytes(): AsyncIterable<Uint8Array>
  /** The body as text in pieces: in the charset of Content-Type, a byte order mark or a `<meta>`. */
  text(): AsyncIterable<string>
  /** Status and header fields. Until somebody asks, they are consumed unseen. */
  readonly head: Head | undefined
}

/**
 * Opens a URL like a file: `for await (const line of openUrl(url)) ...`. Any size in bounded memory: the sender waits for the reader.
 * Throws CrawlError `http-status` for a status of 400 and above, and `body-too-large` for a line above `limits.lineLength`.
 */
export function openUrl(ask: Ask | string, options: FetchOptions = {}): OpenedUrl {
  let head: Head | undefined

  async function* bytes(): AsyncGenerator<Uint8Array> {
    const order = orderOf(ask)
    const client = options.client ?? createClient(options)
    try {
      const wants = (came: Head) => came.status < 400 && (order.wants?.(came) ?? true)
      const limitless = { bodyRawBytes: Infinity, totalMs: Infinity, ...order.limits }
      const open = await openBody({ ...order, wants, limits: limitless }, client.fetch)
      head = open.head
      if (head.status >= 400) throw statusError(await open.done)
      yield* decodeStream(open.chunks, contentCodings(headerValues(head.headers, 'content-encoding')))
    } finally {
      if (client !== options.client) await client.close()
    }
  }

  const charset = () => parseMediaType(headerValue(head?.headers ?? [], 'content-type')).charset
  const text = () => decodePieces(bytes(), charset)

  return {
    bytes,
    text,
    get head() {
      return head
    },
    [Symbol.asyncIterator]: () => linesOf(text(), withoutCredentials(orderOf(ask).url)),
  }
}

/** Ends of lines: CRLF, LF. A last line without an end is a line. */
async function* linesOf(pieces: AsyncIterable<string>, url: string): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    rest += piece
    // A long line comes in many pieces: it is split once.
    if (piece.includes('\n')) {
      const lines = rest.split('\n')
      rest = lines.pop()!
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
    }
    if (rest.length > limits.lineLength) {
      const says = `${url} has a line above ${limits.lineLength} characters. Read it by bytes() or text().`
      throw new CrawlError('body-too-large', says, { url, value: limits.lineLength })
    }
  }
  if (rest !== '') yield rest
}
