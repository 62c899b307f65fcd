import { CrawlError } from '../../base/crawl-error.ts'
import type { HeaderList } from '../../exchange/header-list.ts'
import { headerValue } from '../../exchange/header-list.ts'
import { isToken } from './read-fields.ts'

export type RequestText = {
  /** Absolute http or https URL. Its host goes into the Host field of 1.1, its credentials nowhere. */
  readonly url: string
  /** Default GET. */
  readonly method?: string | undefined
  /** Default 1.1. In 0.9 there is the word GET and the target, and nothing else. */
  readonly version?: '0.9' | '1.0' | '1.1' | undefined
  /** Sent in their order, after Host. */
  readonly headers?: HeaderList | undefined
  readonly body?: Uint8Array | undefined
  /** `path` (default) or the whole URL, as for a proxy (RFC 9112 section 3.2.2). */
  readonly target?: 'path' | 'absolute' | undefined
}

/**
 * The bytes of a request (RFC 9112 section 3). Added where absent: Host in 1.1, Content-Length for a body. Throws CrawlError `usage` when
 * a line break, NUL or anything else that could forge a line stands in what would be written; `url-invalid`.
 */
export function writeRequest(request: RequestText): Uint8Array {
  const { method = 'GET', version = '1.1', headers = [], body } = request
  const { host, target } = targetOf(request)
  if (version === '0.9') {
    if (method !== 'GET' || headers.length > 0 || body !== undefined) {
      throw new CrawlError('usage', 'A request of HTTP/0.9 is GET and a path: it has no other method, header or body.')
    }
    return bytesOf(`GET ${target}\r\n`)
  }
  if (!isToken(method)) throw new CrawlError('usage', 'The method is no single word of letters; write it as GET or HEAD.')
  const lines = [`${method} ${target} HTTP/${version}`]
  if (version === '1.1' && headerValue(headers, 'host') === undefined) lines.push(`Host: ${host}`)
  return withBody([...lines, ...fieldLines(headers)], headers, body)
}

function targetOf({ url, target = 'path' }: RequestText): { host: string; target: string } {
  const parsed = URL.parse(url)
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new CrawlError('url-invalid', 'A request is written for a whole http or https URL, as http://example.org/.')
  }
  if (/[\0\r\n]/.test(url)) throw new CrawlError('usage', 'The URL has a line break or NUL in it; take it out: it could forge a header.')
  parsed.username = parsed.password = parsed.hash = ''
  const { href, host } = parsed
  return { host, target: target === 'path' ? href.slice(href.indexOf('/', 'https://'.length)) : href }
}

/** Field lines as they are sent. Throws CrawlError `usage` for names that are no token and values with control characters. */
export function fieldLines(headers: HeaderList): string[] {
  const lines: string[] = []
  for (let index = 0; index < headers.length; index += 2) {
    const [name = '', value = ''] = headers.slice(index, index + 2)
    if (!isToken(name))
      throw new CrawlError('usage', 'The name of a header field is no token (RFC 9110 section 5.1); take out what is odd.')
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw new CrawlError('usage', `The value of the field ${name} has a control character or one above U+00FF in it; take it out.`)
    }
    lines.push(`${name}: ${value}`)
  }
  return lines
}

/** A header and the body after it, with Content-Length unless the header says how long the body is. */
export function withBody(lines: readonly string[], headers: HeaderList, body: Uint8Array | undefined): Uint8Array {
  const isFramed = headerValue(headers, 'content-length') !== undefined || headerValue(headers, 'transfer-encoding') !== undefined
  const length = body === undefined || isFramed ? [] : [`Content-Length: ${body.length}`]
  const head = bytesOf(`${[...lines, ...length].join('\r\n')}\r\n\r\n`)
  return body === undefined ? head : new Uint8Array(Buffer.concat([head, body]))
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}
