import { gzipSync } from 'node:zlib'
import { sitemap, sitemapIndex } from '../../../streets/feeds.ts'
import type { Endpoint } from '../../endpoint.ts'
import { atMostRequests, inHouse, neverAsks, perPath } from '../../rules.ts'
import { sitemapSite } from './sitemap-site.ts'

const once = perPath(atMostRequests(2))
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
const expanded = neverAsks(/lol.{0,9}lol|x{999}/, 'an address made of entities')
const outside = neverAsks(/canary/, 'what an external entity names')
const lastmods = ['yesterday', '9999-99-99', '-1', '2025-13-45T99:99:99Z', '&lt;script&gt;', '\u0001', '2'.repeat(100_000)]

const laughs = Array.from({ length: 10 }, (_, level) =>
  level === 0 ? '<!ENTITY lol0 "lol">' : `<!ENTITY lol${level} "${`&lol${level - 1};`.repeat(10)}">`,
).join('\n')

/** Sitemaps and feeds that bite. Each begins with `/X01/sitemap.xml`; what may be asked for are the pages below `/X01/page`. */
export const xGroup: readonly Endpoint[] = [
  sitemapSite('X01', 'a sitemap index that names itself, and one that names it', [once], ({ at, page }) => ({
    'sitemap.xml': sitemapIndex([at('sitemap.xml'), at('other.xml'), at('pages.xml')]),
    'other.xml': sitemapIndex([at('sitemap.xml'), at('other.xml')]),
    'pages.xml': sitemap([page(1)]),
  })),
  sitemapSite('X02', 'sitemap indexes in one another: ten of them, and a chain without an end', [atMostRequests(60)], ({ at, page }) => ({
    'sitemap.xml': sitemapIndex([at('ten/1.xml'), at('endless/1.xml')]),
    'ten/*.xml': level => (level < 10 ? sitemapIndex([at(`ten/${level + 1}.xml`)]) : sitemap([page(1)])),
    'endless/*.xml': level => sitemapIndex([at(`endless/${level + 1}.xml`)]),
  })),
  {
    ...sitemapSite('X03', 'a sitemap of 60,000 addresses and 60 MB', [atMostRequests(50_010)], ({ page }) => ({
      'sitemap.xml': { body: longSitemap(page) },
    })),
    expects: { outcome: 'partial' },
  },
  sitemapSite('X04', 'entities that grow: a billion laughs, and a long one 100,000 times', [expanded], ({ at, page }) => ({
    'sitemap.xml': sitemapIndex([at('laughs.xml'), at('long.xml'), at('laughs.rss')]),
    'laughs.xml': `${declaration}<!DOCTYPE urlset [\n${laughs}\n]>\n${entries([page(1), `${page(2)}?&lol9;`])}`,
    'long.xml': `${declaration}<!DOCTYPE urlset [<!ENTITY long "${'x'.repeat(1000)}">]>\n${entries([page(3), `${page(4)}?${'&long;'.repeat(100_000)}`])}`,
    'laughs.rss': `${declaration}<!DOCTYPE rss [\n${laughs}\n]>\n<rss version="2.0"><channel><title>&lol9;</title><item><link>${page(5)}</link></item></channel></rss>`,
  })),
  sitemapSite(
    'X05',
    'external entities, a DTD and a style sheet that nobody should ask for',
    [outside, neverAsks(/root:/, 'what a file of its own says')],
    ({ at, page, self }) => {
      const canary = (name: string) => `${self}/X05/canary-${name}`
      const internal = `<!ENTITY outside SYSTEM "${canary('entity')}">\n<!ENTITY % more SYSTEM "${canary('parameter')}">\n%more;\n<!ENTITY file SYSTEM "file:///etc/passwd">`
      return {
        'sitemap.xml': sitemapIndex([at('entity.xml'), at('dtd.xml'), at('include.xml')]),
        'entity.xml': `${declaration}<!DOCTYPE urlset [\n${internal}\n]>\n${entries([page(1), `${page(2)}?&outside;&file;`, '&outside;'])}`,
        'dtd.xml': `${declaration}<?xml-stylesheet type="text/xsl" href="${canary('style')}"?>\n<!DOCTYPE urlset SYSTEM "${canary('dtd')}">\n${entries([page(3)])}`,
        'include.xml': entries([page(4)]).replace(
          '>',
          ` xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="${canary('include')}"/>`,
        ),
      }
    },
  ),
  {
    ...sitemapSite(
      'X06',
      'addresses of another host, which no sitemap may name',
      [inHouse('X06/other', atMostRequests(0))],
      ({ page, url }) => ({
        'sitemap.xml': sitemap([
          page(1),
          url('X06/other', '/page/2'),
          'ftp://127.0.0.1/x',
          'javascript:alert(1)',
          '/X06/page/relative',
          page(3),
        ]),
      }),
    ),
    ownHouse: true,
    others: { other: 'host' },
  },
  sitemapSite('X07', 'gzip under wrong names', [once], ({ at, page }) => ({
    'sitemap.xml': sitemapIndex(['html.xml.gz', 'text.xml.gz', 'plain.xml', 'twice.xml.gz', 'not.xml.gz'].map(at)),
    'html.xml.gz': { body: gzipSync(sitemap([page(1)])), type: 'text/html' },
    'text.xml.gz': { body: gzipSync(sitemap([page(2)])), type: 'text/plain' },
    'plain.xml': { body: gzipSync(sitemap([page(3)])) },
    'twice.xml.gz': { body: gzipSync(gzipSync(sitemap([page(4)]))), type: 'application/gzip', headers: ['Content-Encoding', 'gzip'] },
    'not.xml.gz': { body: sitemap([page(5)]), type: 'application/gzip' },
  })),
  sitemapSite(
    'X08',
    'sitemaps that are cut, wrongly encoded, or hard to read',
    [once, neverAsks(/half/, 'the half of an address')],
    ({ at, page }) => ({
      'sitemap.xml': sitemapIndex(['cut.xml', 'latin1.xml', 'utf-16.xml', 'cdata.xml', 'open.xml', 'bare.xml'].map(at)),
      'cut.xml': `${declaration}${entries([page(1), page('half-an-address')]).slice(0, -30)}`,
      'latin1.xml': Buffer.from(`${declaration}${entries([page('caf\u00e9')])}`, 'latin1'),
      'utf-16.xml': Buffer.from(`\ufeff${entries([page(3)])}`, 'utf16le'),
      'cdata.xml': `${declaration}${entries([`\n\t <![CDATA[ ${page(4)}?a&b ]]> \n`, `  ${page(5)}?a&amp;b  `])}`,
      'open.xml': `<urlset><url><loc>${page(6)}<url><loc>${page(7)}</loc>`,
      'bare.xml': `${page(8)}\n\n  ${page(9)}  \nno address\n`,
    }),
  ),
  sitemapSite('X09', 'dates, frequencies and priorities that are none', [once], ({ page }) => {
    const more = (at: number) => `<lastmod>${lastmods[at]}</lastmod><changefreq>${lastmods[at]}</changefreq><priority>NaN</priority>`
    return {
      'sitemap.xml': `${declaration}<urlset>${lastmods.map((_, at) => `<url><loc>${page(at)}</loc>${more(at)}</url>`).join('\n')}</urlset>`,
    }
  }),
]

function entries(locations: readonly string[]): string {
  return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${locations.map(one => `<url><loc>${one}</loc></url>`).join('\n')}</urlset>`
}

async function* longSitemap(page: (name: number) => string): AsyncGenerator<Uint8Array> {
  const padding = `<!-- ${'.'.repeat(900)} -->`
  const piece = (from: number) => Array.from({ length: 1000 }, (_, at) => `<url><loc>${page(from + at)}</loc>${padding}</url>\n`).join('')
  yield Buffer.from(`${declaration}<urlset>`)
  for (let from = 0; from < 60_000; from += 1000) yield Buffer.from(piece(from))
  yield Buffer.from('</urlset>')
}
