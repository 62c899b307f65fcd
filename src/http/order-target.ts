import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { Order } from '../exchange/order.ts'

export type OrderTarget = {
  /** Scheme, host and port, without credentials. */
  readonly site: string
  /** Path and query, without fragment. */
  readonly path: string
}

/** Host and port, with user and password before it at most. */
const httpAuthority = /^(?:[^\s/?#\\@]*@)?[^\s/?#\\@]+$/

/**
 * Cuts an order's URL into what is connected to and what is asked for. Throws CrawlError `usage` when a line break or NUL stands anywhere
 * in what would be written (header injection), `url-invalid` when the URL is not in WHATWG serialisation, `scheme-unsupported`.
 */
export function orderTarget(order: Order): OrderTarget {
  const { url, method, headers } = order
  refuseBreaks('The URL', url)
  refuseBreaks('The method', method)
  let headerBytes = 0
  for (const text of headers) {
    refuseBreaks('A header', text)
    headerBytes += text.length
  }
  if (headerBytes > limits.headerBytes) {
    throw new CrawlError('usage', `The request headers have ${headerBytes} bytes, the limit is ${limits.headerBytes}; send fewer.`, {
      value: limits.headerBytes,
    })
  }
  const scheme = url.indexOf('://')
  if (scheme < 0) throw new CrawlError('url-invalid', 'The URL has no scheme and host; write it whole, as https://example.org/.')
  if (!url.startsWith('http'))
    throw new CrawlError('scheme-unsupported', `Only http and https are fetched here, not ${url.slice(0, scheme)}.`)
  const slash = url.indexOf('/', scheme + 3)
  const authority = slash < 0 ? url.slice(scheme + 3) : url.slice(scheme + 3, slash)
  const site = `${url.slice(0, scheme)}://${authority.slice(authority.lastIndexOf('@') + 1)}`
  // Another reading than the URL parser's would connect to another host than the one that was judged.
  if (/[^!-~]/.test(url) || !httpAuthority.test(authority) || URL.parse(site)?.origin !== site) {
    throw new CrawlError('url-invalid', 'The URL is not in its canonical form; pass it through `new URL(url).href`.', {
      url: withoutCredentials(url),
    })
  }
  const hash = url.indexOf('#', scheme)
  const path = slash < 0 ? '/' : url.slice(slash, hash < 0 ? undefined : hash)
  return { site, path }
}

const breaks = /[\0\r\n]/

function refuseBreaks(what: string, text: string): void {
  if (breaks.test(text)) throw new CrawlError('usage', `${what} has a line break or NUL in it; take it out: it could forge a header.`)
}
