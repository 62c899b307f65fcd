import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { createCounter } from './create-counter.ts'

test('`townCounters` things are counted; of one more the oldest begins anew', () => {
  const count = createCounter()
  for (let at = 0; at < limits.townCounters; at++) assert.equal(count(`user ${at}`), 1)
  assert.deepEqual([count('user 0'), count('user 1')], [2, 2])
  count('one more')
  assert.deepEqual([count('user 1'), count('user 0')], [3, 1])
})
