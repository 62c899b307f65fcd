import { pageAnswer, redirectAnswer } from '../../../answers.ts'
import { anchor, list } from '../../../html.ts'
import type { Asked, Endpoint, HostileContext } from '../../endpoint.ts'
import type { Seen } from '../../rules.ts'
import { atMostRequests, inHouse, keepsApart, leavesWithin, neverAsks, robotsFirst, rule, takesAtMost } from '../../rules.ts'
import type { Robots } from './robots-answers.ts'
import { bomb, endless, filler, hops, longFile, manySitemaps, mib, rules, status, text, textOf, trickle } from './robots-answers.ts'

const hourMs = 3_600_000
/** As they stand: whether a robot asks for its robots.txt at all. */
const none = [robotsFirst()]
const obeys = neverAsks(/\/closed/, 'what robots.txt closes')

/** Each has a site of its own: a page with three links, and a robots.txt that closes `/R01/closed` if it closes anything. */
export const rGroup: readonly Endpoint[] = [
  site('R01', 'a robots.txt of 600 KiB, with a rule in front and one at its end', text(longFile)),
  site('R02', 'a robots.txt that does not end', (asked, wire) => wire.reply(textOf(endless(rules(asked), filler))), {
    rules: [obeys, takesAtMost(16 * mib), leavesWithin(120_000)],
  }),
  closed('R03', 'a robots.txt that comes a byte a second', trickle, { codes: ['timeout-rate', 'timeout-total'], clock: 'totalMs' }, [
    leavesWithin(120_000),
  ]),
  closed('R04', 'a robots.txt that is answered with status 500', status(500)),
  closed('R04-503', 'a robots.txt that is answered with 503 and Retry-After: 3600', status(503, ['Retry-After', '3600']), {}, [
    keepsApart(hourMs),
  ]),
  closed('R04-429', 'a robots.txt that is answered with 429', status(429), {}, [atMostRequests(4)]),
  site('R04-403', 'a robots.txt that is forbidden (403): there is none', status(403), { rules: none }),
  site('R04-401', 'a robots.txt that wants a password (401): there is none', status(401, ['WWW-Authenticate', 'Basic realm="robots"']), {
    rules: none,
  }),
  site('R05', 'a robots.txt behind five redirects', hops(5)),
  site('R05-6', 'a robots.txt behind six redirects, which counts as none', hops(6), { rules: [robotsFirst(), atMostRequests(30)] }),
  site('R05-loop', 'a robots.txt that is redirected in a circle, which counts as none', hops(Infinity), {
    rules: [robotsFirst(), atMostRequests(30)],
  }),
  site(
    'R05-host',
    'a robots.txt that is redirected to another host: what stands there holds here',
    (asked, wire, street) => {
      if (asked.house === 'R05-host/other') return wire.reply(textOf(rules(asked)))
      return wire.reply(redirectAnswer(302, street.url('R05-host/other', '/robots.txt')))
    },
    { others: { other: 'host' } },
  ),
  site(
    'R06',
    'a robots.txt that is a page in HTML, with status 200',
    (asked, wire) =>
      wire.reply(pageAnswer(asked, { title: 'User-agent: *', body: '<h1>Welcome</h1>\n<p>Disallow: / is only text here.</p>' })),
    { rules: none },
  ),
  site('R07', 'a robots.txt that is a bomb in gzip, without an end', (asked, wire) => wire.reply(bomb(asked)), {
    rules: [obeys, takesAtMost(16 * mib), leavesWithin(120_000)],
  }),
  site(
    'R08',
    'a robots.txt with a byte order mark',
    text(asked => `\ufeff${rules(asked)}`),
  ),
  site(
    'R08-utf16',
    'a robots.txt in UTF-16',
    text(asked => Buffer.from(`\ufeff${rules(asked)}`, 'utf16le')),
  ),
  site(
    'R08-nul',
    'a robots.txt with NUL in its words',
    text(asked => rules(asked).replaceAll('s', 's\0')),
  ),
  site(
    'R08-cr',
    'a robots.txt whose lines end in CR alone',
    text(asked => rules(asked).replaceAll('\n', '\r')),
  ),
  {
    ...site('R09', 'a robots.txt that closes a page from its second request on: a copy holds 24 hours', (asked, wire, street) =>
      wire.reply(textOf(street.count('R09 robots.txt') === 1 ? 'User-agent: *\nAllow: /\n' : rules(asked))),
    ),
    rules: [robotsFirst(), rule('asks for robots.txt again after 24 hours, and obeys it', staleRobots)],
  },
  delayed('R10', '0', 0),
  delayed('R10-1.5', '1.5', 1_500),
  delayed('R10-86400', '86400', 60_000),
  delayed('R10-negative', '-1', 0),
  delayed('R10-NaN', 'NaN', 0),
  {
    ...site('R11', 'a rule with 40 wildcards for a path of 2,000 letters: time squared, or worse, for a careless matcher', (asked, wire) =>
      wire.reply(textOf(rules(asked, `Disallow: /R11/${'*a'.repeat(40)}*b`))),
    ),
    rules: [robotsFirst(), neverAsks(/b$/, 'what the rule with wildcards closes')],
  },
  site(
    'R12',
    'two ports of one host, each with a robots.txt of its own',
    (asked, wire) => wire.reply(textOf(rules(asked, asked.house === 'R12' ? '' : 'Disallow: /R12/open'))),
    {
      others: { port: 'port' },
      rules: [robotsFirst(), obeys, inHouse('R12/port', neverAsks(/open/, 'what the robots.txt of that port closes'))],
    },
  ),
  site('R13', 'a robots.txt with 10,000 Sitemap lines that lead nowhere', text(manySitemaps), {
    rules: [robotsFirst(), obeys, rule('asks for the page it came for before the hundredth sitemap', lateFor('/R13'))],
  }),
]

