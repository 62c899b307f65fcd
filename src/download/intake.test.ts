import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import { createIntake } from './intake.ts'
import type { Job } from './job.ts'
import type { Part } from './part.ts'

test('what came of a long download is brought to the disk every `downloadSyncMs`', async () => {
  const clock = manualClock()
  const synced: number[] = []
  const part: Partial<Part> = {
    startOver: async () => {},
    writeAt: async () => {},
    sync: async bytes => void synced.push(bytes),
  }
  const job: Partial<Job> = {
    url: 'http://a.test/',
    clock,
    part: part as Part,
    options: { blockBytes: 10 },
    expected: [],
    tally: { received: 0, blocks: 0, resumedFrom: 0, retries: 0 },
  }
  const intake = createIntake(
    job as Job,
    { do: 'overwrite', end: undefined, total: undefined },
    { status: 200, headers: [] },
    Buffer.alloc(0),
  )
  const block = Buffer.alloc(10)
  const written: number[][] = []
  for (const ms of [0, limits.downloadSyncMs - 1, 1, limits.downloadSyncMs - 1, 1]) {
    await clock.advance(ms)
    await intake.write(block)
    await new Promise(resolve => setImmediate(resolve))
    written.push([...synced])
  }
  assert.deepEqual(written, [[], [], [20], [20], [20, 40]])
})
