import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import type { Fetcher, Wrap } from '../exchange/exchange.ts'
import { wrapFetcher } from '../exchange/exchange.ts'

export type SchemeOptions = {
  /** Scheme without its colon, lower case -> who fetches it: `{ http: fetchHttp, https: fetchHttp, ftp: fetchFtp }`. */
  readonly schemes: ReadonlyMap<string, Fetcher> | Readonly<Record<string, Fetcher>>
  /** Put around all of them, the outermost first; default none. */
  readonly wraps?: readonly Wrap[] | undefined
}

/** One Fetcher for all schemes. Rejects with CrawlError `scheme-unsupported` for a scheme that is not in the list. */
export function createFetcher({ schemes, wraps = [] }: SchemeOptions): Fetcher {
  const fetchers: ReadonlyMap<string, Fetcher> = schemes instanceof Map ? schemes : new Map(Object.entries(schemes))
  return wrapFetcher(async order => {
    const scheme = schemeOf(order.url)
    const fetcher = fetchers.get(scheme)
    if (fetcher !== undefined) return fetcher(order)
    const known = [...fetchers.keys()].join(', ') || 'none'
    throw new CrawlError('scheme-unsupported', `Nothing here fetches "${scheme}:" URLs (known: ${known}); leave this link out.`, {
      url: withoutCredentials(order.url),
    })
  }, wraps)
}

/** RFC 3986 section 3.1; empty when there is none. */
function schemeOf(url: string): string {
  return /^[a-z][a-z0-9+.-]{0,40}(?=:)/i.exec(url)?.[0].toLowerCase() ?? ''
}