function site(id: string, says: string, robots: Robots, more: Partial<Endpoint> = {}): Endpoint {
  return {
    id,
    says,
    ownHouse: true,
    expects: { outcome: 'page' },
    rules: [robotsFirst(), obeys],
    ...more,
    behave(asked, wire, street) {
      if (asked.path === '/robots.txt' || asked.path.startsWith('/robots/')) return robots(asked, wire, street)
      if (asked.path === `/${id}`) return wire.reply(pageAnswer(asked, { title: id, body: list(linksOf(id, asked, street)) }))
      if (!asked.path.startsWith(`/${id}/`)) return false
      return wire.reply(pageAnswer(asked, { title: asked.path.slice(0, 40), body: '<p>Here you are.</p>' }))
    },
  }
}

/** A robots.txt that cannot be read closes the whole site (RFC 9309 section 2.3.1.4). */
function closed(
  id: string,
  says: string,
  robots: Robots,
  expects: Partial<Endpoint['expects']> = {},
  more: Endpoint['rules'] = [],
): Endpoint {
  const pages = neverAsks(/^\/(?!robots\.txt)/, 'a page of a site whose robots.txt it could not read')
  return site(id, says, robots, {
    expects: { outcome: expects.codes === undefined ? 'refused' : 'error', codes: ['robots-unreachable'], ...expects },
    rules: [pages, ...more],
  })
}

/** @param leastMs between two requests */
function delayed(id: string, delay: string, leastMs: number): Endpoint {
  return site(
    id,
    `a Crawl-delay of ${delay}`,
    text(asked => rules(asked, `Crawl-delay: ${delay}`)),
    leastMs === 0 ? {} : { rules: [robotsFirst(), obeys, keepsApart(leastMs)] },
  )
}

function linksOf(id: string, { house }: Asked, street: HostileContext): string[] {
  const paths = ['open', 'late', 'closed'].map(name => `/${id}/${name}`)
  if (id === 'R09') return [...Array.from({ length: 10 }, (_, page) => anchor(`/R09/${page}`)), ...paths.map(path => anchor(path))]
  if (id === 'R11') return [anchor(`/R11/${'a'.repeat(2000)}`, 'open'), anchor(`/R11/${'a'.repeat(1999)}b`, 'closed')]
  if (id !== 'R12' || house !== 'R12') return paths.map(path => anchor(path))
  return [...paths, ...paths.map(path => street.url('R12/port', path))].map(path => anchor(path))
}

function lateFor(path: string): (seen: Seen) => string | undefined {
  return ({ requests }) => {
    const at = requests.findIndex(({ target }) => target === path)
    return requests.length > 100 && (at < 0 || at > 100) ? 'the sitemaps came first' : undefined
  }
}

function staleRobots({ requests }: Seen): string | undefined {
  let [copies, askedAt] = [0, -Infinity]
  for (const { target, at } of requests) {
    if (target === '/robots.txt') [copies, askedAt] = [copies + 1, at]
    else if (at - askedAt > 24 * hourMs + 60_000) return `went by a robots.txt of ${Math.floor((at - askedAt) / hourMs)} hours`
    else if (copies > 1 && target.endsWith('/closed')) return 'asked for what the new robots.txt closes'
  }
  return undefined
}
