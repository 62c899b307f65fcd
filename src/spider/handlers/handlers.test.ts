import assert from 'node:assert/strict'
import { test } from 'node:test'
import { threadId } from 'node:worker_threads'
import type { Fetcher } from '../../exchange/exchange.ts'
import type { CrawlOptions } from '../crawl-options.ts'
import { Spider } from '../spider.ts'

const handlers = new URL('./odd-handlers.test-helper.ts', import.meta.url)

test('the same items, links and failures, wherever the handlers run', async () => {
  const [here, ...others] = await Promise.all([
    crawled({ handlers }),
    crawled({ handlers, workers: 1 }),
    crawled({ handlers, workers: 3 }),
    crawled({ handlers, workers: 'auto' }),
  ])
  assert.deepEqual(here.items.map(item => item['book'] ?? item['path']).sort(), ['/', '/a', '/chapter/1', '7'].sort())
  assert.deepEqual(
    here.items.find(item => item['book'] === '7'),
    { book: '7', title: 'Page /books/7', depth: 1, bytes: 127 },
  )
  assert.deepEqual(here.unusable, others[0]!.unusable)
  for (const other of others) {
    assert.deepEqual(withoutThreads(other.items), withoutThreads(here.items))
    assert.deepEqual(other.asked, here.asked)
    assert.deepEqual(other.failures, here.failures)
  }
})

test('handlers in threads are in threads', async () => {
  const threads = async (workers: number) => new Set((await crawled({ handlers, workers })).items.flatMap(item => item['thread'] ?? []))
  assert.deepEqual(await threads(0), new Set([threadId]))
  const elsewhere = await threads(1)
  assert.equal(elsewhere.size, 1)
  assert.ok(!elsewhere.has(threadId))
})

test('what a handler throws is the failure of its page, in the same words', async () => {
  for (const workers of [0, 1]) {
    const { failures, items } = await crawled({ handlers, workers }, ['/', '/throws', '/throws-later', '/circle', '/function'])
    assert.deepEqual(
      failures.map(says => says.replace(/(?<=circular ).*|(?<=\/function: ).*/s, '…')),
      [
        'The handler failed on http://a.test/circle: Converting circular …',
        'The handler failed on http://a.test/function: …',
        'The handler failed on http://a.test/throws-later: a bare text',
        'The handler failed on http://a.test/throws: no such thing',
      ].toSorted(),
      `${workers} workers`,
    )
    assert.ok(items.some(item => item['path'] === '/a'))
  }
})

test('a thread that ends, or fails behind its handler, takes its pages with it and no other', async () => {
  for (const [path, why] of [
    ['/ends-the-thread', 'The thread of its handler has ended: does the module call process.exit?'],
    ['/fails-behind', 'The thread of its handler failed: behind its back'],
  ] as const) {
    const { failures, items, report } = await crawled({ handlers, workers: 1, concurrency: 1 }, [path, '/'])
    assert.deepEqual(failures, [`The handler failed on http://a.test${path}: ${why}`])
    assert.deepEqual(items.map(item => item['book'] ?? item['path']).sort(), ['/', '/a', '/chapter/1', '7'].sort())
    assert.equal(report.state, 'finished')
  }
})

test('an abort does not wait for a handler in a thread', async () => {
  const { spider } = practice({ handlers, workers: 1, perSite: 2 }, ['/never', '/'])
  spider.on('settled', () => spider.abort('enough'))
  const { counts, why } = await spider.run()
  assert.equal(why, 'enough')
  assert.equal(counts.leased, 0)
  assert.ok(counts.waiting > 0)
})

test('what cannot be is said before anything is asked', async () => {
  const missing = new URL('./nowhere.ts', import.meta.url)
  for (const [options, says] of [
    [{ handlers: missing }, /nowhere\.ts cannot be loaded/],
    [{ handlers: new URL('data:text/javascript,export const visits = 5') }, /visits.*no object/],
    [{ handlers: new URL('data:text/javascript,export const visits = {"/a": 1}') }, /visits\['\/a'\].*no function/],
    [{ handlers: new URL('data:text/javascript,export const other = 1') }, /exports neither/],
    [{ handlers: new URL('data:text/javascript,export default 1') }, /`visit`.*no function/],
    [{ handlers: new URL('data:text/javascript,export const visits = {"/(": () => {}}') }, /no URL pattern/],
    [{ handlers: new URL('data:text/javascript,throw new Error("at once")') }, /cannot be loaded: at once/],
    [{ workers: 1 }, /workers need handlers/],
    [{ handlers, workers: -1 }, /workers must be/],
    [{ handlers, workers: 1.5 }, /workers must be/],
    [{ handlers, visit: () => {} }, /visit takes every page/],
  ] as const satisfies (readonly [CrawlOptions, RegExp])[]) {
    const { spider, asked } = practice(options)
    await assert.rejects(spider.run(), { code: 'usage', message: says }, String(says))
    assert.deepEqual(asked, [])
  }
})

async function crawled(options: CrawlOptions, seeds?: readonly string[]) {
  const { spider, asked } = practice(options, seeds)
  const failures: string[] = []
  const items: Readonly<Record<string, unknown>>[] = []
  spider.on('item', ({ item }) => items.push(item))
  spider.on('settled', ({ outcome, says }) => outcome === 'failed' && failures.push(says ?? ''))
  const report = await spider.run()
  assert.equal(report.balanced, true)
  return { report, items, asked: asked.toSorted(), failures: failures.toSorted(), unusable: report.refused }
}

function withoutThreads(items: readonly Readonly<Record<string, unknown>>[]): string[] {
  return items.map(({ thread: _, ...item }) => JSON.stringify(item)).sort()
}

/** A site in memory: every page has a title, a heading and two links. */
function practice(options: CrawlOptions, seeds: readonly string[] = ['/']) {
  const asked: string[] = []
  const fetcher: Fetcher = async order => {
    const { pathname } = new URL(order.url)
    const isRobots = pathname === '/robots.txt'
    if (!isRobots) asked.push(pathname)
    const html = `<title>Page ${pathname}</title><h1>Page</h1><a href="/">Start</a> <a href="/a">A</a> <a href="mailto:x@y">M</a>${' '.repeat(18)}`
    const body = isRobots ? Buffer.alloc(0) : Buffer.from(`${html}\n`)
    return {
      order,
      status: isRobots ? 404 : 200,
      reason: 'OK',
      headers: ['content-type', 'text/html'],
      body,
      bytes: { raw: body.length, decoded: body.length },
      timings: { startedAt: 0, headersMs: 1, totalMs: 1 },
      anomalies: [],
    }
  }
  const urls = seeds.map(path => `http://a.test${path}`)
  return { spider: new Spider(urls, { fetcher, delayMs: 0, attempts: 1, identity: { contact: 'me@uni.example' }, ...options }), asked }
}
