import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { HeaderList } from './header-list.ts'
import { headerValues, withoutHeaders } from './header-list.ts'

/** Where a redirect leads, or why it is not followed. */
export type RedirectTarget = { readonly url: string } | { readonly refused: CrawlErrorCode; readonly why: string }

/**
 * Reads a redirect (301, 302, 303, 307, 308 with Location); `undefined`: the answer is none. The URL is absolute, in WHATWG serialisation,
 * without user name and password, with the fragment of the old one unless it has its own (RFC 9110 section 10.2.2).
 */
export function redirectTarget(fromUrl: string, status: number, headers: HeaderList): RedirectTarget | undefined {
  if (!isRedirect(status)) return undefined
  const [first, ...others] = headerValues(headers, 'location')
  if (first === undefined) return undefined
  const location = trimmed(first)
  if (others.some(other => trimmed(other) !== location)) return invalid('the answer has Location fields that differ')
  if (location === '') return invalid('its Location is empty')
  if (location.length > limits.urlInputLength) return invalid(`its Location is longer than ${limits.urlInputLength} characters`)
  const target = URL.parse(asUtf8(location), fromUrl)
  if (target === null) return invalid('its Location is no URL')
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    return { refused: 'scheme-unsupported', why: `it leads to ${target.protocol}, and only http: and https: are followed` }
  }
  target.username = ''
  target.password = ''
  const from = fromUrl.indexOf('#')
  return { url: target.href.includes('#') || from < 0 ? target.href : target.href + fromUrl.slice(from) }
}

/** The next request's method, and whether the body goes with it (RFC 9110 section 15.4, Fetch standard: HTTP-redirect fetch). */
export function redirectMethod({ status, method }: { status: number; method: string }): { method: string; keepBody: boolean } {
  const bodiless = method === 'GET' || method === 'HEAD'
  const becomesGet = ((status === 301 || status === 302) && method === 'POST') || (status === 303 && !bodiless)
  return becomesGet ? { method: 'GET', keepBody: false } : { method, keepBody: !bodiless }
}

export type RedirectHeaderOptions = {
  /** From `redirectMethod`: without the body the fields that describe it go too. Default true. */
  readonly keepBody?: boolean | undefined
  /** Further names that stay with their origin although they are on the safe list. */
  readonly secretNames?: readonly string[] | undefined
}

/**
 * The user's header fields that go on to the next hop. On the same origin all but Proxy-Authorization; to another origin only fields known
 * to hold no secret, so a key in a field of any name stays at home. Build each hop from the list of the last: what was dropped never comes
 * back.
 * @param to absolute or relative to `from`
 */
export function redirectHeaders(headers: HeaderList, from: string, to: string, options: RedirectHeaderOptions = {}): HeaderList {
  const { keepBody = true, secretNames = [] } = options
  const kept = withoutHeaders(headers, keepBody ? ['proxy-authorization'] : ['proxy-authorization', ...bodyFields])
  if (sameOrigin(from, to)) return kept
  const secret = new Set(secretNames.map(name => name.toLowerCase()))
  return kept.filter((_, index) => {
    const name = kept[index - (index % 2)]!.toLowerCase()
    return (harmlessFields.has(name) || bodyFields.includes(name)) && !secret.has(name)
  })
}

/**
 * The Referer field from one URL to another under `strict-origin-when-cross-origin`: whole on the same origin, the origin across, none from
 * https to http; never user name, password or fragment.
 */
export function refererFor(from: string, to: string): string | undefined {
  const source = URL.parse(from)
  const target = URL.parse(to, from)
  if (source === null || target === null || !/^https?:$/.test(source.protocol)) return undefined
  if (source.origin !== target.origin) return source.protocol === 'https:' && target.protocol !== 'https:' ? undefined : `${source.origin}/`
  return source.origin + source.pathname + source.search
}

/** Fields that describe a body (Fetch standard: request-body-header name, and their later kin). */
const bodyFields: readonly string[] = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-location',
  'content-disposition',
  'content-md5',
  'content-digest',
  'repr-digest',
  'digest',
  'transfer-encoding',
  'trailer',
  'expect',
]

/** Fields about the client and its taste, not about an account. Validators are out: an ETag is the old origin's own mark. */
const harmlessFields: ReadonlySet<string> = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'dnt',
  'from',
  'pragma',
  'range',
  'sec-gpc',
  'te',
  'upgrade-insecure-requests',
  'user-agent',
])

/** Of the 3xx those that name where to go (RFC 9110 section 15.4); 300 and 304 are none. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

function invalid(why: string): RedirectTarget {
  return { refused: 'redirect-invalid', why }
}

/** Without C0 controls and spaces at both ends, as the parser sees it. A pattern for the end would take time squared on a run of spaces. */
function trimmed(value: string): string {
  let start = 0
  let end = value.length
  while (start < end && value.charCodeAt(start) <= 32) start++
  while (start < end && value.charCodeAt(end - 1) <= 32) end--
  return value.slice(start, end)
}

/** Header values are bytes, kept one to one as latin1; browsers read them as UTF-8 where they are that. */
function asUtf8(location: string): string {
  if (!/[\x80-\xff]/.test(location) || /[^\0-\xff]/.test(location)) return location
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(location, 'latin1'))
  } catch {
    return location
  }
}

function sameOrigin(from: string, to: string): boolean {
  const source = URL.parse(from)
  return source !== null && source.origin !== 'null' && source.origin === URL.parse(to, from)?.origin
}
