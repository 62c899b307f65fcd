import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { ManualClock } from '../../base/clock.ts'
import { manualClock } from '../../base/clock.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import type { Fetcher } from '../../exchange/exchange.ts'
import type { CrawlOptions } from '../crawl-options.ts'
import { Spider } from '../spider.ts'
import type { Visit } from '../visit.ts'
import type { Profile } from './profile.ts'

test('a polite crawl: what the next request waited for, and what its pages spent, to the millisecond', async () => {
  const { profile } = await crawled({ chain: 4, delayMs: 1000, headersMs: 150, bodyMs: 50 })
  const { wallMs, waits, requests, pauses, journeys, verdict } = profile
  // One link leads on: while a page is on its way none waits.
  assert.deepEqual(waits, { opening: 0, politeness: 3000, perSite: 0, concurrency: 0, links: 800, store: 0, other: 0 })
  assert.equal(wallMs, 3800)
  assert.deepEqual(requests, { pages: 4, failed: 0, robots: 0, meanUnderWay: 0.2, mostUnderWay: 1, concurrency: 256, perSite: 1 })
  assert.deepEqual(pauses, {
    sites: 1,
    totalMs: 3000,
    reasons: { delay: 3000 },
    longest: [{ site: 'http://127.0.0.1', pausedMs: 3000, requests: 4, why: 'delay' }],
  })
  assert.deepEqual([journeys.count, journeys.wholeMs, journeys.firstByteMs, journeys.bodyMs], [4, 800, 600, 200])
  assert.deepEqual([verdict.kind, verdict.share], ['politeness', 0.79])
  assert.match(verdict.says, /127\.0\.0\.1 was left alone for 1\.0 s between two requests \(delay\): 0\.8 requests a second at most/)
})

test('the request for robots.txt is one, and its time is its own', async () => {
  const { profile } = await crawled({ chain: 2, delayMs: 1000, headersMs: 100, robots: 'obey' })
  assert.deepEqual(
    [profile.requests.robots, profile.requests.pages, profile.journeys.robotsMs, profile.journeys.firstByteMs],
    [1, 2, 100, 200],
  )
  assert.deepEqual([profile.waits.politeness, profile.waits.perSite + profile.waits.links, profile.wallMs], [2000, 300, 2300])
})

test('links wait while their site has as many requests under way as it may', async () => {
  const { profile } = await crawled({ fan: 12, headersMs: 400, perSite: 3 })
  assert.deepEqual([profile.waits.perSite, profile.waits.links, profile.requests.mostUnderWay], [1200, 800, 3])
  assert.deepEqual([profile.verdict.kind, profile.wallMs], ['network', 2000])
})

test('handlers that wait fill the places of --concurrency', async () => {
  const { profile } = await crawled({ fan: 8, headersMs: 10, perSite: 9, concurrency: 2, handlerMs: 500 })
  const { waits, journeys, verdict, wallMs } = profile
  assert.deepEqual([journeys.handlersMs, wallMs], [9 * 500, 5 * 510])
  assert.deepEqual([waits.concurrency, waits.links], [4 * 510, 510])
  assert.equal(verdict.kind, 'handlers')
  assert.match(verdict.says, /--concurrency allows \(2\)\. Handlers took 500 ms a page/)
})

test('requests that fail are counted with their time', async () => {
  const { profile } = await crawled({ fan: 1, headersMs: 100, fails: '/1', attempts: 2, retryMs: 700 })
  const { requests, journeys, waits } = profile
  assert.deepEqual([requests.pages, requests.failed, journeys.failedMs, journeys.firstByteMs], [3, 2, 200, 100])
  assert.ok(waits.politeness >= 700, 'the pause before the second attempt')
})

test('a handler that throws, or returns a promise that fails, is one whose time is known', async () => {
  const { profile, failed } = await crawled({ fan: 2, headersMs: 500, handlerMs: 300, throws: '/1', rejects: '/2' })
  assert.deepEqual(failed, ['/1 handler', '/2 handler'])
  assert.equal(profile.journeys.handlersMs, 600)
})

test('a profile that was not asked for is not there; a run that fails with one fails as it would without', async () => {
  const { profile } = await crawled({ fan: 1, profile: false })
  assert.equal(profile, undefined)
  const spider = new Spider(['http://127.0.0.1/'], { profile: true, store: '/proc/no-such-folder/store', diskFloor: 0 })
  await assert.rejects(spider.run(), { name: 'CrawlError' })
})

type Small = CrawlOptions & {
  /** Pages /0, /1 ... of which each links to the next. */
  readonly chain?: number
  /** Pages that `/0` links to. */
  readonly fan?: number
  readonly headersMs?: number
  readonly bodyMs?: number
  /** How long a handler waits. */
  readonly handlerMs?: number
  /** The path that is never answered, and those whose handler fails. */
  readonly fails?: string
  readonly throws?: string
  readonly rejects?: string
}

/** Crawls a small site by a manual clock, with nothing real in it. */
async function crawled({ chain = 0, fan = 0, headersMs = 1000, bodyMs = 0, handlerMs, fails, throws, rejects, ...options }: Small) {
  const clock = manualClock()
  const sleep = (ms: number) => new Promise<void>(resolve => clock.after(ms, resolve))
  const fetcher: Fetcher = async order => {
    await sleep(headersMs + bodyMs)
    const { pathname } = new URL(order.url)
    if (pathname === fails) throw new CrawlError('connection-reset', 'reset', { url: order.url })
    const links = pathname === '/0' ? Array.from({ length: fan }, (_, at) => at + 1) : []
    const next = Number(pathname.slice(1)) + 1
    if (next < chain) links.push(next)
    const body = Buffer.from(links.map(link => `<a href=/${link}>next</a>`).join(''))
    const timings = { startedAt: clock.wall(), headersMs, totalMs: headersMs + bodyMs }
    const bytes = { raw: body.length, decoded: body.length }
    const type = pathname === '/robots.txt' ? 'text/plain' : 'text/html'
    return { order, status: 200, reason: 'OK', headers: ['content-type', type], body, bytes, timings, anomalies: [] }
  }
  const visit = async ({ page, follow }: Visit): Promise<void> => {
    follow(page.links())
    const path = new URL(page.url).pathname
    if (handlerMs !== undefined && path !== throws) await sleep(handlerMs)
    if (path === throws || path === rejects) throw new Error('no such field')
  }
  const given = {
    clock,
    fetcher,
    robots: 'ignore',
    traps: false,
    delayMs: 0,
    profile: true,
    ...(handlerMs === undefined ? {} : { visit }),
    ...options,
  } as const
  const spider = new Spider(['http://127.0.0.1/0'], given)
  const failed: string[] = []
  spider.on('settled', ({ link, outcome, reason }) => outcome === 'failed' && failed.push(`${new URL(link.url).pathname} ${reason}`))
  const report = await untilDone(clock, spider.run())
  return { profile: report.profile as Profile, failed: failed.sort() }
}

/** Moves the clock to its next timer whenever nothing else goes on. */
async function untilDone<Value>(clock: ManualClock, running: Promise<Value>): Promise<Value> {
  let over = false
  const ended = running.finally(() => {
    over = true
  })
  while (!over) {
    for (let quiet = 0; quiet < 10 && !over; quiet++) await turn()
    if (clock.untilNext() < Infinity) await clock.advance(clock.untilNext())
  }
  return ended
}
