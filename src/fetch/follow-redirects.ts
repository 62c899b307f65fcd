import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { Exchange, Fetcher } from '../exchange/exchange.ts'
import { headerValue, withHeader } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { redirectHeaders, redirectMethod, redirectTarget, refererFor } from '../exchange/redirects.ts'
import { stepOver } from '../exchange/step-over.ts'

export type FollowOptions = {
  /** Redirects followed at most; default `limits.redirects`. With 0 the first answer is the last. */
  readonly limit?: number | undefined
  /** Told of every answer, the last included. */
  readonly onHop?: ((exchange: Exchange) => void) | undefined
  /** Address classes beside `public` for a hop to another host than the first one's; default none. */
  readonly allowFor?: ((url: URL) => readonly string[]) | undefined
  /** Further header names that never leave their origin. */
  readonly secretNames?: readonly string[] | undefined
  /** Statuses after which a POST stays a POST (curl's --post301, --post302, --post303). */
  readonly keepPost?: readonly number[] | undefined
  /** Sends each hop's URL as the Referer of the next, under strict-origin-when-cross-origin; default false. */
  readonly referer?: boolean | undefined
}

export type Followed = {
  /** The last answer; its order has the URL that gave it. */
  readonly exchange: Exchange
  /** Every answer in order, the last included. */
  readonly hops: readonly Exchange[]
}

/**
 * One order and the redirects it meets, by the policy of `exchange/redirects.ts`: methods, credentials, schemes. The body of a redirect
 * never reaches the order's sink. Rejects with CrawlError `redirect-loop`, `redirect-limit`, `redirect-invalid`, `scheme-unsupported`.
 */
export async function followRedirects(order: Order, fetcher: Fetcher, options: FollowOptions = {}): Promise<Followed> {
  const limit = options.limit ?? limits.redirects
  const firstHost = URL.parse(order.url)?.hostname
  const hops: Exchange[] = []
  const met = new Set<string>()
  let current = limit === 0 ? order : stepOver(order, head => redirectTarget(order.url, head.status, head.headers) !== undefined)
  for (;;) {
    const exchange = await fetcher(current)
    hops.push(exchange)
    options.onHop?.(exchange)
    const target = limit === 0 ? undefined : redirectTarget(current.url, exchange.status, exchange.headers)
    if (target === undefined) return { exchange, hops }
    const from = withoutCredentials(current.url)
    if ('refused' in target) {
      throw new CrawlError(target.refused, `${from} redirects where nobody should follow: ${target.why}.`, { url: from })
    }
    if (hops.length > limit) {
      const setsCookies = hops.some(hop => headerValue(hop.headers, 'set-cookie') !== undefined)
      const next = setsCookies ? 'Keep the cookies that it sets' : 'Give the address it ought to lead to'
      const says = `More than ${limit} redirects from ${withoutCredentials(order.url)}. ${next}, or raise the limit.`
      throw new CrawlError('redirect-limit', says, { url: from, value: limit })
    }
    // A site may send a visitor in a circle until a cookie sticks: only a circle that sets none is endless.
    if (headerValue(exchange.headers, 'set-cookie') !== undefined) met.clear()
    const key = `${current.method} ${current.url}`
    if (met.has(key)) {
      throw new CrawlError('redirect-loop', `${from} redirects in a circle. Tell its webmaster, or keep cookies.`, { url: from })
    }
    met.add(key)
    current = nextOrder(current, order, exchange.status, target.url, firstHost, options)
  }
}

function nextOrder(
  current: Order,
  first: Order,
  status: number,
  url: string,
  firstHost: string | undefined,
  options: FollowOptions,
): Order {
  const stays = options.keepPost?.includes(status) === true && current.method === 'POST'
  const { method, keepBody } = stays ? { method: 'POST', keepBody: true } : redirectMethod({ status, method: current.method })
  const { secretNames } = options
  const kept = redirectHeaders(current.headers, current.url, url, { keepBody, secretNames })
  const referer = options.referer === true ? refererFor(current.url, url) : undefined
  const to = new URL(url)
  return {
    ...current,
    method,
    url: url.split('#', 1)[0]!,
    redirects: [...(current.redirects ?? []), current.url],
    headers: referer === undefined ? kept : withHeader(kept, 'referer', referer),
    body: keepBody ? current.body : undefined,
    // The person named the first host: what it is allowed to be, others are not.
    allow: to.hostname === firstHost ? first.allow : (options.allowFor?.(to) ?? []),
  }
}
