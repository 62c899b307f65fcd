import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { redirectTarget } from '../exchange/redirects.ts'
import { createHttpFetcher } from '../http/index.ts'
import { guardedClasses } from '../net/address-class.ts'
import { identityHeaders } from '../spider/index.ts'
import { webUrl } from './given-url.ts'

export type IdentityFlags = { readonly agent?: string; readonly contact?: string; readonly userAgent?: string }

export function identityOf({ agent, contact, userAgent }: IdentityFlags) {
  return identityHeaders({ name: agent, contact, agent: userAgent })
}

/** One page for one command of a person: redirects followed, the named host may be anywhere. @throws CrawlError */
export async function fetchOnce(given: string, flags: IdentityFlags): Promise<Exchange> {
  // Not sent, and not to be shown in a message.
  const start = new URL(withoutCredentials(webUrl(given).href))
  const http = createHttpFetcher({})
  try {
    let url = start.href
    for (let hop = 0; hop <= limits.redirects; hop++) {
      const sameHost = new URL(url).hostname === start.hostname
      const allow = sameHost ? guardedClasses : []
      const exchange = await http({ method: 'GET', url, headers: identityOf(flags), allow })
      const target = redirectTarget(url, exchange.status, exchange.headers)
      if (target === undefined) return exchange
      if ('refused' in target) throw new CrawlError(target.refused, `${url} redirects where nobody should follow: ${target.why}.`, { url })
      url = target.url
    }
    const says = `More than ${limits.redirects} redirects from ${start.href}. Give the address it ought to lead to.`
    throw new CrawlError('redirect-limit', says, { url: start.href, value: limits.redirects })
  } finally {
    await http.close()
  }
}
