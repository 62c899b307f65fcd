import type { HeaderList } from './header-list.ts'

/** What we ask for: one request, one hop. Plain data except for the signal. */
export type Order = {
  readonly method: string
  /** Absolute, WHATWG-serialised, without fragment. Credentials in it are never sent: use `headers`. */
  readonly url: string
  /** Flat list of names and values, in sending order. */
  readonly headers: HeaderList
  readonly body?: Uint8Array | undefined
  /** Limits that differ from `base/limits.ts`. */
  readonly limits?: OrderLimits | undefined
  /** Address classes that may be connected to beside `public` (the user named this host, or allowed the class). */
  readonly allow?: readonly string[] | undefined
  /** Asked once the header is here: false leaves the body on the server (`cut: 'unwanted'`). */
  readonly wants?: ((head: Head) => boolean) | undefined
  readonly signal?: AbortSignal | undefined
}

export type Head = { readonly status: number; readonly headers: HeaderList }

export type OrderLimits = {
  readonly bodyRawBytes?: number
  readonly bodyBytes?: number
  readonly connectMs?: number
  readonly headersMs?: number
  readonly idleMs?: number
  readonly totalMs?: number
  /** What a body over its limit is: an error (default), or a body that ends there (`cut: 'limit'`). */
  readonly overLimit?: 'fail' | 'cut'
}
