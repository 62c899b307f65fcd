import type { OddAnswer, OddRecipe } from '../../../streets/odd-answers.ts'
import { endless } from '../../endless.ts'
import type { Endpoint } from '../../endpoint.ts'
import { fewOfEach, fewRequests, neverReceives, takesAtMost } from '../../rules.ts'
import { withParts } from '../../with-parts.ts'
import { known, oddEndpoint, oddPart } from './odd-endpoint.ts'

const mib = 1024 * 1024
const length = (bytes: number) => `Content-Length: ${bytes}`
const status = (line: string, says: string, expected: OddAnswer['expected']): OddRecipe => ({
  name: `status-${line.split(' ')[0]!}`,
  says,
  start: `HTTP/1.1 ${line}`,
  expected,
})
const start = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
const tooLarge = { outcome: 'error', codes: ['headers-too-large'] } as const

/** A robot's limit, what it had asked for beyond that, and what the system holds in between. */
const fewBytes = takesAtMost(16 * mib)

/** Is this a header, and what does it say? */
export const aHeaders: readonly Endpoint[] = [
  oddEndpoint('A11', known('lf-only')),
  oddEndpoint('A12', known('folded')),
  oddEndpoint('A13', known('no-colon')),
  withParts(
    {
      id: 'A14',
      says: 'characters in a header field that do not belong there',
      rules: [fewOfEach, neverReceives('evil=1', 'a forged cookie')],
    },
    [oddPart(known('nul')), oddPart(known('escapes')), oddPart(known('lone-cr'))],
  ),
  oddEndpoint('A15', known('http-0.9')),
  withParts({ id: 'A16', says: 'a status that nobody knows', rules: [fewOfEach] }, [
    oddPart(status('099 OK', 'status 099, which is none', 'error'), ['protocol']),
    oddPart(status('1000 OK', 'status 1000, which is none', 'error'), ['protocol']),
    oddPart(status('999 Request denied', 'status 999, by which some sites refuse robots', 'error'), ['http-999']),
    oddPart(status('299 Fine', 'status 299, a success that has no name', 'body')),
  ]),
  oddEndpoint(
    'A18',
    {
      name: 'early-hints',
      says: '103 Early Hints with a cookie of its own, then 200',
      start: 'HTTP/1.1 103 Early Hints\r\nLink: </A18/style.css>; rel=preload\r\nSet-Cookie: early=evil\r\n\r\nHTTP/1.1 200 OK',
    },
    undefined,
    [neverReceives('early=evil', 'the cookie of an interim answer')],
  ),
  oddEndpoint('A19', known('interim-200')),
  {
    id: 'A20',
    says: '100 Continue without end',
    expects: { outcome: 'error', codes: ['protocol'] },
    rules: [fewRequests, fewBytes],
    behave: (_asked, wire) => endless(wire, 'HTTP/1.1 100 Continue\r\n\r\n'),
  },
  {
    id: 'A21',
    says: 'one header field of 1 MiB',
    expects: tooLarge,
    rules: [fewRequests],
    behave: (_asked, wire) => wire.send(`${start}X-Long: ${'x'.repeat(mib)}\r\n${length(0)}\r\n\r\n`),
  },
  {
    id: 'A22',
    says: '100,000 header fields',
    expects: tooLarge,
    rules: [fewRequests],
    async behave(_asked, wire) {
      await wire.send(start)
      for (let sent = 0; sent < 100; sent += 1) if (!(await wire.send(`X-${sent}: a\r\n`.repeat(1000)))) return
      await wire.send(`${length(0)}\r\n\r\n`)
    },
  },
  {
    id: 'A23',
    says: 'a header field without end',
    expects: tooLarge,
    rules: [fewRequests, fewBytes],
    behave: (_asked, wire) => endless(wire, 'x', `${start}X-Long: `),
  },
  {
    id: 'A24',
    says: 'a header without end',
    expects: tooLarge,
    rules: [fewRequests, fewBytes],
    behave: (_asked, wire) => endless(wire, 'X-Field: a\r\n', start),
  },
]
