import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import type { PaceResult } from './index.ts'
import { createPoliteness } from './index.ts'

const endless: PaceResult = { failure: 'timeout-total', answered: true }

function wasteful(options = {}) {
  const politeness = createPoliteness(options)
  const pace = politeness.pace('http://a.test')
  let now = 0
  return {
    politeness,
    pace,
    clocks: () => politeness.clocks(pace, now),
    /** The next answer takes all the time it is given. */
    waste(): number {
      const { totalMs } = politeness.clocks(pace, now)
      politeness.started(pace, now)
      now += totalMs
      politeness.finished(pace, now, { ...endless, latencyMs: totalMs })
      return Math.round(totalMs)
    },
    wait(ms: number) {
      now += ms
    },
    get now() {
      return now
    },
  }
}

test('answers that do not end are given less and less time, down to 5 s', () => {
  const site = wasteful()
  const { waste, clocks, politeness, pace } = site
  assert.deepEqual(clocks(), { headersMs: 30_000, idleMs: 30_000, totalMs: 60_000 })
  const least = limits.pageLeastMs
  assert.deepEqual([waste(), waste(), Math.round(clocks().totalMs)], [60_000, 20_000, 7333])
  assert.ok(!politeness.isOutOfPatience(pace, site.now))
  assert.deepEqual([waste(), waste(), waste(), waste()], [7333, least, least, least])
  assert.deepEqual(clocks(), { headersMs: 0.9 * least, idleMs: 0.9 * least, totalMs: least })
  assert.ok(politeness.isOutOfPatience(pace, 110_000))
})

test('patience comes back with time, a twentieth of it, and never above its beginning', () => {
  const site = wasteful()
  for (let round = 0; round < 10; round++) site.waste()
  site.wait(600_000)
  assert.ok(Math.abs(site.clocks().totalMs - 20_000) < 500, String(site.clocks().totalMs))
  site.wait(10 * 3_600_000)
  assert.equal(site.clocks().totalMs, 60_000)
})

test('whatever comes, the time wasted is bounded: one and a half pages, 5 s for each URL, and a twentieth of all time', () => {
  for (const pauseMs of [0, 1000, 30_000, 600_000]) {
    const site = wasteful()
    let wasted = 0
    for (let round = 0; round < 200; round++) {
      wasted += site.waste()
      site.wait(pauseMs)
    }
    assert.ok(wasted <= 90_000 + 200 * 5000 + site.now / 20, `pauses of ${pauseMs} ms: ${wasted} ms`)
  }
})

test('a site that is always slow keeps twice its usual time', () => {
  const { politeness, pace, waste, clocks } = wasteful()
  politeness.started(pace, 0)
  politeness.finished(pace, 9000, { status: 200, latencyMs: 9000 })
  for (let round = 0; round < 8; round++) waste()
  assert.equal(clocks().totalMs, 18_000)
})

test('a restart goes on with what was left, whatever the record says', () => {
  const { politeness, pace, waste, now } = wasteful()
  for (let round = 0; round < 4; round++) waste()
  const record = politeness.snapshot(pace, 95_067, 0)
  const totalOf = (patienceMs: unknown) => {
    const next = createPoliteness()
    return Math.round(next.clocks(next.restore('http://a.test', { ...record, patienceMs }, now, 0), now).totalMs)
  }
  assert.equal(totalOf(record.patienceMs), 5000)
  assert.deepEqual([30_000, 1e9, -1, null, 'x', undefined].map(totalOf), [20_000, 60_000, 5000, 60_000, 60_000, 60_000])
})

test('the time of one page is an option', () => {
  const { waste } = wasteful({ pageMs: 6_000 })
  assert.deepEqual([waste(), waste()], [6000, 5000])
})
