import { gzipSync } from 'node:zlib'
import type { StaticFile } from '../static-answer.ts'
import type { StreetContext } from '../street.ts'

/** Pages `/note/0` to `/note/9`. */
export const notes = 10

const published = Date.UTC(2025, 4, 1)
const dayMs = 86_400_000
const sitemapSpace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/** Sitemaps (XML, gzip, text, index) and feeds (RSS 2.0, Atom) of the notes. */
export function feedAt(path: string, { self }: StreetContext): StaticFile | undefined {
  const urls = Array.from({ length: notes }, (_, note) => `${self}/note/${note}`)
  switch (path) {
    case '/sitemap-index.xml':
      return { body: sitemapIndex([`${self}/sitemap.xml`, `${self}/sitemap.xml.gz`]), type: 'application/xml' }
    case '/sitemap.xml':
      return { body: sitemap(urls.slice(0, 5)), type: 'application/xml' }
    case '/sitemap.xml.gz':
      return { body: gzipSync(sitemap(urls.slice(5))), type: 'application/gzip' }
    case '/sitemap.txt':
      return { body: `${urls.join('\n')}\n`, type: 'text/plain; charset=utf-8' }
    case '/rss.xml':
      return { body: rss(self, urls), type: 'application/rss+xml' }
    case '/atom.xml':
      return { body: atom(self, urls), type: 'application/atom+xml' }
    default:
      return undefined
  }
}

export function sitemapIndex(parts: readonly string[]): string {
  const entries = parts.map(part => `<sitemap><loc>${part}</loc></sitemap>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex ${sitemapSpace}>\n${entries.join('\n')}\n</sitemapindex>\n`
}

export function sitemap(urls: readonly string[]): string {
  const entries = urls.map(url => `<url><loc>${url}</loc><lastmod>2025-05-01</lastmod></url>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${sitemapSpace}>\n${entries.join('\n')}\n</urlset>\n`
}

function rss(self: string, urls: readonly string[]): string {
  const items = urls.map(
    (url, at) => `<item><title>Note ${at}</title><link>${url}</link><guid>${url}</guid><pubDate>${day(at).toUTCString()}</pubDate></item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
<title>Notes</title><link>${self}/</link><description>Notes of the practice town</description>
${items.join('\n')}
</channel></rss>
`
}

function atom(self: string, urls: readonly string[]): string {
  const entries = urls.map(
    (url, at) => `<entry><title>Note ${at}</title><id>${url}</id><link href="${url}"/><updated>${day(at).toISOString()}</updated></entry>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>Notes</title><id>${self}/</id><updated>${day(urls.length - 1).toISOString()}</updated><author><name>The practice town</name></author>
${entries.join('\n')}
</feed>
`
}

function day(note: number): Date {
  return new Date(published + note * dayMs)
}
