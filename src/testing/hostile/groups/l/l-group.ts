import { pageAnswer } from '../../../answers.ts'
import { anchor, list } from '../../../html.ts'
import { paragraph, pick, word } from '../../../seeded-words.ts'
import type { Answer } from '../../../street.ts'
import { calendarPage } from '../../../streets/calendar.ts'
import { spellings } from '../../../streets/spellings.ts'
import type { Asked, Endpoint, HostileContext, Wire } from '../../endpoint.ts'
import { atMostPages, atMostRequests, neverAsks, rule } from '../../rules.ts'
import { linkForms } from './link-forms.ts'

/** Of 1,000 real pages a trap may cost 5 % in all; ten traps stand here. */
const trapPages = 25

/** A trap of the town's calendar, alone in its house. */
function calendarTrap(id: string, says: string, start: string, most = trapPages): Endpoint {
  return {
    id,
    says,
    start,
    ownHouse: true,
    expects: { outcome: 'page' },
    rules: [atMostRequests(most)],
    async behave(asked, wire, street) {
      const page =
        asked.path === '/'
          ? undefined
          : calendarPage(asked, { seed: street.seed, self: street.self, count: key => street.count(`${id} ${key}`) })
      return page !== undefined && wire.reply(pageAnswer(asked, page))
    },
  }
}

const html = (asked: Asked, title: string, body: string, head?: string): Answer => pageAnswer(asked, { title, body, head })

/** One page, at the endpoint's own path. */
function onePage(id: string, says: string, make: (street: HostileContext, asked: Asked) => Answer, more: Partial<Endpoint> = {}): Endpoint {
  return {
    id,
    says,
    expects: { outcome: 'page' },
    async behave(asked: Asked, wire: Wire, street: HostileContext) {
      return asked.path === (more.start ?? `/${id}`) && wire.reply(make(street, asked))
    },
    ...more,
  }
}

