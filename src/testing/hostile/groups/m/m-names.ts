import { pageAnswer } from '../../../answers.ts'
import type { DnsAnswer } from '../../../dns-server.ts'
import { anchor, list } from '../../../html.ts'
import type { Carried, Endpoint, Expected } from '../../endpoint.ts'
import { atMostRequests, atPath, inHouse, neverAsks, neverReceives, perPath, rule } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'

const carries: Carried = { dns: true }
const idn = 'xn--bcher-kva.m01.street.test'

/** Nothing stands there: for IPv4 it is for documents (RFC 5737), for IPv6 the 6bone's, handed back and not given out again (RFC 3701). */
const nobodyPublic = ['192.0.2.1', '3ffe::1']
/** Whatever is sent there is thrown away (RFC 6666). */
const discarded = '100::1'

/** Three attempts, each at the robots.txt and at the page, and each question asked twice. */
const fewQuestions = rule('at most 12 questions for each name', perPath(atMostRequests(12)).fault)

/** Names and what stands behind them. To a robot without the street's name server these are names that nobody knows. */
export const names: readonly Endpoint[] = [
  {
    id: 'M01',
    says: 'one host in many spellings: capitals, another full stop, wide letters, a dot at its end',
    host: idn,
    carries,
    expects: { outcome: 'page', holds: 'Spellings' },
    rules: [
      atPath('/M01/page', atMostRequests(1)),
      neverReceives(/^host: (?!xn--bcher-kva\.m01\.street\.test\.?:\d+$)/im, 'its Host in a form of its own'),
      neverAsks(/[^ -~]/, 'what is no ASCII'),
    ],
    behave(asked, wire, street) {
      if (asked.path === '/M01/page') return wire.reply(pageAnswer(asked, { title: 'One page', body: '<p>Asked for once?</p>' }))
      if (asked.path !== '/M01') return false
      const links = spellings.map(host => anchor(street.url('M01', '/M01/page', host), host))
      return wire.reply(pageAnswer(asked, { title: 'Spellings', body: list(links) }))
    },
  },
  withNames('M02', 'names without an address, or with too many', [
    lost('none', 'there is no such name', 'no-such-name', ['dns-not-found']),
    lost('empty', 'the name has no address', [], ['dns-not-found']),
    lost('broken', 'SERVFAIL: the name server is broken', 'server-failure', ['dns-failed']),
    lost('refused', 'REFUSED: the name server does not want to', 'refused', ['dns-failed']),
    lost('silent', 'the name server says nothing', 'silence', ['dns-failed', 'timeout-connect'], 'connectMs'),
    lost('cut', 'the answer is too long for UDP, and there is no TCP', 'truncated', ['dns-failed', 'timeout-connect']),
    {
      name: 'many',
      says: '4,000 addresses, and nobody there',
      answer: () => Array.from({ length: 4_000 }, (_, at) => `127.1.${at >> 8}.${at & 255}`),
      expects: { outcome: 'refused', codes: ['connection-refused', 'timeout-connect', 'address-guarded'] },
    },
  ]),
  withNames('M03', 'an address of IPv6 where nobody is, and one of IPv4 that is well', [
    alive('discarded', 'packets to the first address are lost', home => [discarded, home]),
    alive('refused', 'the first address takes no connection', home => ['::1', home]),
    alive('broken', 'the question for the first address ends in SERVFAIL', (home, type) => (type === 'A' ? [home] : 'server-failure')),
    alive('silent', 'the question for the first address gets no answer', (home, type) => (type === 'A' ? [home] : 'silence')),
  ]),
  toCanary('M04', 'a name that is far away when asked for first, and on this machine at the second question (DNS rebinding)', {
    rebind: (canary, nth) => (nth % 2 === 1 ? nobodyPublic : [canary]),
  }),
  toCanary('M05', 'a name with addresses far away and on this machine in one answer', {
    mixed: canary => [...nobodyPublic, canary],
    'inside-first': canary => [canary, ...nobodyPublic],
  }),
  {
    ...toCanary('M06', 'names that are other names of this machine', {
      cname: canary => ['localhost', canary],
      far: canary => ['metadata.google.internal', canary],
      bare: canary => [canary],
    }),
    // What localhost is where a robot looks that up by itself.
    atLocalhost: true,
  },
]

const spellings = [
  idn,
  'b\u00fccher.m01.street.test',
  'B\u00dcCHER.M01.STREET.TEST',
  'XN--BCHER-KVA.m01.street.test',
  'b\u00fccher\u3002m01.street.test',
  'b%C3%BCcher.m01.street.test',
  '\uff42\u00fccher.m01.\uff53treet.test',
  'b\u00fccher.m01.street.test.',
]

type Named = Omit<Part, 'behave' | 'host'> & { answer(home: string, type: string): DnsAnswer }

/** Each part has a host of its own: `none.m02.street.test`. */
function withNames(id: string, says: string, parts: readonly Named[]): Endpoint {
  const host = (name: string) => `${name}.${id.toLowerCase()}.street.test`
  const behave: Part['behave'] = (asked, wire) => wire.reply(pageAnswer(asked, { title: asked.path, body: `<p>${id} was reached.</p>` }))
  return {
    ...withParts(
      { id, says, carries, rules: [fewQuestions] },
      parts.map(({ answer, ...part }) => ({ ...part, host: host(part.name), behave })),
    ),
    resolve({ name, type }, street) {
      const answer = parts.find(part => host(part.name) === name)?.answer
      return answer?.(new URL(street.url(id)).hostname, type) ?? 'no-such-name'
    },
  }
}

function lost(name: string, says: string, answer: DnsAnswer, codes: readonly string[], clock?: Expected['clock']): Named {
  return { name, says, answer: () => answer, expects: { outcome: 'error', codes, clock } }
}

function alive(name: string, says: string, answer: Named['answer']): Named {
  return { name, says, answer, expects: { outcome: 'page', holds: 'was reached' } }
}

/** A page with links to names that lead into a house where no robot may be led. @param answers by the first label of the name */
function toCanary(id: string, says: string, answers: Readonly<Record<string, (canary: string, nth: number) => DnsAnswer>>): Endpoint {
  const house = `${id}/canary`
  return {
    id,
    says,
    others: { canary: 'canary' },
    carries,
    expects: { outcome: 'page', holds: id },
    rules: [inHouse(house, atMostRequests(0))],
    resolve({ name, nth }, street) {
      const answer = answers[/^[\w-]+/.exec(name)![0]]
      return answer?.(new URL(street.url(house)).hostname, nth) ?? 'no-such-name'
    },
    behave(asked, wire, street) {
      if (asked.house === house) return wire.reply(pageAnswer(asked, { title: 'Inside', body: '<p>You are inside.</p>' }))
      if (asked.path !== `/${id}`) return false
      const hosts = Object.keys(answers).map(name => `${name}.${id.toLowerCase()}.street.test`)
      // Two where the second question is the bad one. A site whose robots.txt cannot be had keeps all its other pages waiting.
      const pages = id === 'M04' ? [1, 2] : [1]
      const links = hosts.flatMap(host => pages.map(page => anchor(street.url(house, `/inside/${page}`, host))))
      return wire.reply(pageAnswer(asked, { title: id, body: list(links) }))
    },
  }
}
