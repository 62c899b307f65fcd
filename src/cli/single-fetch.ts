import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { Ask, ClientOptions, Identity } from '../fetch/index.ts'
import { proxyFromEnvironment } from '../http/proxy-options.ts'
import { webUrl } from './given-url.ts'

export type IdentityFlags = { readonly agent?: string; readonly contact?: string; readonly userAgent?: string }

export type FetchFlags = IdentityFlags & {
  /** Names and values in turn. */
  readonly header?: readonly string[]
  /** Seconds. */
  readonly maxTime?: number
  readonly verifyTls?: boolean
}

/** Who asks, by the flags that every verb shares. */
export function identityOf({ agent, contact, userAgent }: IdentityFlags): Identity {
  return { name: agent, contact, agent: userAgent }
}

/** Over our own wire: undici takes 50 ms to load. A connection is kept where another URL of its site may need it, else closed at once. */
export function wireFor(urls: readonly string[]): Pick<ClientOptions, 'transport' | 'keepAliveMs'> {
  const sites = new Set(urls.map(url => URL.parse(url)?.origin))
  return { transport: 'wire', keepAliveMs: sites.size < urls.length ? limits.keepAliveMs : undefined }
}

/** How one command of a person fetches. */
export function clientOptionsOf(flags: FetchFlags, urls: readonly string[] = []): ClientOptions {
  const proxy = proxyFromEnvironment(process.env)
  return {
    identity: identityOf(flags),
    headers: flags.header,
    proxy,
    ...(proxy === undefined ? wireFor(urls) : {}),
    ...(flags.verifyTls === false ? { tls: { rejectUnauthorized: false } } : {}),
  }
}

/** What a person typed, to be asked: a name and password are for its own site. @throws CrawlError url-invalid, scheme-unsupported */
export function askOf(given: string, { maxTime }: FetchFlags): Ask {
  const { href } = webUrl(given)
  warnOfLength(href)
  const url = href.split('#', 1)[0]!
  return maxTime === undefined ? { url } : { url, limits: { totalMs: maxTime * 1000 } }
}

/** Servers, proxies and old browsers cut or refuse such URLs: long data goes in the body of a POST. */
export function warnOfLength(url: string): void {
  if (url.length <= limits.urlBytes) return
  const shown = withoutCredentials(url).slice(0, 60)
  process.stderr.write(
    `orbweaver: ${shown}... has ${url.length} bytes, and not every server takes more than ${limits.urlBytes}. ` +
      'Send long data with a POST.\n',
  )
}
