import { isUtf8 } from 'node:buffer'
import { gunzipSync, constants as zlib } from 'node:zlib'
import { copyText } from '../base/copy-text.ts'
import { decodedPieces, encodingOf, isUtf8Text, sniffEncoding } from '../base/encoding.ts'
import { limits } from '../base/limits.ts'
import { xmlEncoding } from '../base/meta-encoding.ts'
import { isAbsoluteAddress } from './absolute-address.ts'
import type { SitemapReader } from './sitemap-xml.ts'
import { createSitemapXmlReader } from './sitemap-xml.ts'

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
  const plain = unpacked(bytes, report)
  return { ...readSitemapText(decodedPieces(plain, encodingOfSitemap(plain, report)), options.url, report), errors }
}

/** The same of its text, in pieces: no border between them makes a difference. */
export function readSitemapText(
  pieces: Iterable<string>,
  url: string | undefined,
  report: (error: string) => void,
): Omit<Sitemap, 'errors'> {
  const lines = createLineReader(report)
  let reader: SitemapReader | undefined
  for (const piece of pieces) {
    const first = reader === undefined ? /\S/.exec(piece)?.[0] : undefined
    if (first !== undefined) reader = first === '<' ? createSitemapXmlReader(url, report) : lines
    // White space in front of all: it has lines too.
    if (!(reader ?? lines).write(piece)) break
  }
  if (reader !== undefined) return reader.end()
  report('the sitemap is empty')
  return { kind: 'unknown', urls: [], sitemaps: [] }
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

function encodingOfSitemap(bytes: Uint8Array, report: (error: string) => void): string {
  const sniffed = sniffEncoding(bytes.subarray(0, 3))
  if (sniffed.source === 'bom') return sniffed.encoding
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be'
  const encoding = xmlEncoding(bytes, encodingOf) ?? 'utf-8'
  if (encoding !== 'utf-8' || isUtf8(bytes) || isUtf8Text(bytes)) return encoding
  report('not the UTF-8 it should be: read as windows-1252')
  return 'windows-1252'
}

/** One address a line (sitemaps.org, "Text file"). */
function createLineReader(report: (error: string) => void): SitemapReader {
  const urls: SitemapEntry[] = []
  let number = 1
  // The line so far without its outer white space: its begin, its length, and its length with the white space at its end.
  let [begin, length, reached] = ['', 0, 0]
  const add = (part: string) => {
    const words = reached === 0 ? part.trimStart() : part
    if (begin.length <= limits.urlInputLength) begin += words.slice(0, limits.urlInputLength + 1 - begin.length)
    const trimmed = words.trimEnd().length
    if (trimmed > 0) length = reached + trimmed
    reached += words.length
  }
  const endLine = (): boolean => {
    const loc = copyText(begin.slice(0, length))
    if (length > 0 && urls.length >= limits.sitemapUrls) {
      report(`only the first ${limits.sitemapUrls} URLs were taken`)
      return false
    }
    if (length > 0 && isAbsoluteAddress(loc)) urls.push({ loc })
    else if (length > 0) report(`line ${number} is not an absolute URL: ${loc.slice(0, 80)}`)
    number++
    begin = ''
    length = reached = 0
    return true
  }
  let isFull = false
  return {
    write(piece) {
      for (let start = 0; start < piece.length && !isFull; ) {
        const newline = piece.indexOf('\n', start)
        add(piece.slice(start, newline < 0 ? piece.length : newline))
        if (newline < 0) break
        start = newline + 1
        isFull = !endLine()
      }
      return !isFull
    },
    end() {
      if (!isFull) endLine()
      return { kind: urls.length > 0 ? 'text' : 'unknown', urls, sitemaps: [] }
    },
  }
}
