import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { PaceResult, Politeness, PolitenessOptions, SitePace } from './index.ts'
import { createPoliteness } from './index.ts'

const site = 'http://a.test'
const ok: PaceResult = { status: 200 }

/** One site, asked again and again at the first moment that is allowed; every request takes `tookMs`. */
function visitor(options: PolitenessOptions = {}, tookMs = 100) {
  const politeness = createPoliteness(options)
  const pace = politeness.pace(site)
  let now = 0
  return {
    politeness,
    pace,
    /** @returns how long after the last end the site could be asked */
    ask(result: PaceResult = ok): number {
      const before = now
      now = Math.max(now, politeness.readyAt(pace))
      const waited = now - before
      politeness.started(pace, now)
      now += tookMs
      politeness.finished(pace, now, result)
      return waited
    },
    get now() {
      return now
    },
  }
}

/** Starts and ends one request. */
function visit(politeness: Politeness, pace: SitePace, from: number, to: number, result: PaceResult = ok): void {
  politeness.started(pace, from)
  politeness.finished(pace, to, result)
}

test('a site that was never asked may be asked at once', () => {
  const politeness = createPoliteness()
  assert.equal(politeness.readyAt(politeness.pace(site)), -Infinity)
  assert.equal(politeness.pace(site), politeness.pace(site))
})

test('one at a time: the gap runs from the end of a request', () => {
  const politeness = createPoliteness()
  const pace = politeness.pace(site)
  politeness.started(pace, 0)
  assert.equal(politeness.readyAt(pace), Infinity)
  politeness.finished(pace, 700, ok)
  assert.equal(politeness.readyAt(pace), 1700)
})

test('several at once: the gap runs from start to start', () => {
  const politeness = createPoliteness({ perSite: 2 })
  const pace = politeness.pace(site)
  politeness.started(pace, 0)
  assert.equal(politeness.readyAt(pace), 1000)
  politeness.started(pace, 1000)
  assert.equal(politeness.readyAt(pace), Infinity)
  politeness.finished(pace, 1900, ok)
  assert.equal(politeness.readyAt(pace), 2000)
})

test('without a delay a fast site is never slowed', () => {
  const { ask } = visitor({ delayMs: 0 })
  for (let round = 0; round < 200; round++) assert.equal(ask({ status: 200, latencyMs: (round * 37) % 100, address: '192.0.2.1' }), 0)
})

test('sites at one address share its places and its gap', () => {
  const politeness = createPoliteness()
  const [one, two, three] = ['http://a.test', 'http://b.test', 'http://c.test'].map(politeness.pace) as [SitePace, SitePace, SitePace]
  for (const pace of [one, two, three]) politeness.address(pace, '192.0.2.1')
  politeness.started(one, 0)
  assert.equal(politeness.readyAt(two), 500)
  politeness.started(two, 500)
  assert.equal(politeness.readyAt(three), Infinity)
  assert.deepEqual([...politeness.unblocked()], [])
  politeness.finished(one, 600, ok)
  assert.deepEqual([...politeness.unblocked()], ['http://c.test'])
  assert.deepEqual([...politeness.unblocked()], [])
  assert.equal(politeness.readyAt(three), 1000)
})

test('one at a time at an address: its gap too runs from the end', () => {
  const politeness = createPoliteness({ perAddress: 1 })
  const [one, two] = [politeness.pace('http://a.test'), politeness.pace('http://b.test')]
  for (const pace of [one, two]) politeness.address(pace, '192.0.2.1')
  visit(politeness, one, 0, 800)
  assert.equal(politeness.readyAt(two), 1300)
})

test('addresses: in the name, in an answer, in other spellings', () => {
  const meetsFirst = (second: string, ip?: string) => {
    const politeness = createPoliteness()
    visit(politeness, politeness.pace('http://127.0.0.1:8001'), 0, 10)
    visit(politeness, politeness.pace('http://[2001:DB8::1]'), 0, 10)
    const pace = politeness.pace(second)
    if (ip !== undefined) politeness.address(pace, ip)
    return politeness.readyAt(pace) === 500
  }
  assert.ok(meetsFirst('http://127.0.0.1:8002'))
  assert.ok(meetsFirst('http://127.0.0.1'))
  assert.ok(meetsFirst('http://a.test', '127.0.0.1'))
  assert.ok(meetsFirst('http://a.test', '::ffff:127.0.0.1'))
  assert.ok(meetsFirst('http://[2001:db8::1]:8080'))
  assert.ok(meetsFirst('http://a.test', '2001:db8::1'))
  assert.ok(!meetsFirst('http://127.0.0.2'))
  assert.ok(!meetsFirst('http://a.test', 'localhost'))
  assert.ok(!meetsFirst('http://a.test'))
})

