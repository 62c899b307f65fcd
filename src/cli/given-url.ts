import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'

/** Schemes that need no `//`: everything else with a colon is `host:port` or `user:password@host`. */
const opaque = /^(?:about|blob|cid|data|file|geo|git|irc|javascript|magnet|mailto|news|sip|sms|ssh|tel|urn|view-source|xmpp):/i

/**
 * A URL as people type it: `example.org` means http://example.org, as for curl and wget. Other schemes are left as they are, to be refused.
 * @throws CrawlError url-invalid for a path on this machine, which the URL parser would take for a host
 */
export function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\//i.test(text) || opaque.test(text)) return text
  if (text.startsWith('//')) return `http:${text}`
  if (text === '' || /^[./\\?#]/.test(text)) {
    throw new CrawlError('url-invalid', `"${withoutCredentials(text)}" is no URL. Write it whole, for example https://example.org/.`)
  }
  return `http://${text}`
}

/** The same, parsed, http and https only. @throws CrawlError url-invalid, scheme-unsupported */
export function webUrl(text: string): URL {
  const url = URL.parse(withScheme(text))
  const shown = withoutCredentials(text)
  if (url === null) throw new CrawlError('url-invalid', `"${shown}" is no URL. Write it whole, for example https://example.org/.`)
  if (/^https?:$/.test(url.protocol)) return url
  throw new CrawlError('scheme-unsupported', `${url.protocol} URLs cannot be fetched ("${shown}"). Give an http or https URL.`)
}
