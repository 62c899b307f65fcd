import { escapeCsv, escapeLines, escapeTerminal, oneLine, withoutCredentials } from '../../src/base/escape.ts'
import { parseCurl } from '../../src/curl/index.ts'
import { fileNameFor, filePathFor } from '../../src/download/file-names.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { parseCookieFile } from '../../src/fetch/cookie-file.ts'
import { openCookieJar } from '../../src/fetch/cookie-jar.ts'
import { classifyHost } from '../../src/net/address-class.ts'
import { readPage } from '../../src/page/read-page.ts'
import { createAgentRules } from '../../src/robots/agent-rules.ts'
import { readRobotsFile } from '../../src/robots/robots-file.ts'
import { robotsMeta } from '../../src/robots/robots-meta.ts'
import { robotsText } from '../../src/robots/robots-text.ts'
import { rulePath } from '../../src/robots/rule-path.ts'
import { createLookAlikeTrap } from '../../src/spider/look-alike-trap.ts'
import { createMazeTrap } from '../../src/spider/maze-trap.ts'
import { createRouter } from '../../src/spider/router.ts'
import { jsonLine } from '../../src/spider/sink.ts'
import { urlTraps } from '../../src/spider/url-traps.ts'
import { canonicalUrl, createCanonicalizer } from '../../src/url/canonical.ts'
import { applyRules } from '../../src/url/canonical-rules.ts'
import { registrableDomain } from '../../src/url/registrable.ts'
import type { LinearRow, Shapes } from './linear-row.ts'
import { bytesOf, each, fill, rowsOf } from './linear-row.ts'

const robots = 'User-agent: *\n'
const robotsShapes: Shapes = {
  'wild cards': fill('Disallow: /*a*a*a*a\n', robots),
  'one line': fill('a', `${robots}Disallow: /`),
  'one line of wild cards': fill('*a', `${robots}Disallow: /`, '$'),
  'one line of blanks': fill(' ', `${robots}Disallow: /a`, 'b'),
  'one line of colons': fill(':', robots),
  'comment signs': fill('#', robots),
  'line ends CR': fill('\r', robots),
  'names of robots': each(number => `User-agent: bot${number}\n`, 20, '', 'Disallow: /\n'),
  'one robot in many groups': fill('User-agent: a\nDisallow: /\n'),
  'rules under many names': each(number => `User-agent: bot${number % 100}\nUser-agent: *\nDisallow: /${number}\n`, 50),
  'crawl delays': fill('Crawl-delay: 1\n', robots),
  'one crawl delay': fill('1', `${robots}Crawl-delay: `, '.'),
  sitemaps: each(number => `Sitemap: http://a/${number}\n`, 22),
  'spellings of octets': fill('%7e%2f$*', `${robots}Disallow: /`),
  'not UTF-8': fill('\xff\xc0', `${robots}Disallow: /`),
}

/** Files and lines of any length: the limits on both are left out. */
const robotsRows = [
  ...rowsOf('robots: file', text => () => readRobotsFile(text, false), robotsShapes),
  ...rowsOf('robots: file as Google reads it', text => () => readRobotsFile(text, true), robotsShapes),
  ...rowsOf(
    'robots: rules of one agent',
    text => {
      const rules =
        readRobotsFile(text, false)
          .groups.get('*')
          ?.flatMap(({ group }) => group.rules) ?? []
      return () => createAgentRules(rules).may('/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?b')
    },
    robotsShapes,
  ),
  ...rowsOf(
    'robots: one path',
    text => {
      const value = '/*a*a*a*a*a*a*a*a*a*a*aa%41*b$'
      const rules = createAgentRules([{ allow: false, value, line: 1, text: value }], { google: true })
      return () => rules.may(rulePath(text))
    },
    {
      letters: fill('a', 'http://a/'),
      'letters without the end': fill('ab', 'http://a/', 'c'),
      'octets to fold': fill('%61%7e', 'http://a/'),
      'stars and dollars': fill('*$', 'http://a/'),
      slashes: fill('/', 'http://a'),
      colons: fill(':', ''),
      'no path': fill('a', 'http://'),
    },
  ),
  ...rowsOf(
    'robots: bytes to text',
    text => {
      const bytes = bytesOf(text)
      return () => robotsText(bytes)
    },
    robotsShapes,
  ),
  ...rowsOf(
    'robots: meta and X-Robots-Tag',
    text => () => robotsMeta({ meta: [{ name: 'robots', content: text }], headers: ['x-robots-tag', text], agent: 'a/1' }),
    {
      words: fill('noindex, '),
      commas: fill(','),
      blanks: fill(' ', 'a'),
      dates: fill('unavailable_after: mon, '),
      'dates after a long name': fill('a', '', ' unavailable_after: mon, x'),
      names: fill('a: '),
    },
  ),
]