/** Links without an end, and links that are hard to read. */
export const lGroup: readonly Endpoint[] = [
  // A month leads to 28 days and events: more than the others before it shows what it is.
  calendarTrap('L01', 'a calendar: next month, for ever', '/month/2026-01', 2 * trapPages),
  calendarTrap('L02', 'a new session id in each path', '/s/0/page/1'),
  calendarTrap('L03', 'relative links that make the path grow', '/a/'),
  calendarTrap('L04', 'a list to sort and filter: 13,500 orders of one page, and pages without an end', '/list?sort=name'),
  calendarTrap('L05', 'a maze of fresh words', '/maze/gate'),
  {
    id: 'L06',
    says: 'a site that answers 200 to everything',
    start: '/L06/welcome',
    ownHouse: true,
    expects: { outcome: 'page' },
    rules: [atMostRequests(trapPages)],
    async behave(asked, wire, street) {
      if (asked.path === '/robots.txt' || asked.path === '/healthy') return false
      const random = street.random(asked.target)
      const doors = Array.from({ length: 6 }, () => `${word(random)}/${word(random)}-${pick(random, 1e6)}`)
      const body = `<h1>Welcome</h1>\n<p>We did not find what you asked for, but look at this.</p>\n${list(doors.map(door => anchor(`/${door}`, 'Offer')))}`
      return wire.reply(html(asked, 'Welcome', body))
    },
  },
  {
    id: 'L07',
    says: 'hosts without an end: every page leads to new names of one domain',
    ownHouse: true,
    atLocalhost: true,
    expects: { outcome: 'page' },
    rules: [atMostPages(2 * trapPages)],
    async behave(asked, wire, street) {
      if (asked.path === '/robots.txt' || asked.path === '/healthy') return false
      const random = street.random(`${asked.header('host')} ${asked.target}`)
      const { port } = new URL(street.self)
      // One door leads from the address to the names.
      const doors = Array.from(
        { length: asked.path === '/L07' ? 1 : 8 },
        () => `http://${word(random)}-${pick(random, 1e6)}.trap.localhost:${port}/`,
      )
      const body = `<h1>${word(random)}</h1>\n<p>${paragraph(random)}</p>\n${list(doors.map(door => anchor(door)))}`
      return wire.reply(html(asked, 'One of many hosts', body))
    },
  },
  {
    id: 'L08',
    says: 'a million links on one page, to 10,000 URLs that robots.txt refuses',
    ownHouse: true,
    // 15 MB: longer than a crawl may take a page to be.
    expects: { outcome: 'ended', codes: ['body-too-large'] },
    rules: [neverAsks(/^\/x\//, 'what robots.txt refuses'), atMostPages(4)],
    async behave(asked, wire) {
      if (asked.path === '/robots.txt')
        return wire.reply({ status: 200, headers: ['Content-Type', 'text/plain'], body: 'User-agent: *\nDisallow: /x/\n' })
      if (asked.path !== '/L08') return false
      return wire.reply({ status: 200, headers: ['Content-Type', 'text/html'], body: manyLinks() })
    },
  },
  onePage(
    'L09',
    'a link of 64 kB, and one of 64 kB that is only a query',
    (_, asked) =>
      html(
        asked,
        'Long links',
        `${anchor(`/L09/${'long/'.repeat(13_000)}`, 'a path')} ${anchor(`/L09/?q=${'x'.repeat(65_000)}`, 'a query')}`,
      ),
    {
      rules: [
        rule('asks for no URL above 8,000 bytes', ({ requests }) =>
          requests.some(({ target }) => target.length > 8_000) ? 'asked for a URL of 64 kB' : undefined,
        ),
      ],
    },
  ),
  linkForms,
  {
    id: 'L11',
    says: 'one page under twenty spellings',
    start: '/spellings',
    ownHouse: true,
    expects: { outcome: 'page' },
    rules: [
      rule('asks for the page once or twice', ({ requests }) => {
        const times = requests.filter(({ target }) => target.includes('caf')).length
        // The case of percent-encoded bytes is left to a canonicalizer (RFC 3986 section 6.2.2.1).
        return times === 0 ? 'did not ask for it' : times > 2 ? `asked for it ${times} times` : undefined
      }),
    ],
    async behave(asked, wire, street) {
      if (asked.path === '/spellings') return wire.reply(html(asked, 'Spellings', list(spellings(street.self).map(href => anchor(href)))))
      return /^\/same\/caf%c3%a9$/i.test(asked.path) && wire.reply(html(asked, 'One page', '<h1>One page, many spellings</h1>'))
    },
  },
  onePage('L12', 'a base that is a data: URL, and links beside it', (_, asked) =>
    html(asked, 'Base', anchor('/L12/data,x'), '<base href="data:text/html,x">'),
  ),
  {
    id: 'L13',
    says: 'nofollow by element, by header field and by rel; a link behind each',
    ownHouse: true,
    expects: { outcome: 'page' },
    rules: [
      neverAsks(/\/behind-/, 'what stands only behind nofollow'),
      rule('asks for the page that may be followed', ({ requests }) =>
        requests.some(({ target }) => target === '/L13/free') ? undefined : 'did not ask for it',
      ),
    ],
    async behave(asked, wire) {
      const behind = (name: string) => anchor(`/L13/behind-${name}`)
      switch (asked.path) {
        case '/L13':
          return wire.reply(
            html(
              asked,
              'Follow',
              `${anchor('/L13/meta')} ${anchor('/L13/header')} ${anchor('/L13/free')} <a rel="nofollow" href="/L13/behind-rel">x</a>`,
            ),
          )
        case '/L13/meta':
          return wire.reply(html(asked, 'Meta', behind('meta'), '<meta name="robots" content="nofollow">'))
        case '/L13/header': {
          const answer = html(asked, 'Header', behind('header'))
          return wire.reply({ ...answer, headers: [...answer.headers, 'X-Robots-Tag', 'nofollow'] })
        }
        case '/L13/free':
          return wire.reply(html(asked, 'Free', 'Here one may go.'))
        default:
          return false
      }
    },
  },
  onePage(
    'L14',
    'links to itself with a hundred fragments',
    (_, asked) => html(asked, 'Fragments', Array.from({ length: 100 }, (_one, at) => anchor(`/L14#part-${at}`)).join(' ')),
    {
      rules: [
        rule('asks once', ({ requests }) =>
          requests.filter(({ target }) => target.startsWith('/L14')).length > 1 ? 'asked again' : undefined,
        ),
      ],
    },
  ),
]

async function* manyLinks(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<!DOCTYPE html>\n<title>A million links</title>\n')
  for (let block = 0; block < 1000; block += 1) {
    yield Buffer.from(Array.from({ length: 1000 }, (_, at) => `<a href=x/${(block % 10) * 1000 + at}>`).join(''))
  }
}
