/** The one door to the shared conformance cases: public API in, plain values out. Importing it has no side effects. */
import { fileNameFor, filePathFor } from '../../src/download/index.ts'
import { redirectHeaders as headersAfterRedirect, redirectMethod as methodAfterRedirect, openCookieJar } from '../../src/fetch/index.ts'
import { parseRetryAfter } from '../../src/headers/index.ts'
import { contentCodings, decodeBody } from '../../src/http/index.ts'
import { headerValues } from '../../src/index.ts'
import { classifyHost } from '../../src/net/index.ts'
import { parseSitemap, sniffEncoding } from '../../src/page/index.ts'
import { parseRobots } from '../../src/robots/index.ts'
import { canonicalUrl, registrableDomain } from '../../src/url/index.ts'
import { parseAnswer } from '../../src/wire/index.ts'

export function robots(text: Uint8Array, userAgent: string, url: string, options: { google?: boolean } = {}): boolean {
  return parseRobots(text, options).may(url, userAgent)
}

export function encoding(bytes: Uint8Array): string {
  return sniffEncoding(bytes, undefined, { guess: false }).encoding
}

export function sitemap(bytes: Uint8Array): { urls: string[]; sitemaps: string[]; errors: string[] } {
  const { urls, sitemaps, errors } = parseSitemap(bytes)
  return { urls: urls.map(entry => entry.loc), sitemaps, errors }
}

export function urlParse(input: string, base?: string | null): string | null {
  return URL.parse(input, base ?? undefined)?.href ?? null
}

/** Schemes that are not crawled have no canonical form of ours: their href stands for itself. */
export function urlKey(href: string): string {
  return canonicalUrl(href) ?? href
}

export function registrable(domain: string | null): string | null {
  return domain === null ? null : registrableDomain(domain)
}

export const retryAfter: (value: string, now: Date) => number | null = parseRetryAfter

/** `name` where only DNS can tell, `invalid` where the URL parser refuses. */
export function addressClass(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? 'invalid' : classifyHost(parsed.hostname)
}

type RedirectHeadersCase = { status: number; method: string; from: string; to: string; user_headers: readonly string[] }

export function redirectHeaders({ status, method, from, to, user_headers: names }: RedirectHeadersCase): string[] {
  const { keepBody } = methodAfterRedirect({ status, method })
  const sent = headersAfterRedirect(
    names.flatMap(name => [name, 'x']),
    from,
    to,
    { keepBody },
  )
  return sent.filter((_, index) => index % 2 === 0)
}

export function redirectMethod({ status, method }: { status: number; method: string }): { becomes: string; body_kept: boolean } {
  const next = methodAfterRedirect({ status, method })
  return { becomes: next.method, body_kept: next.keepBody }
}

export function cookies(received: string[], setFrom: string, sentTo: string): { name: string; value: string }[] {
  const jar = openCookieJar()
  // Each field is an answer of its own, as far as the limit of an answer is concerned.
  for (const field of received) jar.take(setFrom, [field])
  return jar.cookiesFor(sentTo).map(({ name, value }) => ({ name, value }))
}

/** As in a folder of downloads where the server proposes a name, else as in a mirror, where each URL has a path of its own. */
export function fileName(url: string, contentDisposition?: string): string {
  return contentDisposition === undefined ? filePathFor(url) : fileNameFor(url, { contentDisposition })
}

type WireOutcome = { outcome: string; body?: string; connection_reused?: boolean }

/** One answer with all that follows it to the close. `error-or-body-warn` is decided by `strict`: false (default) reads and reports. */
export async function wireAnswer(bytes: Uint8Array, options: { strict?: boolean } = {}): Promise<WireOutcome> {
  const { head, body, failure, isCut, anomalies, mayReuse } = parseAnswer(bytes, options)
  const codings = [...contentCodings(headerValues(head?.headers ?? [], 'content-encoding')), ...(head?.transferCodings ?? [])]
  const decoded = await decodeBody([body], codings).catch(() => undefined)
  const given = Buffer.from(decoded?.bytes ?? body).toString('latin1')
  const isWhole = failure === undefined && !isCut && decoded !== undefined && decoded.cut === undefined
  if (!isWhole)
    return given === ''
      ? { outcome: 'error', connection_reused: false }
      : { outcome: 'error-partial', body: given, connection_reused: false }
  const isClean = anomalies.length + decoded.anomalies.length === 0
  return { outcome: isClean ? 'body' : 'body-warn', body: given, connection_reused: mayReuse && isClean }
}

export { soupCase } from './soup-case.ts'
export { parseTree } from './tree-dump.ts'
