import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange, Fetcher, Wrap } from '../exchange/exchange.ts'
import type { Order } from '../exchange/order.ts'
import { createFetcher } from './by-scheme.ts'

const order = (url: string): Order => ({ method: 'GET', url, headers: [] })

function answering(reason: string): Fetcher {
  return async asked => ({
    order: asked,
    status: 200,
    reason,
    headers: [],
    body: new Uint8Array(0),
    bytes: { raw: 0, decoded: 0 },
    timings: { startedAt: 0, headersMs: 0, totalMs: 0 },
    anomalies: [],
  })
}

test('the scheme chooses the fetcher, in any case', async () => {
  for (const schemes of [
    { http: answering('web'), ftp: answering('files') },
    new Map([
      ['http', answering('web')],
      ['ftp', answering('files')],
    ]),
  ]) {
    const fetch = createFetcher({ schemes })
    assert.equal((await fetch(order('http://a.example/'))).reason, 'web')
    assert.equal((await fetch(order('FTP://a.example/'))).reason, 'files')
  }
})

test('other schemes are refused by code, names of Object.prototype included', async () => {
  const fetch = createFetcher({ schemes: { http: answering('web') } })
  for (const url of ['javascript:alert(1)', 'data:,x', 'constructor:x', '__proto__:x', 'no scheme', '', '//a.example/']) {
    await assert.rejects(fetch(order(url)), { code: 'scheme-unsupported', retryable: false }, url)
  }
})

test('wraps go around every scheme, the first one outermost', async () => {
  const seen: string[] = []
  const wrap =
    (name: string): Wrap =>
    async (asked, next): Promise<Exchange> => {
      seen.push(`${name} in`)
      const exchange = await next(asked)
      seen.push(`${name} out`)
      return exchange
    }
  const fetch = createFetcher({ schemes: { http: answering('web') }, wraps: [wrap('a'), wrap('b')] })
  await fetch(order('http://a.example/'))
  assert.deepEqual(seen, ['a in', 'b in', 'b out', 'a out'])
})
