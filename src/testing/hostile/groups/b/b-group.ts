import { pageAnswer } from '../../../answers.ts'
import { anchor, list } from '../../../html.ts'
import { paragraph } from '../../../seeded-words.ts'
import { drip, endless } from '../../endless.ts'
import type { Endpoint } from '../../endpoint.ts'
import type { Seen } from '../../rules.ts'
import { atOnce, fewOfEach, leavesWithin, rule } from '../../rules.ts'
import { withParts } from '../../with-parts.ts'
import { bBacklog } from './b-backlog.ts'
import { neverEnding } from './never-ending.ts'

const ok = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`

/** Robots and people give up long before; five minutes is what the most patient take. */
const goes = leavesWithin(305_000)
const slow = [fewOfEach, goes]

/** Answers that come slowly, or never end. Each has a house of its own: who waits at one door is not yet late at the next. */
export const bGroup: readonly Endpoint[] = [
  alone({
    id: 'B01',
    says: 'takes the request and never answers',
    expects: { outcome: 'error', codes: ['timeout-headers'], clock: 'headersMs' },
    rules: slow,
    behave: (_asked, wire) => wire.silence(),
  }),
  alone({
    id: 'B02',
    says: 'a header of one byte a second',
    expects: { outcome: 'error', codes: ['timeout-headers'], clock: 'headersMs' },
    rules: slow,
    behave: (_asked, wire) => drip(wire, 'x', { start: 'HTTP/1.1 200 OK\r\nX-Slow: ' }),
  }),
  alone({
    id: 'B03',
    says: 'a body of one byte a second',
    expects: { outcome: 'error', codes: ['timeout-rate', 'timeout-total'], clock: 'totalMs' },
    rules: slow,
    behave: (_asked, wire) => drip(wire, 'x', { start: `${ok}\r\n` }),
  }),
  withParts(
    {
      id: 'B04',
      says: 'ten answers that never end, in one house',
      ownHouse: true,
      rules: [fewOfEach, rule('waits less than 4 minutes for all of them together', waitsTogether(240_000))],
    },
    neverEnding,
  ),
  alone({
    id: 'B05',
    says: 'a body of 1 kB a second without end',
    expects: { outcome: 'error', codes: ['timeout-total'], clock: 'totalMs' },
    rules: slow,
    behave: (_asked, wire) => drip(wire, 'x'.repeat(1000), { start: `${ok}\r\n` }),
  }),
  alone({
    id: 'B06',
    says: '99 % of the body, then silence',
    expects: { outcome: 'partial', holds: 'x'.repeat(9900), clock: 'idleMs' },
    rules: slow,
    async behave(_asked, wire) {
      await wire.send(`${ok}Content-Length: 10000\r\n\r\n${'x'.repeat(9900)}`)
      await wire.silence()
    },
  }),
  alone({
    id: 'B07',
    says: 'pauses of up to 29 s, and then a whole page',
    expects: { outcome: 'page', holds: 'The end.' },
    rules: slow,
    async behave(_asked, wire, street) {
      const random = street.random('B07')
      const pieces = [
        '<!DOCTYPE html>\n<title>B07</title>\n',
        `<p>${paragraph(random, 20)}</p>\n`,
        `<p>${paragraph(random, 20)}</p>\n`,
        '<p>The end.</p>\n',
      ]
      await wire.send(`${ok}Content-Length: ${pieces.join('').length}\r\n\r\n`)
      for (const piece of pieces) {
        // One pause to the limit; the others must leave room in a minute.
        if (!(await wire.wait(piece === pieces[1] ? 29_000 : 1000 + Math.floor(random() * 7000)))) return
        await wire.send(piece)
      }
    },
  }),
  bBacklog,
  {
    id: 'B09',
    says: 'answers at once 100 times, then slower and slower',
    ownHouse: true,
    expects: { outcome: 'page' },
    rules: [fewOfEach, atOnce(1), rule('gives a slow server rest: a third of the time that it takes', restsBehind(108, 1 / 3))],
    async behave(asked, wire, street) {
      if (asked.path === '/robots.txt') return false
      const number = Number(/^\/B09\/(\d{1,3})$/.exec(asked.path)?.[1] ?? 0)
      const late = Math.max(0, street.count('B09') - 100)
      if (late > 0 && !(await wire.wait(Math.min(2000, 250 * late)))) return true
      const next = number === 0 ? list(Array.from({ length: 119 }, (_, at) => anchor(`/B09/${at + 1}`))) : ''
      return wire.reply(pageAnswer(asked, { title: `Page ${number}`, body: `<h1>Page ${number}</h1>\n${next}` }))
    },
  },
  withParts({ id: 'B10', says: 'chunks that come to nothing', ownHouse: true, rules: [fewOfEach, goes] }, [
    {
      name: 'crumbs',
      says: 'chunks of one byte at full speed, without end',
      expects: { outcome: 'error', codes: ['protocol', 'body-too-large', 'timeout-total'] },
      behave: (_asked, wire) => endless(wire, '1\r\nx\r\n', chunked),
    },
    {
      name: 'zeros',
      says: 'a chunk size of zeros without end',
      expects: { outcome: 'error', codes: ['protocol', 'timeout-idle'], clock: 'idleMs' },
      behave: (_asked, wire) => drip(wire, '0'.repeat(1000), { start: chunked, ms: 100 }),
    },
    {
      name: 'behind',
      says: 'chunks without end behind the last one',
      expects: { outcome: 'page', holds: 'The end.' },
      behave: (_asked, wire) => endless(wire, '1\r\nx\r\n', `${chunked}f\r\n<p>The end.</p>\r\n0\r\n\r\n`),
    },
  ]),
]

/** Its own house, of which only the one page is slow. */
function alone(endpoint: Omit<Endpoint, 'ownHouse'>): Endpoint {
  const { id, behave } = endpoint
  return {
    ...endpoint,
    ownHouse: true,
    behave: (asked, wire, street) => asked.path === `/${id}` && behave(asked, wire, street),
  }
}

function waitsTogether(most: number) {
  return ({ requests }: Seen) => {
    const sum = requests.reduce((total, { at, finishedAt = Infinity }) => total + finishedAt - at, 0)
    return sum > most ? `waited ${(sum / 1000).toFixed(1)} s` : undefined
  }
}

/** @param from number of requests that are not judged: the robot may need a few to see it */
function restsBehind(from: number, share: number) {
  return ({ requests }: Seen) => {
    const judged = requests.slice(from)
    if (judged.length < 2) return undefined
    const worked = judged.slice(0, -1).reduce((total, { at, finishedAt = at }) => total + finishedAt - at, 0)
    const rested = judged.slice(1).reduce((total, { at }, index) => total + at - (judged[index]!.finishedAt ?? at), 0)
    return rested < share * worked ? `rested ${(rested / 1000).toFixed(1)} s, had it work for ${(worked / 1000).toFixed(1)} s` : undefined
  }
}
