import type { Exchange, Fetcher } from '../exchange/exchange.ts'
import type { Head, Order } from '../exchange/order.ts'

/** An answer whose body is still coming. */
export type OpenBody = {
  readonly head: Head
  /** The body as the server sends it; the sender waits for the reader. Leaving the loop early closes the connection. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** The exchange without its body, once all of it was read. Rejects as the reading does. */
  readonly done: Promise<Exchange>
}

/** Turns a fetcher that pushes into one that is pulled from. Resolves when the header is here; rejects with CrawlError. */
export function openBody(order: Order, fetch: Fetcher): Promise<OpenBody> {
  const abort = new AbortController()
  const signal = order.signal === undefined ? abort.signal : AbortSignal.any([order.signal, abort.signal])
  const arrived = Promise.withResolvers<OpenBody>()
  let offered: { chunk: Uint8Array; taken: () => void } | undefined
  let wake = () => {}
  let over = false
  // Not before `done` is there: a cache may have the answer at once.
  const done = Promise.resolve().then(() =>
    fetch({
      ...order,
      signal,
      into: head => {
        arrived.resolve({ head, chunks: chunks(), done })
        return {
          write: chunk =>
            new Promise<void>(taken => {
              offered = { chunk, taken }
              wake()
            }),
        }
      },
    }),
  )
  done.then(
    ({ status, reason, version, headers }) => {
      over = true
      wake()
      arrived.resolve({ head: { status, reason, version, headers }, chunks: chunks(), done })
    },
    error => {
      over = true
      wake()
      arrived.reject(error)
    },
  )

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        if (offered !== undefined) {
          const { chunk, taken } = offered
          offered = undefined
          yield chunk
          taken()
        } else if (over) {
          await done
          return
        } else {
          await new Promise<void>(resolve => {
            wake = resolve
          })
        }
      }
    } finally {
      if (!over) abort.abort()
    }
  }

  return arrived.promise
}
