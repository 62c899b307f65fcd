import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlaces } from './line-and-column.ts'

test('lines and columns from 1, upward and back', () => {
  const placeOf = createPlaces('ab\n\ncd')
  const shown = [0, 2, 3, 4, 6, 1].map(offset => Object.values(placeOf(offset)).join(':'))
  assert.deepEqual(shown, ['1:1', '1:3', '2:1', '3:1', '3:3', '1:2'])
})

test('a page on one line is not searched to its end for every offset', () => {
  const placeOf = createPlaces('x'.repeat(10_000_000))
  for (let offset = 0; offset < 100_000; offset++) placeOf(offset)
  assert.deepEqual(placeOf(100_000), { line: 1, column: 100_001 })
})
