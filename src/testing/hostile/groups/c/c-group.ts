import { pageAnswer } from '../../../answers.ts'
import { anchor, list } from '../../../html.ts'
import type { Asked, Carried, Endpoint, Wire } from '../../endpoint.ts'
import type { Rule } from '../../rules.ts'
import { atMostRequests, neverReceives, perPath, rule } from '../../rules.ts'
import { withParts } from '../../with-parts.ts'
import { longField, lostCookie, strayCookie } from './cookie-rules.ts'

const carries: Carried = { cookies: true }
const future = 'Wed, 06 Nov 2092 08:49:37 GMT'
const past = 'Sun, 06 Nov 1994 08:49:37 GMT'
const alive = [
  ...[`Expires=${future}`, `Expires=${past}; Max-Age=3600`, 'Expires=Fri, 31 Dec 9999 23:59:59 GMT', 'Expires=soon', 'Max-Age=soon'],
  ...['Max-Age=9007199254740993', 'Max-Age=99999999999999999999999', 'Expires=Sunday, 06-Nov-68 08:49:37 GMT'],
  ...['Expires=Thu Nov  6 08:49:37 2092', 'Expires=06-Nov-2092 08:49:37'],
]
const over = [
  ...[`Expires=${past}`, `Expires=${future}; Max-Age=0`, 'Expires=Mon, 01-Jan-1601 00:00:00 GMT', 'Max-Age=0', 'Max-Age=-1'],
  ...['Max-Age=-99999999999999999999', 'Expires=Sunday, 06-Nov-94 08:49:37 GMT', 'Expires=Sun Nov  6 08:49:37 1994'],
]
const refuses = neverReceives(/^cookie:.*\bbad\d*=/im, 'a cookie that it should not have kept')
const shortField = rule('sends a Cookie field of at most 16 KiB', longField)

