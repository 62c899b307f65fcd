import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatHttpDate, parseHttpDate } from './http-date.ts'

const now = new Date('2026-03-01T12:00:00Z')
const iso = (value: string) => parseHttpDate(value, now)?.toISOString() ?? null

test('the three forms', () => {
  for (const value of [
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    ' Sun, 06 Nov 1994 08:49:37 GMT\t',
  ]) {
    assert.equal(iso(value), '1994-11-06T08:49:37.000Z', value)
  }
})

test('two-digit years lie at most 50 years ahead', () => {
  assert.equal(iso('Sunday, 01-Mar-76 00:00:00 GMT')?.slice(0, 4), '2076')
  assert.equal(iso('Tuesday, 01-Mar-77 00:00:00 GMT')?.slice(0, 4), '1977')
  assert.equal(iso('Wednesday, 01-Mar-00 00:00:00 GMT')?.slice(0, 4), '2000')
})

test('50 years count to the second', () => {
  assert.equal(iso('Sunday, 01-Mar-76 12:00:00 GMT')?.slice(0, 4), '2076')
  assert.equal(iso('Monday, 01-Mar-76 12:00:01 GMT')?.slice(0, 4), '1976')
})

test('the calendar is strict', () => {
  for (const value of [
    'Sun, 31 Feb 2026 12:00:00 GMT',
    'Sun, 29 Feb 2026 12:00:00 GMT',
    'Sun, 00 Jan 2026 12:00:00 GMT',
    'Sun, 01 Jan 2026 24:00:00 GMT',
    'Sun, 01 Jan 2026 12:60:00 GMT',
    'Sun, 01 Jan 2026 12:00:61 GMT',
  ]) {
    assert.equal(iso(value), null, value)
  }
  assert.equal(iso('Sat, 29 Feb 2020 12:00:00 GMT'), '2020-02-29T12:00:00.000Z')
  assert.equal(iso('Sat, 31 Dec 2016 23:59:60 GMT'), '2017-01-01T00:00:00.000Z', 'a leap second')
  assert.equal(iso('Sat, 01 Jan 0050 00:00:00 GMT'), '0050-01-01T00:00:00.000Z')
})

test('other forms and zones are no HTTP-date', () => {
  for (const value of [
    '',
    '0',
    '-1',
    '2026-03-01T12:00:00Z',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 94 08:49:37 GMT',
    '06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT; x',
  ]) {
    assert.equal(iso(value), null, value)
  }
})

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), date => {
      date.setUTCMilliseconds(0)
      assert.equal(parseHttpDate(formatHttpDate(date), now)?.getTime(), date.getTime())
    }),
    { seed: 5 },
  )
})

test('never throws', () => {
  fc.assert(
    fc.property(fc.string(), value => void parseHttpDate(value, now)),
    { seed: 6 },
  )
})
