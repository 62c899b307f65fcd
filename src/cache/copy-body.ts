import { headerValue } from '../exchange/header-list.ts'
import type { BodySink, Head, Order } from '../exchange/order.ts'

/** A copy of what an order's sink is given, as far as it is wanted and within bounds. */
export type BodyCopy = {
  /** The order, with a sink that also copies. */
  readonly order: Order
  /** Undefined: no sink was used, or what it was given was too long or not to be copied. */
  bytes(): Uint8Array | undefined
  /** Did the order's sink take the body? */
  sank(): boolean
}

/**
 * @param limit longest copy, bytes
 * @param wants asked with the header: copy the body, only pass it on, or keep it from the sink as well
 */
export function copyBody(order: Order, limit: number, wants: (head: Head) => 'copy' | 'pass' | 'drop'): BodyCopy {
  let chunks: Uint8Array[] | undefined
  let length = 0
  let taken = false
  const into = (head: Head): BodySink | undefined => {
    const wish = wants(head)
    if (wish === 'drop') return { write() {} }
    const sink = order.into?.(head)
    if (sink === undefined) return undefined
    taken = true
    // A second reader begins the body again.
    length = 0
    chunks = undefined
    const isTooLong = Number(headerValue(head.headers, 'content-length')) > limit
    if (wish === 'pass' || isTooLong) return sink
    chunks = []
    return {
      write(chunk) {
        length += chunk.length
        if (length > limit) chunks = undefined
        chunks?.push(chunk)
        return sink.write(chunk)
      },
    }
  }
  return {
    order: order.into === undefined ? order : { ...order, into },
    bytes: () => (chunks === undefined ? undefined : Buffer.concat(chunks)),
    sank: () => taken,
  }
}
