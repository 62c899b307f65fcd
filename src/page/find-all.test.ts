import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import { findAll } from './find-all.ts'

const line = '<a href="http://a.example/1">One</a> and <a href="http://a.example/2">Two</a>'

test('whole matches, or the first group (P24)', async () => {
  assert.deepEqual(await findAll(line, /href="http:\/\/.+?"/), ['href="http://a.example/1"', 'href="http://a.example/2"'])
  assert.deepEqual(await findAll(line, /href="(http:\/\/.+?)"/g), ['http://a.example/1', 'http://a.example/2'])
  assert.deepEqual(await findAll(line, /nothing/), [])
  assert.deepEqual(await findAll('aaa', /a/, { most: 2 }), ['a', 'a'])
})

test('greedy takes as much as it can: two links on a line become one (P25)', async () => {
  assert.deepEqual(await findAll(line, /href="(http:\/\/.+)"/), ['http://a.example/1">One</a> and <a href="http://a.example/2'])
})

test('an expression that never ends is ended after `expressionMs`', async () => {
  const clock = manualClock()
  const found = findAll(`${'a'.repeat(60)}!`, /^(a+)+$/, { clock })
  assert.equal(clock.untilNext(), limits.expressionMs)
  await Promise.all([
    assert.rejects(found, { code: 'usage', value: limits.expressionMs, message: /takes longer than 2000 ms/ }),
    clock.advance(limits.expressionMs),
  ])
})
