import type { Wrap } from '../exchange/exchange.ts'
import { headerValues, withHeader } from '../exchange/header-list.ts'
import type { CookieJar } from './cookie-jar.ts'

/**
 * Sends a jar's cookies with every hop, looked up anew for each, and puts into it what the answer sets. A Cookie field that the order has
 * itself stands behind those of the jar, as curl does it with `-b NAME=VALUE`.
 */
export function cookieWrap(jar: CookieJar): Wrap {
  return async (order, next) => {
    const kept = jar.cookiesFor(order.url).map(({ name, value }) => `${name}=${value}`)
    const cookies = [...kept, ...headerValues(order.headers, 'cookie')].join('; ')
    const exchange = await next(kept.length === 0 ? order : { ...order, headers: withHeader(order.headers, 'cookie', cookies) })
    // What comes from a cache set its cookies when it came from the server.
    if (exchange.stored === undefined || exchange.stored === 'revalidated')
      jar.take(order.url, headerValues(exchange.headers, 'set-cookie'))
    return exchange
  }
}