test('a site that moves takes its requests in flight along', () => {
  const politeness = createPoliteness({ perAddress: 1, addressDelayMs: 0 })
  const [one, two, three] = ['http://a.test', 'http://b.test', 'http://c.test'].map(politeness.pace) as [SitePace, SitePace, SitePace]
  politeness.address(one, '192.0.2.1')
  politeness.address(two, '192.0.2.1')
  politeness.address(three, '192.0.2.2')
  politeness.started(one, 0)
  assert.equal(politeness.readyAt(two), Infinity)
  politeness.address(one, '192.0.2.2')
  assert.deepEqual([...politeness.unblocked()], ['http://b.test'])
  assert.ok(politeness.readyAt(two) <= 0)
  assert.equal(politeness.readyAt(three), Infinity)
  politeness.finished(one, 5, { status: 200, address: '192.0.2.1' })
  assert.deepEqual([...politeness.unblocked()], ['http://c.test'])
})

test('a start that was not used costs nothing', () => {
  const politeness = createPoliteness()
  const [one, two] = [politeness.pace('http://a.test'), politeness.pace('http://b.test')]
  for (const pace of [one, two]) politeness.address(pace, '192.0.2.1')
  visit(politeness, one, 0, 100)
  politeness.started(one, 1100)
  politeness.unused(one, 1101)
  assert.equal(politeness.readyAt(one), 1100)
  assert.equal(politeness.readyAt(two), 500)
  politeness.started(one, 1200)
  politeness.started(two, 1700)
  politeness.unused(one, 1800)
  politeness.finished(two, 1900, ok)
  assert.equal(politeness.readyAt(one), 2200, 'the neighbour was asked')
})

test('an end without a start takes no place of another site', () => {
  const politeness = createPoliteness({ perAddress: 1 })
  const [one, two, three] = ['http://a.test', 'http://b.test', 'http://c.test'].map(politeness.pace) as [SitePace, SitePace, SitePace]
  for (const pace of [one, two, three]) politeness.address(pace, '192.0.2.1')
  politeness.started(one, 0)
  politeness.finished(two, 1, ok)
  politeness.unused(two, 2)
  assert.equal(politeness.readyAt(three), Infinity)
})

test('Retry-After pauses the whole site', () => {
  const day = 86_400_000
  const table: [result: PaceResult, waited: number][] = [
    [{ status: 429, retryAfterSeconds: 120 }, 120_000],
    [{ status: 503, retryAfterSeconds: 1.5 }, 1500],
    [{ status: 301, retryAfterSeconds: 60 }, 60_000],
    [{ status: 503, retryAfterSeconds: 0 }, 1000],
    [{ status: 503, retryAfterSeconds: -3600 }, 1000],
    [{ status: 429, retryAfterSeconds: 1e9 }, day],
    [{ status: 429, retryAfterSeconds: Infinity }, day],
    [{ status: 429, retryAfterSeconds: null }, 2000],
    [{ status: 503, retryAfterSeconds: undefined }, 2000],
    [{ status: 503, retryAfterSeconds: Number.NaN }, 2000],
    [{ status: 200, retryAfterSeconds: 60 }, 1000],
  ]
  for (const [result, waited] of table) {
    const { ask } = visitor()
    ask(result)
    assert.equal(ask(), waited, JSON.stringify(result))
    assert.equal(ask(), result.retryAfterSeconds === null || waited === 2000 ? 2000 : 1000, 'and afterwards')
  }
})

test('a pause holds for every place of the site, and a later shorter one does not end it', () => {
  const politeness = createPoliteness({ perSite: 3, delayMs: 0 })
  const pace = politeness.pace(site)
  politeness.started(pace, 0)
  politeness.started(pace, 0)
  politeness.finished(pace, 10, { status: 503, retryAfterSeconds: 100 })
  politeness.finished(pace, 20, { status: 503, retryAfterSeconds: 1 })
  assert.equal(politeness.readyAt(pace), 100_010)
})

test('a bare 429 slows the site down, five good answers take one step back', () => {
  const { ask, politeness, pace } = visitor()
  ask({ status: 429 })
  assert.deepEqual(politeness.report(pace), { site, state: 'backing-off', gapMs: 2000, until: 2100, inFlight: 0, why: 'http-429' })
  assert.equal(ask({ status: 503 }), 2000)
  const gaps = Array.from({ length: 12 }, () => ask())
  assert.deepEqual(gaps, [4000, 4000, 4000, 4000, 4000, 2000, 2000, 2000, 2000, 2000, 1000, 1000])
})

