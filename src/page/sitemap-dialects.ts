/** How one kind of sitemap or feed says what we want to know. */
export type SitemapDialect = {
  readonly kind: 'urlset' | 'index' | 'feed'
  /** Do entries stand without prefix, whatever the root has? */
  readonly bare: boolean
  readonly entries: ReadonlyMap<string, 'url' | 'sitemap'>
  /** Element names, without prefix, to what they say. */
  readonly fields: ReadonlyMap<string, string>
}

// `url` in an index and `sitemap` in a urlset are against the schema, and clear enough.
const sitemapEntries = new Map([
  ['url', 'url'],
  ['sitemap', 'sitemap'],
] as const)
const sitemapFields = new Map(['loc', 'lastmod', 'changefreq', 'priority'].map(name => [name, name]))
const rss: SitemapDialect = {
  kind: 'feed',
  bare: true,
  entries: new Map([['item', 'url']]),
  fields: new Map([
    ['link', 'link'],
    ['guid', 'guid'],
    ['pubdate', 'lastmod'],
    ['date', 'lastmod'],
  ]),
}
/** By the root element, without prefix, lower case. */
export const sitemapDialects: ReadonlyMap<string, SitemapDialect> = new Map<string, SitemapDialect>([
  ['urlset', { kind: 'urlset', bare: false, entries: sitemapEntries, fields: sitemapFields }],
  ['sitemapindex', { kind: 'index', bare: false, entries: sitemapEntries, fields: sitemapFields }],
  ['rss', rss],
  ['rdf', rss],
  [
    'feed',
    {
      kind: 'feed',
      bare: false,
      entries: new Map([['entry', 'url']]),
      fields: new Map([
        ['link', 'link'],
        ['updated', 'lastmod'],
      ]),
    },
  ],
])
