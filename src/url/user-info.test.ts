import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userInfo } from './user-info.ts'

test('name and password are decoded, and a stray % is a %', () => {
  const of = (text: string) => userInfo(new URL(`http://${text}a.test/`))
  assert.equal(of(''), undefined)
  assert.deepEqual(of('ann@'), { user: 'ann', password: '' })
  assert.deepEqual(of('a%40b:c%3Ad%@'), { user: 'a@b', password: 'c:d%' })
  assert.deepEqual(of('%C3%A9:%E9%zz@'), { user: '\u00e9', password: '%E9%zz' })
})
