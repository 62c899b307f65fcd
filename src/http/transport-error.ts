import { CrawlError } from '../base/crawl-error.ts'
import { oneLine, withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { Verdict } from '../net/socket-verdict.ts'
import { failureParts, socketVerdict } from '../net/socket-verdict.ts'

export type TransportContext = {
  readonly url: string
  readonly site: string
  /** Had the header of the answer come? */
  readonly headersCame: boolean
}

/** Turns whatever a socket, TLS or undici threw into a CrawlError: its code by table, one line with host, port and the next step. */
export function transportError(error: unknown, context: TransportContext): CrawlError {
  if (error instanceof CrawlError) return withUrl(error, context.url)
  const [code, says, details] = verdictOf(error, context)
  return new CrawlError(code, says.replaceAll('%s', hostAndPort(context.site)), {
    ...details,
    url: withoutCredentials(context.url),
    cause: error,
  })
}

/** Connections serve several orders: each order's failure names its own URL. */
function withUrl(error: CrawlError, url: string): CrawlError {
  const { code, message, retryable, value, cause } = error
  return new CrawlError(code, message, { url: withoutCredentials(url), retryable, value, cause })
}

/** `https://example.org` -> `example.org:443` */
export function hostAndPort(site: string): string {
  const host = site.slice(site.indexOf('://') + 3)
  return /:\d+$/.test(host) ? host : `${host}:${site.startsWith('https:') ? 443 : 80}`
}

const closed: Verdict = ['aborted', 'The fetcher was closed before %s had answered; make a new one.']
const reset: Verdict = ['connection-reset', '%s closed the connection before it had answered; try later.']
/** Many servers of TLS do this to a request without it. */
const plainReset: Verdict = ['connection-reset', '%s closed the connection before it had answered; try later, or https: in place of http:.']
const truncated: Verdict = ['body-truncated', '%s closed the connection in the middle of the body; try again.']

const undiciVerdicts: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  [
    'UND_ERR_HEADERS_OVERFLOW',
    ['headers-too-large', `%s sent a header above ${limits.headerBytes} bytes; it is not read.`, { value: limits.headerBytes }],
  ],
  ['UND_ERR_DESTROYED', closed],
  ['UND_ERR_CLOSED', closed],
])

function verdictOf(error: unknown, context: TransportContext): Verdict {
  const { name, message, code } = failureParts(error)
  const early = context.site.startsWith('http:') ? plainReset : reset
  const known = undiciVerdicts.get(code)
  if (known !== undefined) return known
  if (code === 'ECONNRESET' || code === 'EPIPE') return context.headersCame ? ['connection-reset', truncated[1]] : early
  const isStreamEnd = code.startsWith('ERR_HTTP2_') || /^HTTP\/2: /.test(message)
  if (isStreamEnd || (code === 'UND_ERR_SOCKET' && !/^bad /.test(message))) return context.headersCame ? truncated : early
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH' || code === 'UND_ERR_NOT_SUPPORTED') {
    return ['usage', `The order to %s cannot be sent: ${oneLine(message)}.`]
  }
  // undici calls every parse error of an answer with a Content-Length a mismatch, two different Content-Lengths included.
  if (context.headersCame && (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || /Invalid EOF state/.test(message))) return truncated
  const says = `%s does not answer in valid HTTP (${oneLine(message || name)}); check host and port, or tell its webmaster.`
  return socketVerdict(error) ?? ['protocol', says]
}
