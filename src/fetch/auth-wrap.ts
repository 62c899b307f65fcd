import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import type { Wrap } from '../exchange/exchange.ts'
import { headerValue, headerValues, withHeader } from '../exchange/header-list.ts'
import { stepOver } from '../exchange/step-over.ts'
import type { Authenticator, AuthScheme } from '../http/authenticator.ts'
import { createAuthenticator, sendAnswering } from '../http/authenticator.ts'
import { orderTarget } from '../http/order-target.ts'
import { userInfo } from '../url/user-info.ts'

/** A name and password for one site or several. */
export type Account = {
  readonly user: string
  readonly password: string
  /**
   * Default `basic`: at once, as `curl -u`. `digest`: only ever hashed. `any`: the server is asked first, the strongest it offers is taken.
   */
  readonly scheme?: AuthScheme | undefined
  /** URLs of the sites that may have it: scheme, host and port count. Default: the first one that is asked. */
  readonly sites?: readonly string[] | undefined
}

/**
 * Logs in by Basic (RFC 7617) and Digest (RFC 7616). Only the account's own sites get an answer, and none once a redirect has been
 * elsewhere. Each challenge is answered once; an Authorization field that the order has itself goes before. @throws CrawlError usage
 */
export function authWrap({ sites, scheme, ...who }: Account): Wrap {
  const origins = new Set(sites?.map(originOf))
  const authenticators = new Map<string, Authenticator>()
  createAuthenticator(who)
  return async (order, next) => {
    const { site: origin, path } = orderTarget(order)
    if (origins.size === 0) origins.add(origin)
    const strayed = order.redirects?.some(url => originOf(url) !== origin) === true
    if (!origins.has(origin) || strayed || headerValue(order.headers, 'authorization') !== undefined) return next(order)
    const authenticator = authenticators.get(origin) ?? createAuthenticator(who, { scheme })
    authenticators.set(origin, authenticator)
    return sendAnswering(authenticator, {
      request: { method: order.method, target: path, body: order.body },
      send: (value, isStep) => {
        const asked = value === undefined ? order : { ...order, headers: withHeader(order.headers, 'authorization', value) }
        return next(stepOver(asked, ({ status, headers }) => status === 401 && isStep(headerValues(headers, 'www-authenticate'))))
      },
      challenges: ({ status, headers }) => (status === 401 ? headerValues(headers, 'www-authenticate') : undefined),
      info: ({ headers }) => headerValue(headers, 'authentication-info'),
    })
  }
}

/** The name and password in a URL as an account of its site, and the URL without them. */
export function accountIn(url: string): { url: string; account: Account | undefined } {
  const parsed = url.includes('@') ? URL.parse(url) : null
  const who = parsed === null ? undefined : userInfo(parsed)
  return who === undefined ? { url, account: undefined } : { url: withoutCredentials(url), account: { ...who, sites: [parsed!.origin] } }
}

function originOf(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null) throw new CrawlError('usage', 'A site of an account is no URL. Write it whole, for example https://example.org/.')
  return parsed.origin
}
