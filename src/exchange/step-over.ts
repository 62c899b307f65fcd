import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import { headerValue } from './header-list.ts'
import type { BodySink, Head, Order } from './order.ts'

/**
 * The order, with a body of an answer that only leads to the next request kept away from its sink: a redirect, a challenge. A long one is
 * left on the server.
 */
export function stepOver(order: Order, isStep: (head: Head) => boolean): Order {
  const { into, wants } = order
  return {
    ...order,
    wants: head =>
      isStep(head) ? Number(headerValue(head.headers, 'content-length') ?? 0) <= limits.stepBodyBytes : (wants?.(head) ?? true),
    into: into === undefined ? undefined : head => (isStep(head) ? discard(order.url) : into(head)),
  }
}

/** Keeps the connection for the next request, unless the body does not end. */
function discard(url: string): BodySink {
  let bytes = 0
  return {
    write(chunk) {
      bytes += chunk.length
      if (bytes <= limits.stepBodyBytes) return
      const from = withoutCredentials(url)
      const says = `${from} sends more than ${limits.stepBodyBytes} bytes with an answer that only leads on. Tell its webmaster.`
      throw new CrawlError('body-too-large', says, { url: from, value: limits.stepBodyBytes })
    },
  }
}
