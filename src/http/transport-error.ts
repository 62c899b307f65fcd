import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'

export type TransportContext = {
  readonly url: string
  readonly site: string
  /** Had the header of the answer come? */
  readonly headersCame: boolean
}

type Verdict = readonly [code: CrawlErrorCode, says: string, details?: { retryable?: boolean; value?: number }]

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

const tooManyFiles: Verdict = ['network', 'No file handle is left to connect to %s; lower the concurrency or raise `ulimit -n`.']
const silentConnect: Verdict = ['timeout-connect', '%s did not answer the connection in time; try later.']
const unreachable: Verdict = ['network', '%s cannot be reached from here; check the network, or try later.']
const closed: Verdict = ['aborted', 'The fetcher was closed before %s had answered; make a new one.']
const reset: Verdict = ['connection-reset', '%s closed the connection before it had answered; try later.']
const truncated: Verdict = ['body-truncated', '%s closed the connection in the middle of the body; try again.']

const verdicts: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ['ENOTFOUND', ['dns-not-found', 'No address is known for %s; check the spelling of the host name.']],
  ['EAI_AGAIN', ['dns-failed', 'The name server did not answer for %s; check the network, or try later.']],
  ['EAI_FAIL', ['dns-failed', 'The name server failed for %s; try later.']],
  ['ECONNREFUSED', ['connection-refused', '%s refused the connection; check host and port, or try later.']],
  ['ETIMEDOUT', silentConnect],
  ['UND_ERR_CONNECT_TIMEOUT', silentConnect],
  ['EHOSTUNREACH', unreachable],
  ['ENETUNREACH', unreachable],
  ['ENETDOWN', unreachable],
  ['EADDRNOTAVAIL', unreachable],
  ['EMFILE', tooManyFiles],
  ['ENFILE', tooManyFiles],
  [
    'UND_ERR_HEADERS_OVERFLOW',
    ['headers-too-large', `%s sent a header above ${limits.headerBytes} bytes; it is not read.`, { value: limits.headerBytes }],
  ],
  ['UND_ERR_DESTROYED', closed],
  ['UND_ERR_CLOSED', closed],
])

function verdictOf(error: unknown, context: TransportContext): Verdict {
  const { name = '', message = '', code = '' } = partsOf(error)
  const known = verdicts.get(code)
  if (known !== undefined) return known
  if (code === 'ECONNRESET' || code === 'EPIPE') return context.headersCame ? ['connection-reset', truncated[1]] : reset
  if (code === 'UND_ERR_SOCKET' && !/^bad /.test(message)) return context.headersCame ? truncated : reset
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
    return ['usage', `The order to %s cannot be sent: ${oneLine(message)}.`]
  }
  // undici calls every parse error of an answer with a Content-Length a mismatch, two different Content-Lengths included.
  if (context.headersCame && (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || /Invalid EOF state/.test(message))) return truncated
  if (isTls(code)) return ['tls', `TLS with %s failed: ${tlsReason(error, code, message)}.`]
  if (/^E[A-Z]+$/.test(code)) return ['network', `The connection to %s failed (${code}); try later.`]
  return ['protocol', `%s does not answer in valid HTTP (${oneLine(message || name)}); check host and port, or tell its webmaster.`]
}

/** Happy eyeballs reports all its attempts at once; the first one speaks for them. */
function partsOf(error: unknown): { name?: string; message?: string; code?: string } {
  if (!(error instanceof Error)) return { message: String(error) }
  const first = error instanceof AggregateError && !('code' in error && error.code) ? (error.errors[0] ?? error) : error
  const code = first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : ''
  return { name: error.name, message: error.message, code }
}

/** OpenSSL's and Node's names: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
function isTls(code: string): boolean {
  return (
    code === 'EPROTO' ||
    /^(CERT_|CRL_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH)/.test(
      code,
    )
  )
}

function tlsReason(error: unknown, code: string, message: string): string {
  const openssl = error instanceof Error && 'reason' in error && typeof error.reason === 'string' ? error.reason : undefined
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code) || /wrong version number/.test(message)) {
    return 'the port does not speak TLS; use http: instead'
  }
  return `${oneLine((openssl ?? message).split(';')[0]!)} (${code}); the certificate must be put right by its owner, or allowed by you`
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 200)
}
