import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { seededRandom } from '../base/random.ts'
import type { Revisit } from './revisit-interval.ts'
import { nextInterval } from './revisit-interval.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

test('changed: sooner, unchanged: later, always between the bounds', () => {
  assert.equal(nextInterval({ intervalMs: hour }, 'changed').intervalMs, 0.7 * hour)
  assert.equal(nextInterval({ intervalMs: hour }, 'unchanged').intervalMs, 1.2 * hour)
  assert.equal(nextInterval({ intervalMs: limits.revisitShortestMs }, 'changed').intervalMs, limits.revisitShortestMs)
  assert.equal(nextInterval({ intervalMs: 2 * limits.revisitShortestMs }, 'changed').intervalMs, 1.4 * limits.revisitShortestMs)
  const bounds = { minMs: 10 * minute, maxMs: 2 * hour }
  let state: Revisit = { intervalMs: hour }
  for (let visit = 0; visit < 20; visit++) state = nextInterval(state, 'changed', bounds)
  assert.equal(state.intervalMs, bounds.minMs)
  for (let visit = 0; visit < 20; visit++) state = nextInterval(state, 'unchanged', bounds)
  assert.equal(state.intervalMs, bounds.maxMs)
})

test('a failure teaches nothing: it waits as usual, then twice as long each time, and the first success goes on as before', () => {
  let state: Revisit = { intervalMs: hour }
  const waits: number[] = []
  for (let visit = 0; visit < 6; visit++) {
    state = nextInterval(state, 'failed')
    waits.push(state.intervalMs / hour)
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 24])
  assert.deepEqual(nextInterval(state, 'unchanged'), { intervalMs: 1.2 * hour, learntMs: 1.2 * hour, failures: 0 })
  const failing = { ...state, failures: 5_000 }
  assert.equal(nextInterval(failing, 'failed').intervalMs, day)
})

test('the server is not asked before its answer goes stale, nor before Retry-After', () => {
  const fresh = nextInterval({ intervalMs: hour }, 'changed', { freshMs: 3 * hour })
  assert.deepEqual(fresh, { intervalMs: 3 * hour, learntMs: 0.7 * hour, failures: 0 })
  assert.equal(nextInterval(fresh, 'changed').intervalMs, 0.49 * hour, 'what was learnt is not lost')
  assert.equal(nextInterval({ intervalMs: hour }, 'changed', { freshMs: 365 * day }).intervalMs, limits.revisitLongestMs)
  assert.equal(nextInterval({ intervalMs: hour }, 'failed', { retryAfterMs: 5 * hour, maxMs: 2 * hour }).intervalMs, 5 * hour)
  assert.equal(nextInterval({ intervalMs: hour }, 'failed', { retryAfterMs: 400 * day }).intervalMs, limits.retryAfterMs)
})

/** Visits of a policy, versions it never saw, and the mean age of its copy: the time since the first change that it has not got. */
function simulate(changes: readonly number[], total: number, next: (state: Revisit, changed: boolean) => Revisit, first: number) {
  let state: Revisit = { intervalMs: first }
  let seen = 0
  let visits = 0
  let missed = 0
  let staleSquared = 0
  for (let now = state.intervalMs; now < total; now += state.intervalMs) {
    visits++
    const from = seen
    while (seen < changes.length && changes[seen]! <= now) seen++
    if (seen > from) staleSquared += (now - changes[from]!) ** 2 / 2
    missed += Math.max(0, seen - from - 1)
    state = next(state, seen > from)
  }
  return { visitsPerDay: (visits / total) * day, staleMinutes: staleSquared / total / minute, missed }
}

test('a page that changes every 6 h: a twentieth of the visits of a fixed 5 min, a twentieth of the staleness of a fixed 24 h', () => {
  const total = 120 * day
  const random = seededRandom(7)
  const steady = Array.from({ length: 480 }, (_, at) => (at + 0.1 + 0.2 * random()) * 6 * hour)
  const poisson: number[] = []
  for (let at = 0; at < total; at += -Math.log(1 - random()) * 6 * hour) poisson.push(at)
  const fixed = (state: Revisit) => state
  const adaptive = (state: Revisit, changed: boolean) => nextInterval(state, changed ? 'changed' : 'unchanged')
  for (const changes of [steady, poisson]) {
    const often = simulate(changes, total, fixed, 5 * minute)
    const daily = simulate(changes, total, fixed, day)
    const ours = simulate(changes, total, adaptive, hour)
    const figures = JSON.stringify({ often, daily, ours })
    assert.ok(ours.visitsPerDay < often.visitsPerDay / 20, figures)
    assert.ok(ours.staleMinutes < daily.staleMinutes / 20, figures)
    assert.ok(ours.missed < daily.missed / 4, figures)
  }
})
