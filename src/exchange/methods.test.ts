import assert from 'node:assert/strict'
import { test } from 'node:test'
import { methodFacts } from '../manual/index.ts'
import { isIdempotent, isSafe } from './methods.ts'

test('which methods may be repeated (Z64); their case counts', () => {
  const known = methodFacts.map(({ name }) => name)
  assert.deepEqual(known.filter(isSafe), ['GET', 'HEAD', 'OPTIONS', 'TRACE'])
  assert.deepEqual(
    known.filter(name => !isIdempotent(name)),
    ['POST', 'CONNECT', 'PATCH'],
  )
  assert.equal(isIdempotent('get'), false)
})
