import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange, Wrap } from '../exchange/exchange.ts'
import { createHttpFetcher } from '../http/index.ts'
import { openTown } from '../testing/index.ts'
import { crawl } from './crawl.ts'

/** A page of the open internet, answered without asking it. */
function publicPage(body: string, status = 200, headers: readonly string[] = ['content-type', 'text/html']): Wrap {
  const bytes = Buffer.from(body)
  return async (order, next): Promise<Exchange> => {
    if (!order.url.startsWith('http://public.example/')) return next(order)
    const isPage = !order.url.endsWith('/robots.txt')
    return {
      order,
      status: isPage ? status : 404,
      reason: '',
      headers,
      body: isPage ? bytes : new Uint8Array(),
      bytes: { raw: bytes.length, decoded: bytes.length },
      timings: { startedAt: 0, headersMs: 0, totalMs: 0 },
      anomalies: [],
    }
  }
}

test('a public page cannot send the crawl to this machine, by address or by name', async () => {
  await using town = await openTown()
  const { port } = new URL(town.sites.quiet)
  const inward = [`http://127.0.0.1:${port}/a`, `http://[::1]:${port}/b`, `http://localhost:${port}/c`, `http://inward.example:${port}/d`]
  const asked: string[] = []
  await using http = createHttpFetcher({
    lookup: (host, _, done) => {
      asked.push(host)
      done(null, [{ address: '127.0.0.1', family: 4 }])
    },
  })
  const options = { fetcher: http, scope: 'all', delayMs: 0, attempts: 1, identity: { contact: 'me@uni.example' } } as const
  const wraps = [publicPage(inward.map(url => `<a href="${url}">x</a>`).join(''))]
  const report = await crawl('http://public.example/', { ...options, wraps }).run()
  assert.deepEqual(report.reasons, { 'address-guarded': 4 })
  assert.equal(report.counts.done, 1)
  assert.equal(report.state, 'finished')
  assert.deepEqual([...new Set(asked)], ['inward.example'])
  assert.equal(town.log.length, 0)

  const allowed = await crawl('http://public.example/', { ...options, wraps, allowAddresses: ['loopback'] }).run()
  assert.ok(town.log.length > 0)
  assert.equal(allowed.reasons['address-guarded'], undefined)
})

test('a public seed cannot move the crawl to this machine by a redirect', async () => {
  await using town = await openTown()
  await using http = createHttpFetcher({})
  const options = { fetcher: http, delayMs: 0, attempts: 1, identity: { contact: 'me@uni.example' } } as const
  for (const target of [town.url('quiet', '/'), `http://localhost:${new URL(town.sites.quiet).port}/`, 'http://169.254.169.254/latest/']) {
    const report = await crawl('http://public.example/', { ...options, wraps: [publicPage('', 302, ['location', target])] }).run()
    assert.deepEqual(report.reasons, { 'address-guarded': 1 }, target)
    assert.deepEqual(report.statuses, { 302: 1 })
  }
  assert.equal(town.log.length, 0)
})
