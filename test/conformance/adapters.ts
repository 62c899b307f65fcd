/** The one door to the shared conformance cases: public API in, plain values out. Importing it has no side effects. */
import { parseSitemap, sniffEncoding } from '../../src/page/index.ts'
import { parseRobots } from '../../src/robots/index.ts'

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
