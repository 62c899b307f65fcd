import { pageAnswer } from '../../../answers.ts'
import type { Asked, Endpoint, Wire } from '../../endpoint.ts'
import { fewOfEach, fewRequests, neverAsks, rule } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'
import { readable } from './odd-endpoint.ts'

const good = (asked: Asked, wire: Wire) =>
  wire.reply(pageAnswer(asked, { title: asked.path, body: `<h1>${asked.path}</h1>\n<p>${readable}</p>` }))
const page = { outcome: 'page', holds: readable } as const
const body = `<!DOCTYPE html>\n<title>Page</title>\n<p>${readable}</p>\n`

/** An answer that nobody asked for: where it is taken for that to the next request, its link is followed. */
const poison = '<title>Poison</title>\n<a href="/canary">Never asked for</a>\n'
const unasked = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${poison.length}\r\n\r\n${poison}`
const neverPoisoned = neverAsks(/^\/canary/, 'what stands in an answer to nothing')

/** Sends it and reads on: the robot may take the connection for a good one. */
const sendsAndStays = (bytes: string) => async (_asked: Asked, wire: Wire) => {
  await wire.send(bytes)
  wire.keep()
}
const next: Part = { name: 'next', says: 'the page after it, on the same connection if the robot likes', expects: page, behave: good }

/** Whose bytes are these, and is anybody there? */
export const aConnections: readonly Endpoint[] = [
  withParts(
    { id: 'A17', says: 'a body where none may be, which looks like an answer', ownHouse: true, rules: [fewOfEach, neverPoisoned] },
    [
      {
        name: '204',
        says: 'a body behind 204',
        expects: { outcome: 'page' },
        behave: sendsAndStays(`HTTP/1.1 204 No Content\r\nContent-Length: ${unasked.length}\r\n\r\n${unasked}`),
      },
      {
        name: '304',
        says: 'a body behind a 304 that nobody asked for',
        expects: { outcome: 'error', codes: ['http-304'] },
        behave: sendsAndStays(`HTTP/1.1 304 Not Modified\r\nContent-Length: ${unasked.length}\r\n\r\n${unasked}`),
      },
      next,
    ],
  ),
  {
    id: 'A25',
    says: '101 Switching Protocols, which nobody asked for',
    expects: { outcome: 'error', codes: ['protocol'] },
    rules: [fewRequests],
    behave: (_asked, wire) => wire.send('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhello'),
  },
  withParts({ id: 'A26', says: 'no answer at all, and an end', ownHouse: true, rules: [fewOfEach] }, [
    { name: 'nothing', says: 'not a byte', expects: { outcome: 'error', codes: ['connection-reset'] }, behave() {} },
    {
      name: 'crlf',
      says: 'two empty lines',
      expects: { outcome: 'error', codes: ['connection-reset'] },
      behave: (_asked, wire) => wire.send('\r\n\r\n'),
    },
  ]),
  withParts({ id: 'A27', says: 'RST in place of an end', ownHouse: true, rules: [fewOfEach] }, [
    {
      name: 'body',
      says: 'in the body',
      expects: { outcome: 'partial', holds: readable },
      behave: (_asked, wire) =>
        resetAfter(wire, `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length + 1000}\r\n\r\n${body}`),
    },
    {
      name: 'before',
      says: 'before the answer',
      expects: { outcome: 'error', codes: ['connection-reset'] },
      behave: (_asked, wire) => wire.reset(),
    },
    {
      name: 'header',
      says: 'in the header',
      expects: { outcome: 'error', codes: ['connection-reset'] },
      behave: (_asked, wire) => resetAfter(wire, 'HTTP/1.1 200 OK\r\nContent-Ty'),
    },
  ]),
  withParts({ id: 'A28', says: 'a second answer on a kept connection', ownHouse: true, rules: [fewOfEach, neverPoisoned] }, [
    {
      name: 'unasked',
      says: 'an answer and one more',
      expects: page,
      behave: sendsAndStays(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n${body}${unasked}`),
    },
    next,
  ]),
  withParts(
    {
      id: 'A29',
      says: 'a kept connection that closes just as the next request comes',
      ownHouse: true,
      rules: [
        fewOfEach,
        rule('sends no POST twice', ({ requests }) => {
          const posts = requests.filter(({ method }) => method === 'POST').length
          return posts > 1 ? `${posts} times POST` : undefined
        }),
      ],
    },
    [
      {
        name: 'closes',
        says: 'answers on a connection of its own alone',
        expects: page,
        behave: (asked, wire) => (asked.onConnection > 1 ? undefined : good(asked, wire)),
      },
    ],
  ),
  {
    id: 'A30',
    says: 'an answer before the request is here whole',
    expects: page,
    early: true,
    rules: [fewRequests],
    behave: (_asked, wire) =>
      wire.send(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`),
  },
]

async function resetAfter(wire: Wire, bytes: string): Promise<void> {
  await wire.send(bytes)
  await wire.wait(100)
  wire.reset()
}
