import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseExpires } from './expires.ts'

const at = (value: string) => parseExpires(value, new Date('2026-01-01T00:00:00Z'))?.toISOString()

test('dates of any form and case', () => {
  assert.equal(at('Thu, 18 Aug 2050 02:01:18 GMT'), '2050-08-18T02:01:18.000Z')
  assert.equal(at(' tHU, 18 AUG 2050 02:01:18 gmt'), '2050-08-18T02:01:18.000Z')
  assert.equal(at('Thu Aug 18 02:01:18 2050'), '2050-08-18T02:01:18.000Z')
})

test('anything else is past', () => {
  for (const value of ['0', '-1', '', 'never', 'Thu 18 Aug 2050 02:01:18 GMT', 'Thu, 18 Aug 2050 02:01:18 EST']) {
    assert.equal(at(value), undefined)
  }
})
