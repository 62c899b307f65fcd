import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { parseVary } from './vary.ts'

test('names of all fields, once, in any case', () => {
  assert.deepEqual(parseVary([]), [])
  assert.deepEqual(parseVary(['Foo, accept-Language,', '', 'foo']), ['accept-language', 'foo'])
})

test('a star anywhere, and what is no name, matches nothing', () => {
  for (const values of [['*'], ['', '*'], ['Foo, *'], ['*, *'], ['Foo bar'], ['Foo;q=1']]) assert.equal(parseVary(values), '*')
})

test('more names than anybody needs match nothing', () => {
  const names = Array.from({ length: limits.varyFields }, (_, at) => `x-${at}`)
  assert.equal(parseVary([names.join()]).length, limits.varyFields)
  assert.equal(parseVary([[...names, 'y'].join()]), '*')
})
