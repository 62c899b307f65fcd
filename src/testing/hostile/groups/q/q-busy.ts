import { pageAnswer, statusAnswer } from '../../../answers.ts'
import { anchor, list } from '../../../html.ts'
import { retryAfter } from '../../../streets/busy.ts'
import type { Asked, Endpoint, HostileContext, Wire } from '../../endpoint.ts'
import { atMostRequests, atOnce, atPath, fewOfEach, keepsApart, perPath, rule } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'

const second = 1000
const day = 24 * 3600
/** Asked for by Retry-After, s. */
const wish = 20
const asked = 'Here is what you waited for.'
const arrives = { outcome: 'page', holds: asked } as const

const good = (request: Asked, wire: Wire) => wire.reply(pageAnswer(request, { title: request.path, body: `<p>${asked}</p>` }))
const links = (id: string, count: number) => list(Array.from({ length: count }, (_, at) => anchor(`/${id}/${at + 1}`)))

/** 503 the first time. @param fields Retry-After, by the path */
const busy = (name: string, says: string, fields: (asked: Asked, street: HostileContext) => string[]): Part => ({
  name,
  says,
  expects: arrives,
  behave: (request, wire, street) =>
    street.count(request.path) === 1
      ? wire.reply(statusAnswer(503, 'Busy', 'Please come back later.', fields(request, street)))
      : good(request, wire),
})
const year = busy('year', 'a year', () => ['Retry-After', String(365 * day)])
const dated = (name: string, says: string) => busy(name, says, ({ path }, street) => retryAfter(path, wish, street))

const failing = (name: string, says: string, { status, times }: { status: number; times: number }): Part => ({
  name,
  says,
  expects: times === Infinity ? { outcome: 'error', codes: [`http-${status}`] } : arrives,
  behave: (request, wire, street) =>
    street.count(request.path) <= times ? wire.reply(statusAnswer(status, 'Broken', 'Something failed.')) : good(request, wire),
})

/** The last request to Q02, by its street. */
const lastAsked = new WeakMap<HostileContext, number>()
const enough = 1.5 * second

/** Servers that are busy, and say so. */
export const qBusy: readonly Endpoint[] = [
  withParts(
    {
      id: 'Q01',
      says: '503 with a wish when to come back, once each',
      ownHouse: true,
      rules: [
        fewOfEach,
        ...['seconds', 'imf', 'rfc850', 'asctime'].map(name => atPath(`/Q01/${name}`, keepsApart(wish * second))),
        atPath('/Q01/garbage', keepsApart(second / 2)),
      ],
    },
    [
      dated('seconds', `${wish} seconds`),
      dated('imf', `the date in ${wish} seconds, as it is written today`),
      dated('rfc850', 'the same in the form of RFC 850'),
      dated('asctime', 'the same as C writes it'),
      busy('past', 'a date of 1994', () => ['Retry-After', 'Sun, 06 Nov 1994 08:49:37 GMT']),
      busy('garbage', '1e9, which is no number of seconds', () => ['Retry-After', '1e9']),
    ],
  ),
  {
    id: 'Q01-year',
    says: '503 with a Retry-After of a year, once: a robot waits a day, or gives up',
    ownHouse: true,
    expects: { outcome: 'ended' },
    rules: [atPath('/Q01-year', keepsApart(day * second))],
    behave: (request, wire, street) => request.path === '/Q01-year' && year.behave(request, wire, street),
  },
  {
    id: 'Q02',
    says: '429 to whoever comes back within 1.5 s',
    ownHouse: true,
    expects: { outcome: 'page' },
    rules: [
      perPath(atMostRequests(8)),
      rule('is refused at most once in three requests', ({ requests }) => {
        const refused = requests.filter(({ status }) => status === 429).length
        return refused > 2 && refused * 3 > requests.length ? `${refused} of ${requests.length} requests` : undefined
      }),
    ],
    behave(request, wire, street) {
      if (request.path === '/robots.txt') return false
      const now = street.clock.now()
      const since = now - (lastAsked.get(street) ?? -Infinity)
      lastAsked.set(street, now)
      if (since < enough) return wire.reply(statusAnswer(429, 'Too many requests', 'Please ask less often.'))
      return wire.reply(pageAnswer(request, { title: request.path, body: `<h1>Not so fast</h1>\n${links('Q02', 20)}` }))
    },
  },
  withParts({ id: 'Q03', says: 'fails, and then works', ownHouse: true, rules: [perPath(keepsApart(second / 2)), fewOfEach] }, [
    failing('once', '502 once', { status: 502, times: 1 }),
    failing('twice', '504 twice', { status: 504, times: 2 }),
    failing('always', '500 every time', { status: 500, times: Infinity }),
  ]),
  {
    id: 'Q04',
    says: 'takes a second for each answer, and counts who asks meanwhile',
    ownHouse: true,
    expects: { outcome: 'page' },
    rules: [atOnce(2), fewOfEach],
    async behave(request, wire) {
      if (!/^\/Q04(?:\/\d+)?$/.test(request.path)) return false
      if (!(await wire.wait(second))) return true
      return wire.reply(pageAnswer(request, { title: request.path, body: `<h1>One after the other</h1>\n${links('Q04', 20)}` }))
    },
  },
]
