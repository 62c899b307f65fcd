import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ManualClock } from '../base/clock.ts'
import { manualClock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Order } from '../exchange/order.ts'
import type { CrawlOptions } from './crawl-options.ts'
import { Spider } from './spider.ts'

/** Crawls from /0 on, where each page is what `page` says, and gives the orders that were made. */
async function crawled(page: (path: string, clock: ManualClock) => string | Promise<string>, more: CrawlOptions = {}): Promise<Order[]> {
  const clock = manualClock()
  const orders: Order[] = []
  const fetcher: CrawlOptions['fetcher'] = async order => {
    orders.push(order)
    const body = Buffer.from(await page(new URL(order.url).pathname, clock))
    return {
      order,
      status: 200,
      reason: 'OK',
      headers: ['Content-Type', 'text/html', 'Set-Cookie', 'a=1; Max-Age=9999'],
      body,
      bytes: { raw: body.length, decoded: body.length },
      timings: { startedAt: clock.wall(), headersMs: 0, totalMs: 0 },
      anomalies: [],
    }
  }
  let over = false
  const run = new Spider(['http://127.0.0.1/0'], { robots: 'ignore', traps: false, delayMs: 0, clock, fetcher, ...more })
    .run()
    .finally(() => {
      over = true
    })
  while (!over) {
    for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
    await clock.advance(1000)
  }
  await run
  return orders
}

test('by default a crawl takes pages of `pageBytes` and follows `depth` links', async () => {
  const orders = await crawled(path => `<a href="/${Number(path.slice(1)) + 1}">next</a>`)
  assert.equal(orders.length, limits.depth + 1)
  for (const order of orders) {
    assert.deepEqual([order.limits?.bodyBytes, order.limits?.bodyRawBytes], [limits.pageBytes, limits.pageBytes])
  }
})

test('by default a URL that fails is asked for `attempts` times', async () => {
  const failing = () => Promise.reject(new CrawlError('connection-reset', 'It broke.'))
  assert.equal((await crawled(failing)).length, limits.attempts)
})

test('a cookie is in its file after `cookieSaveMs`', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-cookies-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const cookies = join(folder, 'cookies.txt')
  const there: boolean[] = []
  const page = async (path: string, clock: ManualClock) => {
    if (path === '/0') return '<a href="/1">next</a>'
    for (const ms of [limits.cookieSaveMs - 1, 1]) {
      await clock.advance(ms)
      there.push(existsSync(cookies))
    }
    return 'the end'
  }
  await crawled(page, { cookies })
  assert.deepEqual(there, [false, true])
})
