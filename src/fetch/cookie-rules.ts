import { Cookie, canonicalDomain, defaultPath, domainMatch, pathMatch } from 'tough-cookie'
import { limits } from '../base/limits.ts'
import { classifyHost } from '../net/address-class.ts'
import { registrableDomain } from '../url/registrable.ts'

/** One cookie as a jar keeps and a file holds it. */
export type StoredCookie = {
  readonly name: string
  readonly value: string
  /** Lower case, without a leading dot; an IPv6 address without brackets. */
  readonly domain: string
  /** Of this host alone; false: of the hosts below it too. */
  readonly hostOnly: boolean
  readonly path: string
  readonly secure: boolean
  readonly httpOnly: boolean
  /** Wall time in ms; undefined: a cookie of the session. */
  readonly expires: number | undefined
}

/**
 * The cookie that one Set-Cookie field sets for an answer from `url` (RFC 6265bis section 5.7); undefined when it is malformed, over a
 * limit, or not that host's to set. A cookie that has ended already takes its namesake out of the jar.
 * @param now wall time in ms
 */
export function readSetCookie(line: string, url: URL, now: number): StoredCookie | undefined {
  // tough-cookie takes tabs around a name or value, and not inside.
  if (line.length > limits.cookieLineBytes || otherControls.test(line)) return undefined
  const cookie = Cookie.parse(line)
  if (cookie === undefined || cookie.key.length + cookie.value.length > limits.cookieBytes) return undefined
  const host = hostOf(url)
  const named = domainOf(cookie)
  if (named === undefined) return undefined
  // A public suffix may set cookies for itself, and for nobody below it.
  const hostOnly = named === '' || (named === host && registrableDomain(named) === null)
  if (!hostOnly && (registrableDomain(named) === null || !covers(named, host))) return undefined
  const { key: name, value, secure, httpOnly } = cookie
  if (secure && !isSafe(url)) return undefined
  const prefix = /^__(secure|host)-/i.exec(name)?.[1]?.toLowerCase()
  if (prefix !== undefined && !secure) return undefined
  if (prefix === 'host' && !(named === '' && cookie.path === '/')) return undefined
  const path = cookie.path?.startsWith('/') ? cookie.path : defaultPath(url.pathname)
  if (path.includes('\t')) return undefined
  return { name, value, domain: hostOnly ? host : named, hostOnly, path, secure, httpOnly, expires: expiryOf(cookie, now) }
}

/** Is a cookie sent to this URL, while it lives? */
export function goesTo({ domain, hostOnly, path, secure }: StoredCookie, url: URL): boolean {
  const host = hostOf(url)
  return (hostOnly ? domain === host : covers(domain, host)) && isBelow(url.pathname, path) && (!secure || isSafe(url))
}

/**
 * Would a cookie that anybody on the way could have sent replace or hide one that came over a safe connection? Such a cookie is refused
 * ("leave secure cookies alone").
 */
export function hides(cookie: StoredCookie, kept: StoredCookie): boolean {
  const near = covers(kept.domain, cookie.domain) || covers(cookie.domain, kept.domain)
  return kept.secure && !cookie.secure && kept.name === cookie.name && near && isBelow(cookie.path, kept.path)
}

/** A host as cookies name it: lower case, IPv6 without brackets. */
export function hostOf(url: URL): string {
  return canonicalDomain(url.hostname) ?? ''
}

/** Nobody on the way can read or write: TLS, or this machine itself. */
export function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || classifyHost(url.hostname) === 'loopback'
}

export const otherControls = /[\0-\x08\x0a-\x1f\x7f]/

function covers(domain: string, host: string): boolean {
  return domainMatch(host, domain, false) === true
}

/** Both may spell unreserved characters with a percent sign (RFC 3986 section 6.2.2.2). */
function isBelow(path: string, folder: string): boolean {
  return pathMatch(plainPath(path), plainPath(folder))
}

function plainPath(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, encoded => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
    return /[\w.~-]/.test(character) ? character : encoded.toUpperCase()
  })
}

/** Empty when the cookie names no domain; undefined when what it names is none. */
function domainOf({ domain }: Cookie): string | undefined {
  if (!domain) return ''
  if (/^\.|\s/.test(domain)) return undefined
  try {
    return canonicalDomain(domain)
  } catch {
    return undefined
  }
}

/** tough-cookie counts Max-Age from the last use, which would let a cookie in use live for ever. */
function expiryOf({ maxAge, expires }: Cookie, now: number): number | undefined {
  const latest = now + limits.cookieLifeMs
  if (typeof maxAge === 'number') return maxAge <= 0 ? 0 : Math.min(now + maxAge * 1000, latest)
  return expires instanceof Date ? Math.min(expires.getTime(), latest) : undefined
}
