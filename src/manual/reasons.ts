export type ReasonFacts = {
  /** As it stands in a report and in the store. */
  readonly name: string
  readonly says: string
  /** How to have it otherwise. */
  readonly change: string
}

type ReasonRow = readonly [name: string, says: string, change: string]

const rows: readonly ReasonRow[] = [
  ['other-site', 'The link leads to another scheme, host or port than the seeds have.', '--scope host, domain or all; or another seed'],
  ['other-host', 'The link leads to another host.', '--scope domain or all; or another seed'],
  ['other-domain', 'The link leads to another registrable domain.', '--scope all; or another seed'],
  ['other-prefix', 'The link leads out of the folders of the seeds.', '--scope site'],
  ['too-deep', 'The page is more links away from its seed than --depth allows.', '--depth'],
  ['not-included', 'No --include matches the URL.', '--include'],
  ['excluded', 'An --exclude matches the URL.', '--exclude'],
  ['pattern-late', 'An --include or --exclude was not done with the URL in time: it tries too many ways.', '--include, --exclude'],
  [
    'nofollow',
    'The page or the link asks robots not to follow: meta robots, X-Robots-Tag, rel=nofollow.',
    '--no-nofollow, if the site is yours',
  ],
  ['noindex', 'The page asks robots not to record it: it was read, its items are left out.', '--no-nofollow, if the site is yours'],
  ['robots', 'robots.txt refuses the URL; by which line: orbweaver robots URL.', 'ask its webmaster'],
  ['not-web', 'The link is no web address: mailto:, javascript:, tel: ...', 'nothing: there is no page'],
  ['too-many-links', 'The page has more links than are taken from one page.', 'nothing: what is above the limit is counted'],
  ['trap-url-length', 'The URL is longer than any real one: it grows by itself.', '--no-traps'],
  ['trap-path-segments', 'The path has too many folders: it grows by itself.', '--no-traps'],
  ['trap-repeated-segment', 'One folder stands in the path again and again: a relative link that grows.', '--no-traps'],
  ['trap-query-parameters', 'The query has too many parameters, or one again and again.', '--no-traps'],
  [
    'trap-look-alikes',
    'Pages of this shape say the same under ever new URLs: calendars, session ids, sort orders.',
    '--no-traps, or --strip-sessions',
  ],
  ['trap-same-page', 'The link stands on copies of one page alone, which lead to ever more of them.', '--no-traps'],
  ['trap-maze', 'Pages of this part of the site lead to nothing but ever new ones.', '--no-traps'],
  ['over-budget', 'More URLs of this site are known than are kept.', '--max-per-site, or the option budget of the library'],
  ['budget-pages', 'The site has had its pages; the rest waits.', '--max-per-site'],
  ['budget-bytes', 'The site has had its bytes; the rest waits.', 'the option budget of the library'],
  ['budget-errors', 'The site has failed too often; the rest waits.', 'the option budget of the library'],
  ['not-due', 'The page was fetched so lately that it need not be asked again yet.', 'wait, or see "Crawl again" in the guide'],
]

export const reasons: readonly ReasonFacts[] = rows.map(([name, says, change]) => ({ name, says, change }))
