import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PaceRecord, PolitenessOptions } from './index.ts'
import { createPoliteness } from './index.ts'

const site = 'http://a.test'
const wall = Date.UTC(2026, 0, 1)
const hour = 3_600_000
const year = 365 * 24 * hour

/** Restores in a new process whose monotonic clock stands at `now`. @returns how long the site waits */
function waitAfter(record: unknown, wallNow: number, unclean = false, options: PolitenessOptions = {}, now = 7): number {
  const politeness = createPoliteness(options)
  const pace = politeness.restore(site, record, now, wallNow, { unclean })
  return Math.max(0, politeness.readyAt(pace) - now)
}

/** Through JSON, as a store keeps it. */
const stored = (record: PaceRecord) => JSON.parse(JSON.stringify(record)) as PaceRecord

function slowedDown(): PaceRecord {
  const politeness = createPoliteness()
  const pace = politeness.pace(site)
  politeness.crawlDelay(pace, 3)
  politeness.started(pace, 5000)
  politeness.finished(pace, 5200, { status: 429, latencyMs: 40, address: '192.0.2.1' })
  return stored(politeness.snapshot(pace, 5200, wall))
}

test('a record holds all that a restart must know', () => {
  assert.deepEqual(slowedDown(), {
    nextAt: wall + 6000,
    pausedUntil: 0,
    backoffMs: 6000,
    crawlDelayMs: 3000,
    latencyMs: 40,
    patienceMs: null,
    address: '192.0.2.1',
  })
  const politeness = createPoliteness()
  const untouched = { nextAt: 0, pausedUntil: 0, backoffMs: 0, crawlDelayMs: 0, latencyMs: null, patienceMs: null, address: null }
  assert.deepEqual(stored(politeness.snapshot(politeness.pace(site), 10, wall)), untouched)
})

test('a request in flight counts as ending when the record is made', () => {
  const politeness = createPoliteness()
  const pace = politeness.pace(site)
  politeness.started(pace, 0)
  assert.equal(politeness.snapshot(pace, 400, wall).nextAt, wall + 1000)
})

test('after a restart the gap, the pause and the back-off go on', () => {
  const record = slowedDown()
  assert.equal(waitAfter(record, wall + 1000), 5000)
  assert.equal(waitAfter(record, wall + 6000), 0)
  assert.equal(waitAfter({ ...record, pausedUntil: wall + hour }, wall + 1000), hour - 1000)
  const politeness = createPoliteness()
  const pace = politeness.restore(site, record, 0, wall)
  assert.deepEqual(politeness.report(pace), { site, state: 'backing-off', gapMs: 6000, until: 6000, inFlight: 0, why: 'earlier run' })
  assert.deepEqual(politeness.snapshot(pace, 0, wall), record)
})

test('a wall clock that jumped neither blocks a site nor, after an unclean stop, shortens its gap', () => {
  const record = { ...slowedDown(), pausedUntil: wall + hour }
  assert.equal(waitAfter(record, wall - 30 * year), 24 * hour)
  assert.equal(waitAfter({ ...record, pausedUntil: 0 }, wall - hour), 6000)
  assert.equal(waitAfter(record, wall + year), 0)
  assert.equal(waitAfter(record, wall + year, true), 6000)
})

test('after an unclean stop a site, and its address, count as asked at this very moment', () => {
  for (const record of [undefined, null, 'text', 7, [], {}, { nextAt: 'soon' }]) {
    assert.equal(waitAfter(record, wall, true), 1000)
    assert.equal(waitAfter(record, wall, false), 0)
  }
  const politeness = createPoliteness()
  politeness.restore(site, slowedDown(), 50, wall, { unclean: true })
  const neighbour = politeness.pace('http://b.test')
  politeness.address(neighbour, '192.0.2.1')
  assert.equal(politeness.readyAt(neighbour), 550)
  politeness.restore('http://127.0.0.1:81', { address: '127.0.0.1' }, 60, wall, { unclean: true })
  assert.equal(politeness.readyAt(politeness.pace('http://127.0.0.1:82')), 560)
})

test('no record, clock or limit makes a site wait longer than is legal', () => {
  const number = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.integer({ min: -2 * year, max: 2 * year }).map(offset => wall + offset),
  )
  const value = fc.oneof({ weight: 5, arbitrary: number }, { weight: 1, arbitrary: fc.anything() })
  const keys = ['nextAt', 'pausedUntil', 'backoffMs', 'crawlDelayMs', 'latencyMs', 'address'] as const
  const record = fc.record(Object.fromEntries(keys.map(key => [key, value])), { requiredKeys: [] })
  fc.assert(
    fc.property(
      record,
      fc.integer({ min: wall - year, max: wall + year }),
      fc.boolean(),
      fc.constantFrom(0, 300, 1000, 60_000),
      (given, wallNow, unclean, delayMs) => {
        const most = { maxBackoffMs: 9000, maxCrawlDelayMs: 5000, maxRetryAfterMs: 70_000 }
        const wait = waitAfter(given, wallNow, unclean, { ...most, delayMs })
        assert.ok(wait <= Math.max(70_000, delayMs), `waits ${wait}`)
        if (unclean) assert.ok(wait >= delayMs, `waits only ${wait}`)
        const untilPaused = waitAfter({ ...given, pausedUntil: 0 }, wallNow, unclean, { ...most, delayMs })
        assert.ok(untilPaused <= Math.max(9000, delayMs), `waits ${untilPaused} without a pause`)
      },
    ),
    { seed: 20_260_101, numRuns: 1000 },
  )
})
