import type { HeaderList } from './header-list.ts'

/** What we ask for: one request, one hop. Plain data except for the signal. */
export type Order = {
  readonly method: string
  /** Absolute, WHATWG-serialised, without fragment. Credentials in it are never sent: use `headers`. */
  readonly url: string
  /** Flat list of names and values, in sending order. */
  readonly headers: HeaderList
  readonly body?: Uint8Array | undefined
  /** URLs of the redirects that led here, the first one first. Default none. */
  readonly redirects?: readonly string[] | undefined
  /** Limits that differ from `base/limits.ts`. */
  readonly limits?: OrderLimits | undefined
  /** Address classes that may be connected to beside `public` (the user named this host, or allowed the class). */
  readonly allow?: readonly string[] | undefined
  /** Asked once the header is here: false leaves the body on the server (`cut: 'unwanted'`). */
  readonly wants?: ((head: Head) => boolean) | undefined
  /**
   * Asked once the header is here (after `wants`): takes the body as it comes, so that it never stands in memory. `undefined`: gather it.
   */
  readonly into?: ((head: Head) => BodySink | undefined) | undefined
  readonly signal?: AbortSignal | undefined
}

export type Head = {
  readonly status: number
  /** Reason phrase and HTTP version, where they are known by then. */
  readonly reason?: string | undefined
  readonly version?: string | undefined
  readonly headers: HeaderList
}

/**
 * Where a body goes while it comes. The bytes are those of the message: content codings are NOT taken off, so ask with
 * `Accept-Encoding: identity` or decode behind. The Exchange has an empty body then, and `bytes.raw` counts what was written.
 */
export type BodySink = {
  /** A promise holds the sender back until it resolves (flow control). What it throws ends the order. The chunk may be kept. */
  write(chunk: Uint8Array): void | Promise<void>
}

export type OrderLimits = {
  readonly bodyRawBytes?: number
  readonly bodyBytes?: number
  readonly connectMs?: number
  readonly headersMs?: number
  readonly idleMs?: number
  readonly rateMs?: number
  /** 0: a body may come as slowly as it likes. */
  readonly rateBytes?: number
  readonly totalMs?: number
  /** What a body over its limit is: an error (default), or a body that ends there (`cut: 'limit'`). */
  readonly overLimit?: 'fail' | 'cut'
  /** What a body is in whose midst the server falls silent: an error (default), or a body that ends there (`cut: 'truncated'`). */
  readonly onSilence?: 'fail' | 'cut'
}