const urlShapes: Shapes = {
  letters: fill('a', 'http://a/'),
  'steps up': fill('../', 'http://a/'),
  'steps up and down': fill('a/../', 'http://a/'),
  'steps down': fill('a/', 'http://a/', '../'.repeat(100)),
  slashes: fill('/', 'http://a'),
  backslashes: fill('\\', 'http://a'),
  'at signs': fill('@', 'http://a'),
  colons: fill(':', 'http://a'),
  'dots in the host': fill('.', 'http://a', '/'),
  'labels in the host': fill('a.', 'http://', 'com/'),
  'letters of Unicode in the host': fill('ä.', 'http://', 'com/'),
  'numbers in the host': fill('1.', 'http://'),
  octets: fill('%7e', 'http://a/'),
  'percent signs': fill('%', 'http://a/'),
  'half octets': fill('%4', 'http://a/'),
  questions: fill('?', 'http://a/'),
  fragments: fill('#', 'http://a/'),
  parameters: fill('a=1&', 'http://a/?'),
  sessions: fill(';jsessionid=', 'http://a/'),
  'sessions of ASP.NET': fill('/(S(abcdefghijklmnopqrstuvwx)', 'http://a'),
  'sessions of ASP.NET in one segment': fill('S(abcdefghijklmnopqrstuvwx)', 'http://a/(', ')'),
  'line ends': fill('\n', 'http://a/', 'b'),
  'spaces at the end': fill(' ', 'http://a/', '#'),
  'other characters': fill('\u{1f600}', 'http://a/'),
}

const rules = { tracking: true, session: true, sortQuery: true, dropParameters: ['x'] }
const urlRows = [
  // The parser of Node, under no limit: what stands behind `limits.urlInputLength` is shown to be linear too.
  ...rowsOf('url: Node parser', text => () => URL.parse(text)?.href, urlShapes),
  ...rowsOf('url: rules', text => () => applyRules(text, rules), urlShapes),
  ...rowsOf(
    'url: canonical',
    text => {
      const parts = cut(text, 60_000)
      return () => parts.map(part => canonicalUrl(part, undefined, rules))
    },
    urlShapes,
  ),
  ...rowsOf(
    'url: many against one base',
    text => {
      const hrefs = cut(text.slice('http://a'.length), 30)
      return () => hrefs.map(createCanonicalizer(`http://a/${'b/'.repeat(500)}`))
    },
    urlShapes,
  ),
  ...rowsOf('url: shown without its password', text => () => withoutCredentials(text), urlShapes),
  ...rowsOf(
    'url: traps',
    text => {
      const scope = urlTraps({ urlBytes: 2 ** 30, pathSegments: 2 ** 30, queryParameters: 2 ** 30, segmentRepeats: 2 ** 30 })([])
      return () => scope({ url: text, via: 'anchor', depth: 1 })
    },
    urlShapes,
  ),
  ...rowsOf(
    'url: router',
    text => {
      const router = createRouter()
      for (const pattern of ['/:a/:b/*', '/:id(\\d+)', 'https://*.example.org/*']) router.add(pattern, () => {})
      const parts = cut(text, 60_000)
      return () => parts.map(part => router.match(part))
    },
    urlShapes,
  ),
  ...rowsOf('url: file names', text => () => [quietly(() => fileNameFor(text)), quietly(() => filePathFor(text))], urlShapes),
  ...rowsOf('url: registrable domain', text => () => registrableDomain(text.slice(7)), urlShapes),
  ...rowsOf('url: class of a host', text => () => classifyHost(text.slice(7)), urlShapes),
]

const outputShapes: Shapes = {
  controls: fill('\x1b\u202e'),
  quotes: fill('"'),
  'line ends': fill('\r\n'),
  'white space': fill(' \t', 'a', 'b'),
  'white space and a sign': fill(' \t', '', '=1'),
  'signs of formulas': fill('=+-@'),
  'at signs': fill('@', '//'),
  'halves of characters': fill('\ud800'),
  'line separators': fill('\u2028'),
  full: fill('.'),
}

const outputRows = [
  ...rowsOf('output: terminal', text => () => [escapeTerminal(text, 2 ** 30), escapeLines(text)], outputShapes),
  ...rowsOf('output: CSV', text => () => escapeCsv(text), outputShapes),
  ...rowsOf('output: JSON', text => () => jsonLine({ text }), outputShapes),
  ...rowsOf('output: message', text => () => [oneLine(text), withoutCredentials(text)], outputShapes),
]

