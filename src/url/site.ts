/**
 * A site is scheme + host + port: the unit of politeness and of robots.txt (RFC 9309 section 2.3). Written as an origin:
 * `https://example.org:8443`.
 */
export type Site = string

/** The site of an absolute http(s) URL in WHATWG serialisation, by cutting: no parser on the hot path. */
export function siteOf(url: string): Site {
  const slash = url.indexOf('/', url.indexOf('://') + 3)
  return slash < 0 ? url : url.slice(0, slash)
}

/** Path and query of an absolute URL in WHATWG serialisation. */
export function pathOf(url: string): string {
  const slash = url.indexOf('/', url.indexOf('://') + 3)
  return slash < 0 ? '/' : url.slice(slash)
}
