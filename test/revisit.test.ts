import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { systemClock } from '../src/base/clock.ts'
import { limits } from '../src/base/limits.ts'
import type { CrawlOptions, Exchange, Order, Report } from '../src/index.ts'
import { crawl, headerValue, memorySink } from '../src/index.ts'
import { openTown } from '../src/testing/index.ts'

type Answer = { readonly status?: number; readonly headers?: readonly string[]; readonly body?: string; readonly cut?: Exchange['cut'] }

/** A site that is a function, crawled again and again into one store, at times that the test chooses. */
function stage() {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-revisit-'))
  let wall = Date.UTC(2026, 0, 1)
  let asked: Order[] = []
  return {
    folder,
    pass: (ms: number) => {
      wall += ms
    },
    async crawl(site: (path: string, order: Order) => Answer, options: CrawlOptions = {}): Promise<Report> {
      asked = []
      const fetcher = async (order: Order): Promise<Exchange> => {
        const path = order.url.slice('http://a.example'.length)
        if (path !== '/robots.txt') asked.push(order)
        const { status = path === '/robots.txt' ? 404 : 200, headers = [], body = '', cut } = site(path, order)
        const bytes = Buffer.from(body)
        return {
          order,
          status,
          reason: '',
          headers: ['Content-Type', 'text/html', ...headers],
          body: cut === 'unwanted' ? new Uint8Array(0) : bytes,
          bytes: { raw: bytes.length, decoded: bytes.length },
          timings: { startedAt: wall, headersMs: 0, totalMs: 0 },
          anomalies: [],
          cut,
        }
      }
      const clock = { ...systemClock, wall: () => wall }
      const identity = { contact: 'me@example.org' }
      return crawl('http://a.example/', { identity, delayMs: 0, sitemaps: false, store: folder, clock, fetcher, ...options }).run()
    },
    /** Paths asked for in the last crawl, with the conditions they were asked under. */
    asked: () =>
      asked
        .map(({ url, headers }) => [
          new URL(url).pathname,
          headerValue(headers, 'if-none-match') ?? headerValue(headers, 'if-modified-since'),
        ])
        .sort(),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A page whose tag is its text. */
const tagged = (text: string, order: Order, body = text): Answer =>
  headerValue(order.headers, 'if-none-match') === `"${text}"` ? { status: 304 } : { headers: ['ETag', `"${text}"`], body }

const links = (...paths: string[]) => paths.map(path => `<a href="${path}">${path}</a>`).join('')

test('an unchanged site answers 304 and sends no body; the store keeps what it knew (Z51, Z52, Z53)', async () => {
  await using town = await openTown({ pages: 25 })
  using play = stage()
  const once = () => crawl(town.url('docs', '/'), { delayMs: 0, store: play.folder }).run()
  const first = await once()
  town.clearLog()
  const second = await once()
  const third = await once()
  assert.deepEqual(second.statuses, { 304: 27 })
  assert.deepEqual([second.run.bytes, second.run.unchanged, second.run.saved, second.run.items], [0, 27, first.run.bytes, 0])
  assert.deepEqual(third.run, second.run)
  assert.ok(town.log.every(({ headers }) => headerValue(headers, 'if-none-match') !== undefined))
  using database = new DatabaseSync(join(play.folder, 'crawl.db'))
  const kept = database.prepare("SELECT sum(bytes) AS bytes, count(title) AS titles FROM crawl WHERE state = 'unchanged'").get()
  assert.deepEqual({ ...kept }, { bytes: first.run.bytes, titles: 26 })
})

test('what has changed is read and followed, what has not is kept; tags are those of the last body', async () => {
  using play = stage()
  const versions = new Map([
    ['/', 'front'],
    ['/a', 'a1'],
    ['/b', 'b1'],
  ])
  const site = (path: string, order: Order) => {
    const text = versions.get(path)
    return text === undefined
      ? { status: 404 }
      : tagged(text, order, text + (path === '/' ? links('/a', '/b') : '') + (text === 'a2' ? links('/c') : ''))
  }
  await play.crawl(site)
  versions.set('/a', 'a2').set('/c', 'c1')
  const { counts, run } = await play.crawl(site)
  assert.deepEqual([counts.met, run.items, run.unchanged], [4, 2, 2])
  assert.deepEqual(play.asked(), [
    ['/', '"front"'],
    ['/a', '"a1"'],
    ['/b', '"b1"'],
    ['/c', undefined],
  ])
  await play.crawl(site)
  assert.deepEqual(
    play.asked().map(([, tag]) => tag),
    ['"front"', '"a2"', '"b1"', '"c1"'],
  )
})

test('a tag that a new body came without, or that stood on half a body, is not sent back', async () => {
  using play = stage()
  await play.crawl(() => ({ headers: ['ETag', '"one"'], body: 'one' }))
  await play.crawl(() => ({ body: 'two' }))
  await play.crawl(() => ({ headers: ['ETag', '"three"'], body: 'thr', cut: 'truncated' }), { attempts: 1 })
  assert.deepEqual(play.asked(), [['/', undefined]])
  await play.crawl(() => ({ body: 'three' }))
  assert.deepEqual(play.asked(), [['/', undefined]])
})

test('a failure between two visits loses neither tag nor links', async () => {
  using play = stage()
  const front = (path: string, order: Order) => (path === '/' ? tagged('front', order, links('/a')) : { body: 'a' })
  await play.crawl(front)
  await play.crawl(path => (path === '/' ? { status: 500, headers: ['ETag', '"of an error"'] } : { body: 'a' }), { attempts: 1 })
  const { run } = await play.crawl(front)
  assert.deepEqual(play.asked(), [
    ['/', '"front"'],
    ['/a', undefined],
  ])
  assert.equal(run.unchanged, 2)
})

test('304 to a question without a condition is a failure: there is no copy that it could confirm', async () => {
  using play = stage()
  const { reasons } = await play.crawl(path => ({ status: path === '/robots.txt' ? 404 : 304 }))
  assert.deepEqual(reasons, { 'http-304': 1 })
})

test('206 is a failure, as a crawl asks for no part: it neither counts as the page nor has its tag kept', async () => {
  using play = stage()
  const part = ['ETag', '"one"', 'Content-Range', 'bytes 0-2/9']
  const { reasons, run } = await play.crawl(path =>
    path === '/robots.txt' ? { status: 404 } : { status: 206, headers: part, body: 'one' },
  )
  assert.deepEqual([reasons, run.items], [{ 'http-206': 1 }, 0])
  await play.crawl(() => ({ body: 'one whole' }))
  assert.deepEqual(play.asked(), [['/', undefined]])
})

test('a body that is left on the server has changed when its header says so', async () => {
  using play = stage()
  const image = (tag: string) => () => ({ headers: ['ETag', tag], body: 'pixels', cut: 'unwanted' as const })
  await play.crawl(image('"1"'))
  assert.equal((await play.crawl(image('"1"'), { revisit: 'whole' })).run.unchanged, 1)
  assert.equal((await play.crawl(image('"2"'))).run.items, 1)
})

test('other rules ask for every page whole, until a round with them is finished', async () => {
  using play = stage()
  const site = (path: string, order: Order) =>
    tagged(path, order, path === '/' ? links('/a', '/b') : path === '/a' ? links('/deep') : 'leaf')
  await play.crawl(site, { depth: 1 })
  assert.deepEqual(
    play.asked().map(([path]) => path),
    ['/', '/a', '/b'],
  )
  const { notices } = await play.crawl(site, { depth: 2, maxPages: 2 })
  assert.ok(notices.some(notice => notice.includes('whole')))
  assert.ok(play.asked().every(([, tag]) => tag === undefined))
  const rest = await play.crawl(site, { depth: 2 })
  assert.ok(play.asked().every(([, tag]) => tag === undefined))
  assert.equal(rest.counts.met, 4)
  const again = await play.crawl(site, { depth: 2 })
  assert.ok(play.asked().every(([, tag]) => tag !== undefined))
  assert.deepEqual(again.statuses, { 304: 4 })
})

test('only pages whose time has come are asked for: soon what changes, later what does not', async () => {
  using play = stage()
  let version = 0
  const site = (path: string, order: Order) =>
    tagged(path === '/news' ? `news ${version}` : path, order, path === '/' ? links('/news', '/old') : `${path}${version}`)
  await play.crawl(site)
  for (let day = 0; day < 14; day++) {
    version++
    play.pass(limits.recrawlFirstMs)
    await play.crawl(site, { revisit: 'due' })
  }
  const visits = { '/': 0, '/news': 0, '/old': 0 }
  for (let quarter = 0; quarter < 16; quarter++) {
    version++
    play.pass(limits.recrawlFirstMs / 4)
    const { run, counts, balanced } = await play.crawl(site, { revisit: 'due' })
    assert.deepEqual([run.pages + run.notDue, counts.done, balanced], [3, 3, true])
    for (const [path] of play.asked()) visits[path as keyof typeof visits]++
  }
  assert.ok(visits['/news'] >= 15, `changed each time, asked ${visits['/news']} times of 16`)
  assert.ok(visits['/old'] <= 1, `never changed, asked ${visits['/old']} times of 16`)
})

test('a page is not asked for while its answer says that it holds', async () => {
  using play = stage()
  const site = () => ({ headers: ['Cache-Control', 'max-age=604800'], body: 'good for a week' })
  await play.crawl(site)
  play.pass(6 * limits.recrawlFirstMs)
  assert.equal((await play.crawl(site, { revisit: 'due' })).run.notDue, 1)
  play.pass(2 * limits.recrawlFirstMs)
  assert.equal((await play.crawl(site, { revisit: 'due' })).run.unchanged, 1)
})

test('a clock put back does not keep a page from its visit; an hour changes nothing', async () => {
  using play = stage()
  const site = () => ({ body: 'a day' })
  await play.crawl(site)
  play.pass(-3_600_000)
  assert.equal((await play.crawl(site, { revisit: 'due' })).run.notDue, 1)
  play.pass(-300 * limits.recrawlFirstMs)
  assert.equal((await play.crawl(site, { revisit: 'due' })).run.unchanged, 1)
  assert.equal((await play.crawl(site, { revisit: 'due' })).run.notDue, 1, 'and then by the clock of now')
})

test('a store of format 1 goes on', async () => {
  using play = stage()
  const site = (_: string, order: Order) => tagged('front', order)
  await play.crawl(site)
  {
    using database = new DatabaseSync(join(play.folder, 'crawl.db'))
    database.exec(
      "ALTER TABLE pages DROP COLUMN due; ALTER TABLE pages DROP COLUMN interval; DROP TRIGGER urls_changed; DROP TRIGGER urls_deleted; DROP TABLE packs; UPDATE meta SET value = 1 WHERE key = 'schema'",
    )
  }
  assert.deepEqual((await play.crawl(site)).statuses, { 304: 1 })
  assert.deepEqual((await play.crawl(site, { revisit: 'due' })).run.notDue, 1)
})

test('items of pages that were not read again stay single', async () => {
  using play = stage()
  const items: unknown[] = []
  const site = (path: string, order: Order) => tagged(path, order, path === '/' ? links('/a') : 'a')
  for (let round = 0; round < 3; round++) await play.crawl(site, { plugins: [memorySink(items as never)] })
  assert.equal(items.length, 2)
})