test('a back-off ends at its limit, and starts from the Crawl-delay where that is longer', () => {
  const { ask, politeness, pace } = visitor()
  politeness.crawlDelay(pace, 200)
  ask({ status: 429 })
  assert.equal(ask({ status: 429 }), 400_000)
  assert.equal(ask({ status: 429 }), 800_000)
  assert.equal(ask(), limits.backoffMs)
})

test('failures in a row make the gap grow, single ones do not add up', () => {
  const row = visitor({ delayMs: 0 })
  const failed: PaceResult = { failure: 'connection-refused' }
  assert.deepEqual(
    [failed, failed, failed, ok, failed, ok, ok, ok, ok, ok, ok].map(result => row.ask(result)),
    [0, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 8000, 8000, 4000],
  )
  const single = visitor()
  const gaps = Array.from({ length: 40 }, (_, round) => single.ask(round % 4 === 0 ? { failure: 'timeout-headers' } : ok))
  assert.equal(Math.max(...gaps), 2000)
})

test('silence lengthens the gap to 8 s, an answer in part to 2 s, and each whole answer takes a step back', () => {
  const silent: PaceResult = { failure: 'timeout-headers' }
  const row = visitor()
  assert.deepEqual(
    [silent, silent, silent, silent, silent, ok, ok, ok, ok].map(result => row.ask(result)),
    [0, 2000, 4000, 8000, 8000, 8000, 4000, 2000, 1000],
  )
  const partly: PaceResult = { failure: 'timeout-idle', answered: true }
  const { ask } = visitor()
  assert.deepEqual(
    [partly, partly, partly, partly].map(result => ask(result)),
    [0, 2000, 2000, 2000],
  )
})

test('failures that say nothing of the load, and errors of single pages, slow nothing', () => {
  for (const failure of ['aborted', 'dns-not-found', 'tls', 'protocol', 'body-too-large', 'address-guarded'] as const) {
    const { ask } = visitor()
    ask({ failure })
    assert.equal(ask(), 1000, failure)
  }
  for (const status of [200, 304, 404, 500, 502]) {
    const { ask } = visitor()
    ask({ status })
    assert.equal(ask(), 1000, String(status))
  }
})

test('answers to requests sent before a back-off do not double it again', () => {
  const politeness = createPoliteness({ perSite: 3, delayMs: 0 })
  const pace = politeness.pace(site)
  for (let place = 0; place < 3; place++) politeness.started(pace, 0)
  for (const now of [10, 20, 30]) politeness.finished(pace, now, { status: 429 })
  assert.equal(politeness.report(pace).gapMs, 2000)
  assert.equal(politeness.readyAt(pace), 2030)
  visit(politeness, pace, 2030, 2040, { status: 429 })
  assert.equal(politeness.report(pace).gapMs, 4000)
})

test('good answers to requests sent before a back-off do not end it', () => {
  const politeness = createPoliteness({ perSite: 6, delayMs: 0 })
  const pace = politeness.pace(site)
  for (let place = 0; place < 6; place++) politeness.started(pace, 0)
  politeness.finished(pace, 10, { status: 429 })
  for (let place = 0; place < 5; place++) politeness.finished(pace, 20, ok)
  assert.equal(politeness.readyAt(pace), 2010)
  for (let round = 0; round < 5; round++) visit(politeness, pace, 3000, 3010)
  assert.equal(politeness.report(pace).gapMs, 0)
})

test('slow answers lengthen the gap to the mean latency', () => {
  const slow = visitor({ delayMs: 0 })
  for (let round = 0; round < 100; round++) slow.ask({ status: 200, latencyMs: 3000 })
  assert.equal(slow.ask(), 3000)

  const slowing = visitor({ delayMs: 0 })
  for (let round = 0; round < 100; round++) slowing.ask({ status: 200, latencyMs: 100 })
  assert.equal(slowing.ask({ status: 200, latencyMs: 100 }), 0)
  for (let round = 0; round < 100; round++) slowing.ask({ status: 200, latencyMs: 400 })
  assert.equal(Math.round(slowing.ask({ status: 500, latencyMs: 1 })), 400)
  assert.equal(Math.round(slowing.ask()), 400)
  for (let round = 0; round < 100; round++) slowing.ask({ status: 200, latencyMs: 100 })
  assert.equal(slowing.ask(), 0)

  const steady = visitor({ delayMs: 0 })
  for (let round = 0; round < 20; round++) assert.equal(steady.ask({ status: 200, latencyMs: 400 }), 0)

  const blind = visitor({ delayMs: 0, adaptive: false })
  for (let round = 0; round < 20; round++) assert.equal(blind.ask({ status: 200, latencyMs: 3000 }), 0)
  for (const latencyMs of [Number.NaN, -1, Infinity]) slow.ask({ status: 200, latencyMs })
  assert.equal(slow.ask(), 3000)
})

