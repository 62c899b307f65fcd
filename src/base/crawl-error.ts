/**
 * Every failure that reaches a user or a record is a CrawlError with a stable `code`: the code is the verdict, the message is for people
 * and names the next step.
 */
export type CrawlErrorCode =
  // the address
  | 'url-invalid'
  | 'scheme-unsupported'
  | 'address-guarded'
  // the network
  | 'dns-not-found'
  | 'dns-failed'
  | 'connection-refused'
  | 'connection-reset'
  | 'network'
  | 'tls'
  | 'proxy'
  // the five clocks
  | 'timeout-connect'
  | 'timeout-headers'
  | 'timeout-idle'
  | 'timeout-rate'
  | 'timeout-total'
  // the answer
  | 'protocol'
  | 'headers-too-large'
  | 'body-too-large'
  | 'body-truncated'
  | 'decode'
  | 'http-status'
  | 'redirect-invalid'
  | 'redirect-loop'
  | 'redirect-limit'
  | 'robots-unreachable'
  | 'robots-refused'
  | 'image-missing'
  | 'digest-mismatch'
  // us
  | 'aborted'
  | 'handler'
  | 'usage'
  | 'identity-missing'
  | 'store-busy'
  | 'store-newer'
  | 'store-corrupt'
  | 'store-missing'
  | 'disk-full'
  | 'file'
  | 'file-exists'
  | 'no-handles'
  | 'internal'

export type CrawlErrorDetails = {
  /** The URL concerned, without credentials. */
  url?: string | undefined
  /** May the same order succeed later? Default: by code. */
  retryable?: boolean | undefined
  /** Had bytes of an answer come before it failed? Then the other end lives. Default false. */
  answered?: boolean | undefined
  /** The number behind the verdict: a limit in its unit, a status, seconds to wait. */
  value?: number | undefined
  cause?: unknown
}

const retryableCodes: ReadonlySet<CrawlErrorCode> = new Set([
  'dns-failed',
  'connection-refused',
  'connection-reset',
  'network',
  'timeout-connect',
  'timeout-headers',
  'timeout-idle',
  'timeout-rate',
  'timeout-total',
  'body-truncated',
  'no-handles',
] satisfies CrawlErrorCode[])

/** May the same order succeed later? */
export function isRetryable(code: CrawlErrorCode): boolean {
  return retryableCodes.has(code)
}

export class CrawlError extends Error {
  override readonly name = 'CrawlError'
  readonly code: CrawlErrorCode
  readonly url: string | undefined
  readonly retryable: boolean
  readonly answered: boolean
  readonly value: number | undefined

  constructor(code: CrawlErrorCode, message: string, details: CrawlErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.url = details.url
    this.retryable = details.retryable ?? isRetryable(code)
    this.answered = details.answered ?? false
    this.value = details.value
  }
}

/** Gives back a CrawlError as it is and wraps anything else as `internal`, so that no untyped failure leaves a room. */
export function asCrawlError(error: unknown, url?: string): CrawlError {
  if (error instanceof CrawlError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new CrawlError('internal', message, { url, cause: error })
}
