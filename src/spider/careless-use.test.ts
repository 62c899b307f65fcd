import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fetcher } from '../exchange/exchange.ts'
import type { CrawlOptions } from './crawl-options.ts'
import { Spider } from './spider.ts'

test('an order that was called back before the start asks nothing', async () => {
  const { spider, asked } = practice({ signal: AbortSignal.abort() })
  const report = await spider.run()
  assert.equal(report.state, 'unfinished')
  assert.deepEqual(asked, [])
})

test('an abort does not wait for a handler that never returns; its page waits for the next run', async () => {
  const { spider } = practice({
    visit() {
      setImmediate(() => spider.abort('enough'))
      return new Promise(() => {})
    },
  })
  const { counts, why } = await spider.run()
  assert.equal(why, 'enough')
  assert.deepEqual([counts.waiting, counts.leased], [1, 0])
})

test('a stop does not wait for a reader who has ceased to read', async () => {
  const { spider } = practice({
    visit({ save, follow }) {
      for (let item = 0; item < 1_000; item++) save({ item })
      follow('/next')
    },
  })
  spider.items()
  spider.on('settled', () => setImmediate(() => spider.stop('enough')))
  assert.equal((await spider.run()).why, 'enough')
})

test('one URL may be followed without a list', async () => {
  const { spider, asked } = practice({ visit: ({ page, follow }) => follow(page.url.endsWith('/') ? '/next' : []) })
  await spider.run()
  assert.deepEqual(asked, ['/', '/next'])
})

test('what a handler saves after it has returned does not count', async () => {
  const { spider } = practice({
    visit({ save }) {
      save({ early: true })
      queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => setImmediate(() => save({ late: true })))))
    },
  })
  const items: unknown[] = []
  for await (const item of spider.items()) items.push(item)
  assert.deepEqual(items, [{ early: true }])
})

test('listeners that throw, also on the news of it, do not end the crawl', async () => {
  const { spider } = practice({})
  const bad = () => {
    throw new Error('bad')
  }
  spider.on('settled', bad)
  spider.on('notice', bad)
  assert.equal((await spider.run()).state, 'finished')
})

test('a seed longer than any URL is refused in one short line', async () => {
  const spider = new Spider([`http://127.0.0.1/${'a'.repeat(70_000)}`])
  await assert.rejects(spider.run(), (error: Error) => error.message.length < 100 && 'code' in error && error.code === 'url-invalid')
})

/** A spider on a site where every page is the same. */
function practice(options: CrawlOptions) {
  const asked: string[] = []
  const fetcher: Fetcher = async order => {
    asked.push(new URL(order.url).pathname)
    const body = Buffer.from('<title>A page</title>')
    const timings = { startedAt: 0, headersMs: 0, totalMs: 0 }
    const bytes = { raw: body.length, decoded: body.length }
    return { order, status: 200, reason: 'OK', headers: ['content-type', 'text/html'], body, bytes, timings, anomalies: [] }
  }
  const spider = new Spider(['http://127.0.0.1/'], { fetcher, robots: 'ignore', delayMs: 0, ...options })
  return { spider, asked }
}
