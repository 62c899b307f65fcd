import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import { createHopClocks } from './hop-clocks.ts'

/** Ten pieces of a body, the last of them large enough for `bytes` in all, and what strikes when `ms` are over. */
async function dripped(bytes: number, ms: number): Promise<string[]> {
  const clock = manualClock()
  const struck: string[] = []
  const clocks = createHopClocks(clock, undefined, ({ code }) => struck.push(code))
  clocks.enter('asked')
  clocks.enter('body')
  for (let piece = 1; piece <= 10; piece++) {
    await clock.advance(ms / 20)
    clocks.enter('body', piece < 10 ? 1 : bytes - 9)
  }
  await clock.advance(ms / 2)
  return struck
}

test('a drip is a body of fewer than `rateBytes` in `rateMs`', async () => {
  assert.deepEqual(await dripped(limits.rateBytes - 1, limits.rateMs - 20), [])
  assert.deepEqual(await dripped(limits.rateBytes - 1, limits.rateMs), ['timeout-rate'])
  assert.deepEqual(await dripped(limits.rateBytes, limits.rateMs), [])
})
