import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { formatContentRange, formatRange, parseContentRange, parseRange } from './index.ts'

test('the first 250 bytes are 0-249, and 250 of them; the unit is not left out (Z54, Z55)', () => {
  assert.equal(formatRange({ first: 0, last: 249 }), 'bytes=0-249')
  assert.deepEqual(parseRange('bytes=0-249'), [{ first: 0, last: 249 }])
  assert.equal(parseRange('0-250'), null)
  assert.deepEqual(parseContentRange('bytes 0-249/152000'), { unit: 'bytes', first: 0, last: 249, total: 152_000 })
})

test('ranges: open, suffix, several, empty elements; anything malformed makes the field void', () => {
  assert.deepEqual(parseRange(' Bytes = 500- , ,-500,0-0'), [{ first: 500 }, { suffix: 500 }, { first: 0, last: 0 }])
  for (const value of [
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=a-b',
    'items=0-1',
    'bytes=0-1=',
    'bytes=0 -1',
    'bytes=0-99999999999999999999',
  ]) {
    assert.equal(parseRange(value), null, value)
  }
  assert.equal(parseRange(`bytes=${'0-1,'.repeat(limits.ranges)}`)?.length, limits.ranges)
  assert.equal(parseRange(`bytes=${'0-1,'.repeat(limits.ranges + 1)}`), null)
})

test('a part of a whole, a part of an unknown whole, and the size that no range fits (Z55)', () => {
  assert.deepEqual(parseContentRange('bytes 100-199/*'), { unit: 'bytes', first: 100, last: 199, total: undefined })
  assert.deepEqual(parseContentRange('bytes */200'), { unit: 'bytes', total: 200 })
  assert.deepEqual(parseContentRange('Items 0-1/2'), { unit: 'items', first: 0, last: 1, total: 2 })
  const invalid = [
    'bytes 199-100/200',
    'bytes 100-199/150',
    'bytes 0-0/0',
    'bytes */*',
    'bytes 0-1',
    'bytes=0-1/2',
    'bytes -1-5/9',
    '0-1/2',
    '',
  ]
  for (const value of [...invalid, 'bytes 100-99999999999999999999/*', `bytes 0-${2 ** 53}/*`])
    assert.equal(parseContentRange(value), null, value)
})

test('what is written is read back', () => {
  const natural = fc.maxSafeNat()
  fc.assert(
    fc.property(natural, natural, natural, (one, other, more) => {
      const [first, last] = [Math.min(one, other), Math.max(one, other)]
      assert.deepEqual(parseRange(formatRange({ first, last }, { first }, { suffix: more })), [
        { first, last },
        { first },
        { suffix: more },
      ])
      const range = { unit: 'bytes', first, last, total: undefined }
      assert.deepEqual(parseContentRange(formatContentRange(range)), range)
      assert.deepEqual(parseContentRange(formatContentRange({ unit: 'bytes', total: more })), { unit: 'bytes', total: more })
    }),
    { seed: 11 },
  )
})

test('never throws', () => {
  fc.assert(
    fc.property(fc.string(), value => void [parseRange(value), parseRange(`bytes=${value}`), parseContentRange(`bytes ${value}`)]),
    { seed: 12 },
  )
})
