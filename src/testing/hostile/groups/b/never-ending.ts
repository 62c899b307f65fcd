import { drip, endless } from '../../endless.ts'
import type { Part } from '../../with-parts.ts'

const ok = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`

const total = { outcome: 'error', codes: ['timeout-total', 'timeout-rate'], clock: 'totalMs' } as const
const headers = { outcome: 'error', codes: ['timeout-headers'], clock: 'headersMs' } as const
const idle = { outcome: 'error', codes: ['timeout-idle'], clock: 'idleMs' } as const

const kept = { outcome: 'partial', clock: 'idleMs' } as const

/** Ten ways never to come to an end. */
export const neverEnding: readonly Part[] = [
  {
    name: 'speed',
    says: 'a body at full speed',
    expects: { outcome: 'error', codes: ['body-too-large', 'timeout-total'] },
    behave: (_asked, wire) => endless(wire, 'x', `${ok}\r\n`),
  },
  {
    name: 'stream',
    says: 'a body of 1 kB a second',
    expects: total,
    behave: (_asked, wire) => drip(wire, 'x'.repeat(1000), { start: `${ok}\r\n` }),
  },
  { name: 'drip', says: 'a body of one byte a second', expects: total, behave: (_asked, wire) => drip(wire, 'x', { start: `${ok}\r\n` }) },
  {
    name: 'crumbs',
    says: 'a chunk of one byte a second',
    expects: total,
    behave: (_asked, wire) => drip(wire, '1\r\nx\r\n', { start: chunked }),
  },
  { name: 'silent', says: 'no answer', expects: headers, behave: (_asked, wire) => wire.silence() },
  {
    name: 'header',
    says: 'a header of one byte a second',
    expects: headers,
    behave: (_asked, wire) => drip(wire, 'x', { start: 'HTTP/1.1 200 OK\r\nX: ' }),
  },
  {
    name: 'interim',
    says: '100 Continue each second',
    expects: { ...headers, codes: ['timeout-headers', 'timeout-total'] },
    behave: (_asked, wire) => drip(wire, 'HTTP/1.1 100 Continue\r\n\r\n'),
  },
  {
    name: 'stall',
    says: 'half of a body',
    expects: { ...kept, holds: 'x'.repeat(100) },
    async behave(_asked, wire) {
      await wire.send(`${ok}Content-Length: 200\r\n\r\n${'x'.repeat(100)}`)
      await wire.silence()
    },
  },
  {
    name: 'extension',
    says: 'a chunk extension of one byte a second',
    expects: idle,
    behave: (_asked, wire) => drip(wire, 'x', { start: `${chunked}1;` }),
  },
  {
    name: 'trailer',
    says: 'trailers behind the last chunk, one byte a second',
    expects: { ...kept, holds: 'x' },
    behave: (_asked, wire) => drip(wire, 'x', { start: `${chunked}1\r\nx\r\n0\r\nX-Trailer: ` }),
  },
]
