import type { Exchange } from '../../exchange/exchange.ts'
import type { Transfer } from './transfer.ts'

export function anExchange(given: Partial<Exchange> = {}): Exchange {
  return {
    order: { method: 'GET', url: 'https://h.example/final', headers: [] },
    status: 200,
    reason: 'OK',
    headers: ['Content-Type', 'image/jpeg', 'ETag', '"e"'],
    body: new Uint8Array(0),
    bytes: { raw: 70_057, decoded: 70_057 },
    timings: { startedAt: 0, headersMs: 10, totalMs: 490, connection: { dnsMs: 1, tcpMs: 2, tlsMs: 3 } },
    peer: '192.0.2.1',
    anomalies: [],
    ...given,
  }
}

/** The image of the seed, behind one redirect. */
export function aTransfer(given: Partial<Transfer> = {}): Transfer {
  const exchange = anExchange()
  const order = { method: 'GET', url: 'https://me:sesame@h.example/first', headers: [] }
  const first = anExchange({ order, status: 302, timings: { startedAt: 0, headersMs: 9, totalMs: 10 } })
  return {
    index: 0,
    order,
    exchange,
    hops: [first, exchange],
    file: 'image.jpg',
    received: 70_057,
    written: 70_057,
    totalMs: 500,
    retries: 0,
    exitCode: 0,
    ...given,
  }
}