test('Crawl-delay lengthens the gap, within its limit', () => {
  const table: [seconds: number, gap: number][] = [
    [5, 5000],
    [0.5, 1000],
    [0, 1000],
    [-1, 1000],
    [Number.NaN, 1000],
    [limits.crawlDelayMs / 1000 - 1, limits.crawlDelayMs - 1000],
    [limits.crawlDelayMs / 1000 + 1, limits.crawlDelayMs],
    [Infinity, limits.crawlDelayMs],
  ]
  for (const [seconds, gap] of table) {
    const { ask, politeness, pace } = visitor()
    ask()
    politeness.crawlDelay(pace, seconds)
    assert.equal(ask(), gap, String(seconds))
  }
  const { ask, politeness, pace } = visitor()
  politeness.crawlDelay(pace, 10)
  politeness.crawlDelay(pace, 2)
  politeness.crawlDelay(pace, Number.NaN)
  ask()
  assert.equal(ask(), 2000, 'the file in force counts')
  const deaf = visitor({ obeyCrawlDelay: false })
  deaf.politeness.crawlDelay(deaf.pace, 10)
  deaf.ask()
  assert.equal(deaf.ask(), 1000)
})

test('overrides hold for their site alone', () => {
  const politeness = createPoliteness({ overrides: name => (name.includes('127.0.0.1') ? { delayMs: 0, perSite: 8 } : undefined) })
  const [near, far] = [politeness.pace('http://127.0.0.1:8080'), politeness.pace(site)]
  for (let place = 0; place < 8; place++) {
    assert.ok(politeness.readyAt(near) <= 0)
    politeness.started(near, 0)
  }
  assert.equal(politeness.readyAt(near), Infinity)
  visit(politeness, far, 0, 100)
  assert.equal(politeness.readyAt(far), 1100)
})

test('reports say what a site waits for', () => {
  const politeness = createPoliteness()
  const pace = politeness.pace(site)
  const state = (now?: number) => {
    const { state, why, until } = politeness.report(pace, now)
    return [state, why, until]
  }
  assert.deepEqual(state(), ['ready', undefined, null])
  politeness.started(pace, 0)
  assert.deepEqual(state(), ['busy', undefined, null])
  politeness.finished(pace, 100, { status: 200, address: '192.0.2.1' })
  assert.deepEqual(state(), ['waiting', 'delay', 1100])
  assert.deepEqual(state(1100), ['ready', undefined, null])
  politeness.crawlDelay(pace, 3)
  assert.deepEqual(state(), ['waiting', 'crawl-delay', 3100])
  visit(politeness, pace, 3100, 3200, { status: 503, retryAfterSeconds: 60 })
  assert.deepEqual(state(), ['paused', 'retry-after', 63_200])
  visit(politeness, pace, 63_200, 63_300, { failure: 'timeout-total' })
  assert.deepEqual(state(), ['backing-off', 'timeout-total', 69_300])
  const neighbours = ['http://b.test', 'http://c.test'].map(politeness.pace)
  for (const neighbour of neighbours) {
    politeness.address(neighbour, '192.0.2.1')
    politeness.started(neighbour, 69_300)
  }
  assert.deepEqual(state(), ['waiting', 'address', null])
  assert.deepEqual([...politeness.unblocked()], [], 'a report waits for nothing')
  assert.deepEqual(
    [...politeness.all()].map(({ site, state }) => [site, state]),
    [
      ['http://a.test', 'waiting'],
      ['http://b.test', 'busy'],
      ['http://c.test', 'busy'],
    ],
  )
})

test('options out of bounds are refused', () => {
  const refused = { code: 'usage' } satisfies Partial<CrawlError>
  for (const options of [
    { delayMs: -1 },
    { delayMs: Number.NaN },
    { addressDelayMs: Infinity },
    { perSite: 0 },
    { perAddress: Number.NaN },
  ]) {
    assert.throws(() => createPoliteness(options), refused)
  }
  const politeness = createPoliteness({ delayMs: undefined, perSite: undefined, overrides: () => ({ perSite: 0 }) })
  assert.throws(() => politeness.pace(site), refused)
})
