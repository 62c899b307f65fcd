import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import type { Revisit, RevisitOutcome } from '../cache/index.ts'
import type { Interval, Wishes } from './next-check.ts'
import { nextCheck, waitOf } from './next-check.ts'
import { intervalOf } from './watch-options.ts'
import { newState } from './watch-state.ts'

const minute = 60_000
const none: Wishes = { freshMs: 0, retryAfterMs: 0, crawlDelayMs: 0, robotsMs: 0 }
const fixed: Interval = { everyMs: 5 * minute, minMs: 5 * minute, maxMs: 24 * 60 * minute }
const adaptive: Interval = { ...fixed, everyMs: undefined }

function waits(interval: Interval, outcomes: readonly RevisitOutcome[], wishes: Partial<Wishes> = {}): [minutes: number, why: string][] {
  let revisit: Revisit = { intervalMs: interval.everyMs ?? interval.minMs }
  return outcomes.map(outcome => {
    const next = nextCheck(revisit, outcome, interval, { ...none, ...wishes })
    revisit = next.revisit
    return [next.waitMs / minute, next.why]
  })
}

test('a fixed interval stays what it is, whatever the page does and however fresh it calls itself', () => {
  const same: [number, string] = [5, 'interval']
  assert.deepEqual(waits(fixed, ['changed', 'unchanged', 'unchanged'], { freshMs: 60 * minute }), [same, same, same])
})

test('an adaptive interval follows the changes between its bounds, and freshness up to the longest', () => {
  const grown = waits(adaptive, Array<RevisitOutcome>(40).fill('unchanged'))
  assert.deepEqual(grown.slice(0, 2), [
    [6, 'interval'],
    [7.2, 'interval'],
  ])
  assert.equal(grown.at(-1)![0], 24 * 60)
  assert.deepEqual(waits(adaptive, ['changed']), [[5, 'interval']])
  assert.deepEqual(waits(adaptive, ['unchanged'], { freshMs: 60 * minute }), [[60, 'fresh']])
  assert.deepEqual(waits({ ...adaptive, maxMs: 10 * minute }, ['unchanged'], { freshMs: 60 * minute }), [[10, 'fresh']])
})

test('failures back off, fixed or adaptive, to an hour at most; the next success is asked at the old pace', () => {
  const outcomes: RevisitOutcome[] = [...Array<RevisitOutcome>(6).fill('failed'), 'unchanged']
  const [first, second, third, , fifth, sixth, after] = waits(fixed, outcomes)
  assert.deepEqual(
    [first, second, third],
    [
      [5, 'interval'],
      [10, 'back-off'],
      [20, 'back-off'],
    ],
  )
  assert.deepEqual(
    [fifth, sixth, after],
    [
      [60, 'back-off'],
      [60, 'back-off'],
      [5, 'interval'],
    ],
  )
  assert.equal(waits(adaptive, outcomes)[5]![0], limits.watchBackoffMs / minute)
  // A longer interval is not made shorter by failing.
  assert.deepEqual(waits({ ...fixed, everyMs: 120 * minute }, ['failed', 'failed']), [
    [120, 'interval'],
    [120, 'interval'],
  ])
})

test('without bounds of its own an adaptive interval has those of `limits`', () => {
  const bounds = { everyMs: undefined, minMs: limits.revisitShortestMs, maxMs: limits.revisitLongestMs }
  assert.deepEqual(intervalOf({}), bounds)
  assert.deepEqual(intervalOf({ maxMs: minute }), { ...bounds, minMs: minute, maxMs: minute })
})

test('Retry-After is obeyed beyond every bound, to a day at most', () => {
  assert.deepEqual(waits(fixed, ['failed'], { retryAfterMs: 30 * minute }), [[30, 'retry-after']])
  assert.deepEqual(waits(fixed, ['failed'], { retryAfterMs: 2 * minute }), [[5, 'interval']])
  assert.deepEqual(waits(fixed, ['failed'], { retryAfterMs: 1e12 }), [[limits.retryAfterMs / minute, 'retry-after']])
})

test('Crawl-delay is a floor, and so is a robots.txt that cannot be had', () => {
  const quick = { ...fixed, everyMs: minute }
  assert.deepEqual(waits(quick, ['unchanged'], { crawlDelayMs: 2 * minute }), [[2, 'crawl-delay']])
  assert.deepEqual(waits(quick, ['failed'], { robotsMs: 3 * minute, crawlDelayMs: minute }), [[3, 'robots']])
})

test('a restart waits for what is left; a shorter interval holds at once, what the server asked for stays', () => {
  const start = Date.UTC(2026, 0, 1)
  const at = (minutes: number) => new Date(start + minutes * minute).toISOString()
  const wait = (why: 'interval' | 'fresh' | 'retry-after', now: number, interval: Interval) =>
    waitOf({ ...newState('http://a.test/', start, minute), checked: at(0), due: at(60), why }, start + now * minute, interval) / minute
  const hourly = { ...fixed, everyMs: 60 * minute }
  assert.equal(waitOf(newState('http://a.test/', start, minute), start, fixed), 0)
  assert.deepEqual([wait('interval', 20, hourly), wait('interval', 90, hourly)], [40, 0])
  assert.equal(wait('interval', -9999, hourly), 60, 'the clock was put back')
  assert.deepEqual([wait('interval', 2, fixed), wait('fresh', 2, { ...adaptive, maxMs: 10 * minute })], [3, 8])
  assert.deepEqual([wait('retry-after', 2, fixed), wait('interval', 2, { ...fixed, everyMs: 120 * minute })], [58, 58])
})
