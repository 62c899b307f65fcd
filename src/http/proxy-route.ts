import { CrawlError } from '../base/crawl-error.ts'
import type { Exchange, Wrap } from '../exchange/exchange.ts'
import { headerValue, headerValues, withHeader, withoutHeaders } from '../exchange/header-list.ts'
import type { Head } from '../exchange/order.ts'
import { stepOver } from '../exchange/step-over.ts'
import type { Authenticator } from './authenticator.ts'
import { createAuthenticator, sendAnswering } from './authenticator.ts'
import { orderTarget } from './order-target.ts'
import { proxyRefusal } from './proxy-connector.ts'
import type { ProxyOptions, ProxyServer } from './proxy-options.ts'
import { createProxyChoice } from './proxy-options.ts'

/** The way to a site: its proxy, and what that has asked of us. */
export type ProxyRoute = {
  readonly proxy: ProxyServer
  readonly authenticator: Authenticator | undefined
  /** The proxy is asked for whole URLs (RFC 9112 section 3.2.2), and not for a connection. */
  readonly forwards: boolean
}

/** @throws CrawlError usage for what is no proxy */
export function createProxyRoutes(given: string | ProxyOptions | undefined): (site: string) => ProxyRoute | undefined {
  const choose = createProxyChoice(given)
  const scheme = typeof given === 'object' ? given.scheme : undefined
  const authenticators = new Map<ProxyServer, Authenticator>()
  return site => {
    const proxy = choose(site)
    if (proxy === undefined) return undefined
    const speaksHttp = proxy.kind === 'http' || proxy.kind === 'https'
    if (speaksHttp && proxy.user !== undefined && !authenticators.has(proxy)) {
      authenticators.set(proxy, createAuthenticator(proxy.user, { scheme }))
    }
    return { proxy, authenticator: authenticators.get(proxy), forwards: speaksHttp && site.startsWith('http:') }
  }
}

/**
 * Logs in at a proxy that forwards, and takes Proxy-Authorization off everything else: no site ever gets it. A proxy that refuses is a
 * CrawlError `proxy`, not a page of the site.
 */
export function proxyWrap(routeOf: (site: string) => ProxyRoute | undefined): Wrap {
  return async (given, next) => {
    const held = headerValue(given.headers, field) !== undefined
    const order = held ? { ...given, headers: withoutHeaders(given.headers, [field]) } : given
    const { site, path } = orderTarget(order)
    const route = routeOf(site)
    if (route === undefined || !route.forwards) return next(order)
    const { proxy, authenticator } = route
    const refusalOf = ({ status, headers }: Head) => (status === 407 ? headerValues(headers, 'proxy-authenticate') : undefined)
    const send = (value: string | undefined) => {
      const asked = value === undefined ? order : { ...order, headers: withHeader(order.headers, field, value) }
      return next(stepOver(asked, head => refusalOf(head) !== undefined))
    }
    const exchange =
      authenticator === undefined
        ? await send(undefined)
        : await sendAnswering<Exchange>(authenticator, {
            request: { method: order.method, target: `${site}${path}`, body: order.body },
            send,
            challenges: refusalOf,
            info: ({ headers }) => headerValue(headers, 'proxy-authentication-info'),
          })
    if (exchange.status === 407) throw withUrl(proxyRefusal(proxy, 407, exchange.reason, `to ask for ${site}`), order.url)
    return { ...exchange, order }
  }
}

const field = 'proxy-authorization'

function withUrl({ code, message, value, retryable }: CrawlError, url: string): CrawlError {
  return new CrawlError(code, message, { url, value, retryable })
}
