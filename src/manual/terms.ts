export type Term = {
  readonly name: string
  readonly says: string
  /** Commands that show it. */
  readonly commands: readonly string[]
}

type TermRow = readonly [name: string, says: string, ...commands: string[]]

/** The glossary: the words of a chapter on networked programs, and those of this program. */
const rows: readonly TermRow[] = [
  [
    'BeautifulSoup',
    'A Python library that reads HTML however broken it is, and finds things in it. Orbweaver reads such pages the way browsers do.',
    'orbweaver links URL',
    'orbweaver count p URL',
  ],
  [
    'port',
    'A number from 0 to 65535 that says which program on a machine is meant: 80 for the web, 443 for the web with TLS, 25 for mail.',
    'orbweaver explain port 80',
    'orbweaver explain port 25',
  ],
  [
    'scrape',
    'To fetch a page as a browser does and take a well-limited part out of it: an age, a price, a list of links.',
    'orbweaver links URL --compare',
    'orbweaver words URL',
  ],
  [
    'socket',
    'One end of a connection between two programs. Both may write and read on it, in either direction, at any time.',
    'orbweaver listen 1024 --say "Hello World"',
    'orbweaver talk 127.0.0.1 1024 --read 5',
  ],
  [
    'spider',
    'A program that fetches a page, then the pages it links to, and so on: how a search engine makes its index.',
    'orbweaver crawl URL',
    'orbweaver links URL',
  ],
  ['crawler', 'Another word for a spider; a crawl is its journey.', 'orbweaver crawl URL --store study', 'orbweaver resume study'],
  ['robot', 'Any program that asks web servers by itself; what robots.txt speaks to.', 'orbweaver robots URL'],
  ['robots.txt', 'The file in which a site says what robots may fetch (RFC 9309).', 'orbweaver robots URL --agent NAME'],
  [
    'politeness',
    'Asking one site for one page at a time, with a pause between, and waiting when it asks for it.',
    'orbweaver crawl URL --delay 2',
  ],
  ['frontier', 'All URLs that a crawl has met, and which of them still wait.', 'orbweaver crawl URL --store study'],
  ['seed', 'A URL that a crawl begins with.', 'orbweaver crawl URL'],
  ['scope', 'What belongs to a crawl: one site, one domain, one folder.', 'orbweaver crawl URL --scope prefix'],
  ['trap', 'Pages without end that a program makes up while you ask: calendars, session ids, paths that repeat.', 'orbweaver practice'],
  ['checksum', 'A number made of the data and sent with it, so that damage on the way is noticed.', 'orbweaver explain packet'],
  [
    'regular expression',
    'A pattern for text. It finds links, and misses and spoils some that a parser reads.',
    'orbweaver links URL --regex',
  ],
  ['parser', 'A program that reads a language by its rules, here HTML with all its errors.', 'orbweaver links URL'],
  [
    'idempotent',
    'Said of a method that may be sent twice with the effect of once: GET, HEAD, PUT, DELETE; not POST.',
    'orbweaver explain method POST',
  ],
  [
    'validator',
    'A mark of one version of a page, ETag or Last-Modified: with it you ask whether there is a newer one.',
    'orbweaver head URL',
  ],
]

export const terms: readonly Term[] = rows.map(([name, says, ...commands]) => ({ name, says, commands }))
