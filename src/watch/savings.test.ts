import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { naiveInterval, withNaive } from './savings.ts'
import { newState } from './watch-state.ts'

const start = Date.UTC(2026, 0, 1)
const url = 'http://a.test/'

test('the comparison is a plain GET at every fixed interval, or at every `watchNaiveMs`', () => {
  const target = { named: url, url, at: url, hash: 'x', bytes: 10, learnt: [] }
  const state = { ...newState(url, start, 1), checked: new Date(start).toISOString(), target }
  const naive = (ms: number, everyMs?: number) => withNaive(state, start + ms, naiveInterval(everyMs)).naive
  assert.deepEqual(naive(limits.watchNaiveMs - 1), { checks: 1, bytes: 10 })
  assert.deepEqual(naive(limits.watchNaiveMs), { checks: 2, bytes: 20 })
  assert.deepEqual(naive(limits.watchNaiveMs, 1000).checks, limits.watchNaiveMs / 1000 + 1)
})