/** Each sets its cookies for its own path, and links to `/C01/next`, where they come back. What is called `bad` must not. */
export const cGroup: readonly Endpoint[] = [
  cookies('C01', 'cookies for whole top-level domains, and for the tail of an address', [
    'good=1',
    ...['com', '.com', 'co.uk', 'localhost', '.localhost.', '0.0.1', '.0.0.1', '1'].map((domain, at) => `bad${at}=1; Domain=${domain}`),
  ]),
  {
    id: 'C02',
    says: 'cookies that one host sets for another',
    ownHouse: true,
    others: { sibling: 'host' },
    carries,
    expects: { outcome: 'page' },
    rules: [rule('sends a cookie to the host that set it, and to no other', strayCookie)],
    behave(asked, wire, street) {
      if (!/^\/(C02|sibling)/.test(asked.path)) return false
      const [home, sibling] = ['/C02', '/sibling'].map(path => street.url(path === '/C02' ? 'C02' : 'C02/sibling', path))
      const [here, there] = asked.house === 'C02' ? [home!, sibling!] : [sibling!, home!]
      const mine = new URL(here).hostname
      const lines = [`own=${mine}; Path=/`, `given=${mine}; Path=/; Domain=${new URL(there).hostname}`]
      return page(asked, wire, lines, [there, here, `${home}/next`, `${sibling}/next`])
    },
  },
  cookies('C03', 'names that promise more than their cookie keeps; a Secure cookie is not judged, as loopback counts as safe', [
    'good=1',
    '__Host-bad1=1; Secure',
    '__Host-bad2=1; Secure; Path=/; Domain=SELF',
    '__Host-bad3=1; Path=/',
    '__host-bad4=1; Path=/',
    '__Secure-bad5=1',
    '=__Host-bad6=1; Path=/; Secure',
  ]),
  cookies('C04', 'ends in all forms of a date, in 1601 and 9999, and ages of 0, below it, and above 2^53', [
    ...alive.map((attribute, at) => `good${at}=1; ${attribute}`),
    ...over.map((attribute, at) => `bad${at}=1; ${attribute}`),
  ]),
  {
    id: 'C05',
    says: '5,000 cookies, a hundred with each page, and once all in one answer',
    ownHouse: true,
    carries,
    expects: { outcome: 'page' },
    parts: [{ path: '/C05/at-once', says: 'all in one answer', expects: { outcome: 'error', codes: ['headers-too-large'] } }],
    rules: [shortField],
    behave(asked, wire) {
      if (asked.path === '/C05/at-once') return page(asked, wire, flood(0, 5000), [])
      const number = /^\/C05\/(\d{1,2})$/.exec(asked.path)?.[1]
      if (number !== undefined) return page(asked, wire, flood(100 * Number(number), 100), [])
      const links = ['at-once', ...Array.from({ length: 50 }).keys()].map(name => `/C05/${name}`)
      return asked.path === '/C05' ? page(asked, wire, [], links) : false
    },
  },
  cookies('C06', 'a cookie of 100 kB', ['good=1', `bad1=${'x'.repeat(100_000)}`], [shortField]),
  withParts(
    {
      id: 'C07',
      says: 'control characters in cookies',
      carries,
      rules: [
        refuses,
        neverReceives(/^x-evil:/im, 'a header field out of a cookie'),
        neverReceives(/[\x00-\x08\x0e-\x1f]/, 'a control character'),
      ],
    },
    [
      { name: 'controls', says: 'as they are', lines: ['bad1=a\x01b', 'bad2=a\x7fb', 'bad3=a\x1bb', 'good=a\tb'] },
      { name: 'nul', says: 'a NUL: refused, or a space in its place (RFC 9110 section 5.5)', lines: ['nul=a\0b', 'good=1'] },
      { name: 'encoded', says: 'percent-encoded', lines: ['good=%0d%0aX-Evil: 1'] },
    ].map(({ name, says, lines }) => ({
      name,
      says,
      expects: { outcome: 'page' } as const,
      behave: (asked, wire) =>
        page(
          asked,
          wire,
          lines.map(line => `${line}; Path=/C07`),
          ['/C07/next', '/C07/encoded'],
        ),
    })),
  ),
  {
    id: 'C08',
    says: 'a session id that is new with each answer',
    carries,
    expects: { outcome: 'page' },
    rules: [perPath(atMostRequests(2))],
    behave(asked, wire, { random }) {
      const id = random(`C08 ${asked.nth}`)().toString(36).slice(2)
      return page(asked, wire, [`sid=${id}; Path=/C08`, `sid${asked.nth}=${id}; Path=/C08`], ['/C08', '/C08/one', '/C08/two'])
    },
  },
]

/** @param lines of Set-Cookie, without their path; SELF is this host */
function cookies(id: string, says: string, lines: readonly string[], more: readonly Rule[] = []): Endpoint {
  const names = lines.flatMap(line => /^good\d*/.exec(line)?.[0] ?? [])
  return {
    id,
    says,
    carries,
    expects: { outcome: 'page' },
    rules: [refuses, rule('sends back every good one, if it keeps cookies at all', lostCookie(`/${id}/next`, names)), ...more],
    behave(asked, wire, { self }) {
      const { hostname } = new URL(self)
      const set = lines.map(line => (line.includes('Path=') ? line.replace('SELF', hostname) : `${line}; Path=/${id}`))
      return page(asked, wire, asked.path === `/${id}` ? set : [], [`/${id}/next`])
    },
  }
}

function page(asked: Asked, wire: Wire, lines: readonly string[], links: readonly string[]): Promise<boolean> {
  const body = list(links.map(link => anchor(link)))
  return wire.reply(
    pageAnswer(
      asked,
      { title: asked.path.slice(1), body },
      lines.flatMap(line => ['Set-Cookie', line]),
    ),
  )
}

function flood(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `flood${first + at}=${'0123456789'.repeat(10)}; Path=/C05`)
}