const netscape = (number: number) => `.a${number}.example\tTRUE\t/\tFALSE\t0\tn\tv\n`
const cookieRows = [
  ...rowsOf('cookies: file', text => () => parseCookieFile(text), {
    'cookies of one site': fill('a.example\tFALSE\t/\tFALSE\t0\tn\tv\n'),
    'cookies of many sites': each(netscape, 36),
    tabs: fill('\t'),
    'one long value': fill('a', 'a.example\tFALSE\t/\tFALSE\t0\tn\t'),
    'one long number': fill('1', 'a.example\tFALSE\t/\tFALSE\t'),
    comments: fill('#\n'),
    'line ends': fill('\r'),
  }),
  ...rowsOf(
    'cookies: jar',
    text => {
      const lines = text.split('\n')
      return () => {
        const jar = openCookieJar()
        for (const [index, line] of lines.entries()) jar.take(`http://h${index % 5}.example/`, [line])
        for (let index = 0; index < 5; index++) jar.cookiesFor(`http://h${index}.example/a/b`)
        return jar.all()
      }
    },
    {
      'cookies of many names': each(number => `n${number}=v; path=/\n`, 18),
      'cookies of many paths': each(number => `n=v; path=/${number}\n`, 18),
      'one name': fill('n=v\n'),
      'long values': fill(`n=${'v'.repeat(4000)}\n`),
      'many attributes': fill(`n=v${'; a=b'.repeat(900)}\n`),
      'parts of a path': fill(`n=v; path=${'/a%41'.repeat(900)}\n`),
    },
  ),
  ...rowsOf(
    'cookies: jar of many sites',
    text => {
      const lines = text.split('\n')
      return () => {
        const jar = openCookieJar()
        for (const [index, line] of lines.entries()) jar.take(`http://h${index}.example/`, [line])
      }
    },
    { 'a site each': fill('n=v; domain=example\n') },
  ),
]

const curlRows = rowsOf('curl: line', text => () => quietly(() => parseCurl(text)), {
  headers: fill(" -H 'a: b'", 'curl http://a/'),
  'data pieces': fill(' -d a=1', 'curl http://a/'),
  urls: fill(' http://a/', 'curl'),
  backslashes: fill('\\', 'curl http://a/'),
  'one word': fill('a', 'curl http://a/'),
  'single quotes': fill("''", 'curl http://a/'),
  'an open quote': fill('a', 'curl http://a/ "'),
  'ANSI escapes': fill('\\x41\\u00e4', "curl http://a/ $'", "'"),
  'an open ANSI quote': fill("$'a'", 'curl http://a/ '),
  carets: fill('^', 'curl http://a/ ^"', '^"'),
  'carets and quotes': fill('^"', 'curl http://a/ '),
  'slashes of cmd': fill('\\"', 'curl http://a/ ^"'),
  blanks: fill(' ', 'curl http://a/'),
  comments: fill('#a\n', 'curl http://a/ \\\n '),
  'a path before curl': fill('a/', '', 'curl http://a/'),
  'spaces of curl': fill('curl/', '', ' http://a/'),
  'joined letters': fill('s', 'curl http://a/ -'),
  'form pieces': fill(' -F "a=b;type=text/plain"', 'curl http://a/'),
  'one form piece': fill(';a=b', 'curl http://a/ -F "a=b', '"'),
})

const words = 'one two three four '
const trapRows = rowsOf(
  'traps: look-alike pages and mazes',
  text => {
    const url = 'http://a.example/calendar/2020-01-01'
    const link = { url, via: 'anchor', depth: 1 } as const
    const page = readPage(htmlAnswer(url, text), link)
    return () => {
      const [alike, maze] = [createLookAlikeTrap(), createMazeTrap()]
      alike.learn(link, page, [])
      return maze.learn(link, page, page.namedLinks().links)
    }
  },
  {
    words: fill(words),
    digits: fill('1'),
    'digits and points': fill('1.'),
    'words and digits': fill('a1-'),
    'letters without a digit': fill('a'),
    hyphens: fill('-'),
    blanks: fill(' ', 'a', 'b'),
    'a long title': fill('a1 ', '<title>', '</title>'),
    links: each(number => `<a href=/calendar/${number}>x</a>`, 28),
  },
)

export const textRows: readonly LinearRow[] = [...robotsRows, ...urlRows, ...outputRows, ...cookieRows, ...curlRows, ...trapRows]

function htmlAnswer(url: string, html: string): Exchange {
  const body = Buffer.from(html)
  return {
    order: { method: 'GET', url, headers: [] },
    status: 200,
    reason: '',
    headers: ['content-type', 'text/html'],
    body,
    bytes: { raw: body.length, decoded: body.length },
    timings: { startedAt: 0, headersMs: 0, totalMs: 0 },
    anomalies: [],
  }
}

function cut(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, part) => text.slice(part * length, (part + 1) * length))
}

/** What is refused has been read as far as that. */
function quietly(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
