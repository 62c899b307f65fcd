import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collectYoung } from './collect-young.ts'

test('buffers that died young are freed at once', async () => {
  collectYoung()
  const before = process.memoryUsage().arrayBuffers
  for (let made = 0; made < 200; made++) Buffer.allocUnsafeSlow(64 * 1024).fill(1)
  const garbage = process.memoryUsage().arrayBuffers - before
  collectYoung()
  // Backing stores are swept beside the main thread.
  for (let turn = 0; turn < 200 && process.memoryUsage().arrayBuffers - before > garbage / 2; turn++) await new Promise(setImmediate)
  assert.ok(garbage > 4 * 1024 * 1024 && process.memoryUsage().arrayBuffers - before < garbage / 2, `${garbage}`)
})
