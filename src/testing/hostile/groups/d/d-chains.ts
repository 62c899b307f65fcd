import { pageAnswer } from '../../../answers.ts'
import type { Endpoint } from '../../endpoint.ts'
import type { Seen } from '../../rules.ts'
import { atMostRequests, perPath, rule } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'
import { arrive, send, withEnds } from './arrive.ts'

const few = atMostRequests(10)
/** Browsers give up after 20 redirects, curl after 50. */
const mostHops = 60

/** Redirects in a row, in circles, without an end, of requests with a body. */
export const chains: readonly Endpoint[] = [
  {
    id: 'D01',
    says: 'a redirect to itself',
    expects: { outcome: 'error', codes: ['redirect-loop'] },
    rules: [few],
    behave: (_asked, wire) => send(wire, '/D01'),
  },
  {
    id: 'D02',
    says: 'two pages that redirect to each other',
    expects: { outcome: 'error', codes: ['redirect-loop'] },
    rules: [few],
    behave: (asked, wire) => send(wire, asked.path === '/D02' ? '/D02/other' : '/D02'),
  },
  withParts({ id: 'D03', says: 'chains of redirects', rules: [rule(`follows at most ${mostHops} redirects in a row`, longChain)] }, [
    chain(10, { outcome: 'page', holds: 'Arrived' }),
    chain(20, { outcome: 'page', holds: 'Arrived' }),
    chain(21, { outcome: 'error', codes: ['redirect-limit'] }),
    chain(10_000, { outcome: 'error', codes: ['redirect-limit'] }),
  ]),
  {
    id: 'D04',
    says: 'redirects without an end, each to a new address',
    // That they all look alike may be seen before their number.
    expects: { outcome: 'refused', codes: ['redirect-limit', 'trap-look-alikes'] },
    rules: [atMostRequests(mostHops + 10)],
    behave: (_asked, wire, street) => send(wire, `/D04/${street.count('D04')}`),
  },
  {
    id: 'D05',
    says: 'a redirect to itself until the cookie that it sets comes back',
    expects: { outcome: 'page', holds: 'Arrived' },
    rules: [few],
    carries: { cookies: true },
    behave: (asked, wire) =>
      asked.header('cookie')?.includes('D05=met') ? arrive(asked, wire) : send(wire, '/D05', 302, ['Set-Cookie', 'D05=met; Path=/D05']),
  },
  withEnds(
    withParts(
      {
        id: 'D14',
        says: 'redirects of all statuses; what becomes of a POST?',
        rules: [rule('repeats a body after 307 and 308 only', wrongMethod)],
      },
      [301, 302, 303, 307, 308].map(status => ({
        name: String(status),
        says: `status ${status}`,
        expects: { outcome: 'page', holds: `/D14/end/${status}` },
        behave: (_asked, wire) => send(wire, `/D14/end/${status}`, status),
      })),
    ),
  ),
  withEnds(
    withParts({ id: 'D15', says: 'pages that lead on by themselves', rules: [perPath(atMostRequests(3))] }, [
      ...[0, 3600].flatMap(seconds => [
        refresh(`header-${seconds}`, `a Refresh field, ${seconds} s`, `${seconds}; url=/D15/end/header-${seconds}`, 'header'),
        refresh(`meta-${seconds}`, `a meta refresh, ${seconds} s`, `${seconds}; url=/D15/end/meta-${seconds}`, 'meta'),
      ]),
      refresh('loop', 'a meta refresh to itself', '0; url=/D15/loop', 'meta'),
      refresh('circle', 'a Refresh field that leads to a page that leads back', '0; url=/D15/circle-back', 'header'),
      refresh('circle-back', 'the page that leads back', '0; url=/D15/circle', 'meta'),
    ]),
  ),
]

function chain(length: number, expects: Endpoint['expects']): Part {
  const path = `/D03/${length}`
  return {
    name: String(length),
    says: `${length.toLocaleString('en')} redirects`,
    expects,
    behave(asked, wire) {
      const hop = Number(asked.query.get('hop') ?? 0)
      return hop >= length ? arrive(asked, wire) : send(wire, `${path}?hop=${hop + 1}`)
    },
  }
}

function refresh(name: string, says: string, value: string, by: 'header' | 'meta'): Part {
  return {
    name,
    says,
    expects: { outcome: 'page', holds: 'leads on' },
    behave: (asked, wire) => {
      const head = by === 'meta' ? `<meta http-equiv="refresh" content="${value}">` : ''
      const page = { title: name, body: '<p>This page leads on.</p>', head }
      return wire.reply(pageAnswer(asked, page, by === 'header' ? ['Refresh', value] : []))
    },
  }
}

function longChain({ requests }: Seen): string | undefined {
  const hops = requests.map(({ target }) => Number(/hop=(\d+)/.exec(target)?.[1] ?? 0))
  const most = Math.max(0, ...hops)
  return most > mostHops ? `followed ${most} redirects` : undefined
}

/** RFC 9110 section 15.4: 303 is asked for by GET; 307 and 308 change nothing; after 301 and 302 a POST may become a GET. */
function wrongMethod({ requests }: Seen): string | undefined {
  let method = 'GET'
  for (const { target, method: now, headers, body = '' } of requests) {
    const status = /^\/D14\/end\/(\d+)/.exec(target)?.[1]
    if (status === undefined) method = now
    else if (status === '303' && now !== 'GET' && now !== 'HEAD') return `${now} after 303`
    else if ((status === '307' || status === '308') && now !== method) return `${now} after ${status} of a ${method}`
    else if (now === 'GET' && (body !== '' || headers.some((name, at) => at % 2 === 0 && /^content-(type|length)$/i.test(name))))
      return `GET with the fields of a body after ${status}`
  }
  return undefined
}
