import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { directiveFields, directiveSeconds, parseCacheControl } from './cache-control.ts'

const entries = (...values: string[]) => [...parseCacheControl(values)]

test('fields are one list, names in any case, equal arguments said once', () => {
  assert.deepEqual(entries('No-Store, MAX-age=60', '', 'max-age=60,,  private'), [
    ['no-store', ['']],
    ['max-age', ['60']],
    ['private', ['']],
  ])
})

test('quotes hold commas and directives together; one that is never closed hides nothing', () => {
  assert.deepEqual(entries('a="max-age=5, no-store", max-age="007"'), [
    ['a', ['max-age=5, no-store']],
    ['max-age', ['007']],
  ])
  assert.deepEqual(entries('a="x\\",y", b')[0], ['a', ['x",y']])
  assert.deepEqual(
    entries('a="x, no-store').map(([name]) => name),
    ['a', 'no-store'],
  )
  assert.deepEqual(
    entries('a="x, no-store\\').map(([name]) => name),
    ['a', 'no-store\\'],
  )
  assert.deepEqual(
    entries('a="x\\", "b", no-store').map(([name]) => name),
    ['a', 'no-store'],
  )
})

test('seconds are whole numbers; what contradicts itself or is none is invalid', () => {
  const seconds = (...values: string[]) => directiveSeconds(parseCacheControl(values), 'max-age')
  assert.equal(seconds('public'), undefined)
  assert.equal(seconds('max-age=003600'), 3600)
  assert.equal(seconds('max-age="60"'), 60)
  assert.equal(seconds(`max-age=${'9'.repeat(400)}`), Number.MAX_SAFE_INTEGER)
  for (const bad of ['max-age', 'max-age=', 'max-age=-1', 'max-age=1.5', 'max-age =60', 'max-age= 60', 'max-age=60s', "max-age='60'"]) {
    assert.equal(seconds(bad), 'invalid', bad)
  }
  assert.equal(seconds('max-age=1, max-age=1800'), 'invalid')
  assert.equal(seconds('max-age=60', 'max-age=60'), 60)
})

test('named fields; without a name all are meant', () => {
  const fields = (...values: string[]) => directiveFields(parseCacheControl(values), 'no-cache')
  assert.equal(fields('max-age=1'), undefined)
  assert.deepEqual(fields('no-cache="Set-Cookie, A"', 'no-cache=b'), ['set-cookie', 'a', 'b'])
  assert.equal(fields('no-cache="a", no-cache'), 'all')
  assert.equal(fields('no-cache=""'), 'all')
})

test('an endless field is not to be stored, and any field takes linear time', () => {
  assert.deepEqual(entries('a,'.repeat(limits.cacheControlLength / 2)).length, 1)
  assert.deepEqual(entries('a,'.repeat(limits.cacheControlLength / 2 + 1)), [['no-store', ['']]])
  const hostile = `"${'\\"'.repeat(limits.cacheControlLength / 2 - 1)}`
  assert.equal(entries(hostile).length, 1)
})
