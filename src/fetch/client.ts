import type { Exchange, Fetcher, Wrap } from '../exchange/exchange.ts'
import { wrapFetcher } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import type { HttpOptions } from '../http/fetch-http.ts'
import { createHttpFetcher } from '../http/fetch-http.ts'
import { orderTarget } from '../http/order-target.ts'
import { guardedClasses } from '../net/address-class.ts'
import type { Account } from './auth-wrap.ts'
import { accountIn, authWrap } from './auth-wrap.ts'
import type { CookieJar } from './cookie-jar.ts'
import { cookieWrap } from './cookie-wrap.ts'
import type { Followed, FollowOptions } from './follow-redirects.ts'
import { followRedirects } from './follow-redirects.ts'
import type { Identity } from './identity.ts'
import { identityHeaders } from './identity.ts'

export type ClientOptions = HttpOptions & {
  /** Who asks; sent with every request. */
  readonly identity?: Identity | undefined
  /** Further header fields of every request, flat. They follow a redirect only as far as `redirectHeaders` lets them. */
  readonly headers?: HeaderList | undefined
  /** Accept of requests that do not say it themselves; `''` sends none. Default: anything, as curl says it. */
  readonly accept?: string | undefined
  /** Around each hop, the outermost first: recording, counting. */
  readonly wraps?: readonly Wrap[] | undefined
  /** The innermost wrap, `cacheWrap({ store })`: it must see the cookies and credentials that an answer may depend on. Default none. */
  readonly cache?: Wrap | undefined
  /** Answers 401, and asks with it at once. An order's URL may hold a name and password too: those are for its own site, and go before. */
  readonly auth?: Account | undefined
  /** Sent and filled with every hop, `openCookieJar()`; default none. Its `save` is the caller's. */
  readonly cookies?: CookieJar | undefined
  readonly follow?: FollowOptions | undefined
}

/**
 * Fetches single pages for a person or a program: redirects followed, the host that was named may be anywhere. Close it, or `await using`.
 */
export type Client = AsyncDisposable & {
  /** Follows redirects; an Exchange's order has the final URL. Rejects with CrawlError. */
  readonly fetch: Fetcher
  /** The same with every hop. */
  follow(order: Order, options?: FollowOptions): Promise<Followed>
  close(): Promise<void>
}

/** An order as a client takes it: only the URL is needed. */
export type Ask = Partial<Order> & { readonly url: string }

export function orderOf(ask: Ask | string): Order {
  const { url, method = 'GET', headers = [], ...more } = typeof ask === 'string' ? { url: ask } : ask
  return { method, url, headers, ...more }
}

export function createClient(options: ClientOptions = {}): Client {
  const http = createHttpFetcher(options)
  const { wraps = [], auth, cookies, cache, accept = '*/*' } = options
  // Cookies are inside the others: what a wrap asks a second time takes along what the first answer set.
  const innermost = [...(cookies === undefined ? [] : [cookieWrap(cookies)]), ...(cache === undefined ? [] : [cache])]
  const around = (inner: readonly Wrap[]) => wrapFetcher(http, [...wraps, ...inner, ...innermost])
  const one = around(auth === undefined ? [] : [authWrap(auth)])
  const said = [...identityHeaders(options.identity ?? {}), ...(options.headers ?? [])]
  const own = accept === '' ? said : [...said, ...missingOf(['accept', accept], said)]
  const follow = async (order: Order, more?: FollowOptions): Promise<Followed> => {
    const { url, account } = accountIn(order.url)
    const headers = [...order.headers, ...missingOf(own, order.headers)]
    // Before cookies, caches and wraps read it.
    orderTarget({ ...order, url, headers })
    const fetcher = account === undefined ? one : around([authWrap({ scheme: auth?.scheme, ...account })])
    return followRedirects({ allow: guardedClasses, ...order, url, headers }, fetcher, { ...options.follow, ...more })
  }
  const close = () => http.close()
  return {
    follow,
    fetch: async (order: Order): Promise<Exchange> => (await follow(order)).exchange,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What an order says itself goes before what is said for all. */
function missingOf(fields: HeaderList, given: HeaderList): string[] {
  return fields.filter((_, index) => headerValue(given, fields[index - (index % 2)]!) === undefined)
}
