import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAge } from './age.ts'

test('the first of several numbers; anything else is no age', () => {
  assert.equal(parseAge('0'), 0)
  assert.equal(parseAge(' 7200, 0'), 7200)
  assert.equal(parseAge('9'.repeat(500)), Number.MAX_SAFE_INTEGER)
  for (const value of [undefined, '', 'abc', '-1', '1.5', '7200;a=1', ', 5']) assert.equal(parseAge(value), undefined)
})
