import type { Exchange, Timings } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'

/** Carries one request and its answer: undici's connections, or our own wire for answers that undici refuses. */
export type Transport = {
  /** Ends it: nothing more is read. */
  abort(reason: Error): void
  /** Reads nothing, so that the sender is held back by flow control. */
  pause(): void
  resume(): void
}

export type AnswerHead = {
  /** Absent where the transport does not tell it. */
  readonly version?: string | undefined
  readonly status: number
  readonly reason: string
  readonly headers: HeaderList
  readonly peer?: string | undefined
  /** When it had to be made for this order. */
  readonly connection?: Timings['connection']
  /** Codings to be taken off beside those of Content-Encoding. */
  readonly transferCodings?: readonly string[] | undefined
  /** Deviations that were tolerated; grows while the body comes. */
  readonly anomalies?: readonly string[] | undefined
}

/** Told of what a transport does, in this order; after `ended` or `failed` of nothing more. */
export type AnswerListener = {
  /** The connection stands and the request is written. Throws when the order is over: then it is not to be written. */
  started(transport: Transport): void
  /** The first byte of the answer is here. */
  began(): void
  /** The final header; interim answers are not told. */
  head(head: AnswerHead): void
  data(transport: Transport, chunk: Uint8Array): void
  ended(how?: { readonly cut?: Exchange['cut']; readonly anomalies?: readonly string[] }): void
  /** What a socket, TLS, undici or a reader threw. */
  failed(failure: unknown): void
}
