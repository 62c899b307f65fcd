import type { Clock } from '../base/clock.ts'

/** One site of the practice town: a function from request to answer, and one sentence that says what it is for. */
export type Street<Name extends string = string> = {
  readonly name: Name
  readonly about: string
  /** `undefined` leaves the request to the town: a permissive robots.txt, else 404. */
  answer(request: StreetRequest, town: StreetContext): Answer | undefined | Promise<Answer | undefined>
}

export type StreetRequest = {
  readonly method: string
  /** The request target as it was sent. */
  readonly target: string
  /** The path of the target: dot segments resolved, percent-encoding kept. */
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Uint8Array
  /** A header field by name in any case; repeated fields joined by `, `. */
  header(name: string): string | undefined
}

export type Answer = {
  readonly status: number
  /** Flat list of names and values in sending order. Date, Server and Content-Length are added when absent. */
  readonly headers: readonly string[]
  /** A stream is sent as fast as the client reads; one that throws resets the connection. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined
  /** The whole answer as bytes of your own, header and all: `headers` and `body` are not sent then. The connection is closed behind it. */
  readonly raw?: Uint8Array | undefined
}

export type StreetContext = {
  /** Origin of this site: `http://127.0.0.1:8001`. */
  readonly self: string
  /** Origin of a site by its name; throws for a name the town does not have. */
  origin(site: string): string
  readonly sites: readonly { readonly name: string; readonly about: string; readonly origin: string }[]
  readonly clock: Clock
  readonly seed: number
  /** Pages of the documentation site, and cross links on each of them. */
  readonly pages: number
  readonly links: number
  /** How often this site was called with this key since the town was opened, this call included. */
  count(key: string): number
  /** Resolves after `ms` of the town's clock, or at once when the town closes. */
  wait(ms: number): Promise<void>
}
