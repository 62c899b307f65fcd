import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { formatHttpDate } from '../headers/index.ts'
import { currentAge, freshnessLifetime } from './freshness.ts'

const second = 1_000
const day = 86_400 * second
const now = Date.UTC(2026, 0, 1)
const date = (ms: number) => formatHttpDate(new Date(now + ms))

const lifetime = (headers: HeaderList, status = 200, heuristics = true) =>
  freshnessLifetime({ status, headers, receivedAt: now }, heuristics) / second
const age = (headers: HeaderList, { requestedAt = now, receivedAt = now, at = now } = {}) =>
  currentAge({ headers, requestedAt, receivedAt }, at) / second

test('lifetime: max-age before Expires before the heuristic; s-maxage says nothing to a private cache', () => {
  const expires = ['Date', date(0), 'Expires', date(50 * second)]
  assert.equal(lifetime(['Cache-Control', 's-maxage=9, max-age=5', ...expires]), 5)
  assert.equal(lifetime(['Cache-Control', 's-maxage=9', ...expires]), 50)
  assert.equal(lifetime(['Expires', date(50 * second)]), 50)
  assert.equal(lifetime(['Cache-Control', 'max-age=5, max-age=6', ...expires]), 0, 'a contradiction is stale')
  assert.equal(lifetime(['Cache-Control', 'max-age=soon', ...expires]), 0)
  for (const past of ['0', '-1', 'never', date(-second)]) assert.equal(lifetime(['Expires', past, 'Last-Modified', date(-day)]), 0, past)
})

test('lifetime by heuristic: a tenth since Last-Modified, at most a day, for statuses that allow it or public answers', () => {
  const modified = ['Last-Modified', date(-100 * second)]
  assert.equal(lifetime(modified), 10)
  assert.equal(lifetime(modified, 200, false), 0)
  assert.equal(lifetime(modified, 403), 0)
  assert.equal(lifetime(['Cache-Control', 'public', ...modified], 403), 10)
  const longest = limits.cacheHeuristicMs
  assert.equal(lifetime(['Last-Modified', date(-10 * longest + 10 * second)]) * second, longest - second)
  assert.equal(lifetime(['Last-Modified', date(-10 * longest - day)]) * second, longest)
  assert.equal(lifetime(['Last-Modified', date(day)]), 0)
})

test('age: the largest of what Date and Age say, the way here, and the time since', () => {
  assert.equal(age(['Date', date(0)], { at: now + 7 * second }), 7)
  assert.equal(age(['Date', date(-30 * second)]), 30)
  assert.equal(age(['Date', date(30 * second), 'Age', '5']), 5)
  assert.equal(age(['Age', '5'], { requestedAt: now - 3 * second, at: now + second }), 9)
  assert.equal(age(['Age', 'old']), 0)
})

test('a clock that went back makes an answer old, never young', () => {
  assert.equal(age(['Date', date(0)], { at: now - 1 }), Infinity)
})
