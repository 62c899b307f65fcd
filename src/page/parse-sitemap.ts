import { isUtf8 } from 'node:buffer'
import { gunzipSync, constants as zlib } from 'node:zlib'
import { decodeText, encodingOf, isUtf8Text, sniffEncoding } from '../base/encoding.ts'
import { limits } from '../base/limits.ts'
import { xmlEncoding } from '../base/meta-encoding.ts'
import { isAbsoluteAddress } from './absolute-address.ts'
import { readSitemapXml } from './sitemap-xml.ts'

export type SitemapEntry = {
  /** Absolute, as written. */
  readonly loc: string
  /** As written: `lastmod`, `pubDate`, `dc:date`, `updated`. Often wrong; never trusted. */
  readonly lastmod?: string
  readonly changefreq?: string
  readonly priority?: string
}

export type Sitemap = {
  readonly kind: 'urlset' | 'index' | 'feed' | 'text' | 'unknown'
  readonly urls: SitemapEntry[]
  /** Addresses of further sitemaps, as written. */
  readonly sitemaps: string[]
  /** What was wrong and what was left out, for people; at most `limits.sitemapErrors`. */
  readonly errors: string[]
}

export type SitemapOptions = {
  /** Where it was found: relative addresses in feeds are read against it. Sitemaps must be absolute (sitemaps.org). */
  readonly url?: string | undefined
}

/**
 * Reads a sitemap (sitemaps.org): XML urlset and index in any namespace, plain text, RSS 2.0 and 1.0, Atom, each also in gzip.
 * What can be read is kept, what cannot is named in `errors`; nothing throws. At most `limits.sitemapBytes` and `limits.sitemapUrls`.
 */
export function parseSitemap(bytes: Uint8Array, options: SitemapOptions = {}): Sitemap {
  const errors: string[] = []
  const report = (error: string) => {
    if (errors.length < limits.sitemapErrors) errors.push(error)
  }
  const text = sitemapText(unpacked(bytes, report), report)
  const start = /\S/.exec(text)?.index ?? text.length
  if (start === text.length) {
    report('the sitemap is empty')
    return { kind: 'unknown', urls: [], sitemaps: [], errors }
  }
  if (text[start] === '<') return { ...readSitemapXml(text, options.url, report), errors }
  const urls = readLines(text, report)
  return { kind: urls.length > 0 ? 'text' : 'unknown', urls, sitemaps: [], errors }
}

function unpacked(bytes: Uint8Array, report: (error: string) => void): Uint8Array {
  let plain = bytes
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      // the flush gives out what a cut file holds
      plain = gunzipSync(bytes, { maxOutputLength: limits.sitemapBytes, finishFlush: zlib.Z_SYNC_FLUSH })
    } catch (error) {
      const isTooLarge = error instanceof RangeError
      report(isTooLarge ? `unpacked it is larger than ${limits.sitemapBytes} bytes` : `not readable as gzip: ${(error as Error).message}`)
      return new Uint8Array()
    }
  }
  if (plain.length <= limits.sitemapBytes) return plain
  report(`only the first ${limits.sitemapBytes} bytes were read`)
  return plain.subarray(0, limits.sitemapBytes)
}

function sitemapText(bytes: Uint8Array, report: (error: string) => void): string {
  const sniffed = sniffEncoding(bytes.subarray(0, 3))
  if (sniffed.source === 'bom') return decodeText(bytes, sniffed.encoding)
  if (bytes[0] === 0x3c && bytes[1] === 0) return decodeText(bytes, 'utf-16le')
  if (bytes[0] === 0 && bytes[1] === 0x3c) return decodeText(bytes, 'utf-16be')
  const encoding = xmlEncoding(bytes, encodingOf) ?? 'utf-8'
  if (encoding !== 'utf-8' || isUtf8(bytes) || isUtf8Text(bytes)) return decodeText(bytes, encoding)
  report('not the UTF-8 it should be: read as windows-1252')
  return decodeText(bytes, 'windows-1252')
}

/** One address a line (sitemaps.org, "Text file"). */
function readLines(text: string, report: (error: string) => void): SitemapEntry[] {
  const urls: SitemapEntry[] = []
  let number = 0
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const loc = text.slice(start, end).trim()
    start = end + 1
    number++
    if (loc === '') continue
    if (urls.length >= limits.sitemapUrls) {
      report(`only the first ${limits.sitemapUrls} URLs were taken`)
      break
    }
    if (isAbsoluteAddress(loc)) urls.push({ loc })
    else report(`line ${number} is not an absolute URL: ${loc.slice(0, 80)}`)
  }
  return urls
}
