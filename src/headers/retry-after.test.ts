import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRetryAfter } from './retry-after.ts'

const now = new Date('2026-03-01T12:00:00.500Z')

test('seconds', () => {
  assert.equal(parseRetryAfter('0', now), 0)
  assert.equal(parseRetryAfter('\t31536000 ', now), 31_536_000)
  assert.equal(parseRetryAfter('9'.repeat(1_000), now), Number.MAX_SAFE_INTEGER)
})

test('a date is rounded up to whole seconds', () => {
  assert.equal(parseRetryAfter('Sun, 01 Mar 2026 12:00:02 GMT', now), 2)
  assert.equal(parseRetryAfter('Sun Mar  1 12:00:02 2026', now), 2)
  assert.equal(parseRetryAfter('Sun, 01 Mar 2026 12:00:00 GMT', now), 0)
})

test('anything else is ignored, however long', () => {
  for (const value of ['', '-1', '1.0', '1 s', 'Infinity', 'soon', `1${' '.repeat(200_000)}1`])
    assert.equal(parseRetryAfter(value, now), null)
})
