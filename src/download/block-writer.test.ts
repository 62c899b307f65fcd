import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import { createBlockWriter } from './block-writer.ts'

/** A file in memory that writes when it is told. */
function slowFile() {
  const bytes: number[] = []
  const writes: { size: number; done: () => void; fail: (error: Error) => void }[] = []
  const writeAt = (pieces: readonly Uint8Array[], position: number) =>
    new Promise<void>((done, fail) => {
      const block = Buffer.concat(pieces)
      writes.push({
        size: block.length,
        done: () => {
          // What was given at the beginning and what is there at the end are the same: nobody fills a block that is being written.
          assert.deepEqual(Buffer.concat(pieces), block)
          bytes.splice(position, block.length, ...block)
          done()
        },
        fail,
      })
    })
  let ended = 0
  const turn = () => new Promise(setImmediate)
  return {
    bytes,
    writes,
    writeAt,
    async writeAll() {
      for (; ended < writes.length; ended++) {
        writes[ended]!.done()
        await turn()
      }
    },
  }
}

test('chunks of any size give the same bytes in the same blocks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), fc.integer({ min: 1, max: 16 }), async (chunks, blockBytes) => {
      const whole = Buffer.concat(chunks)
      const written: number[] = []
      const bytes = Buffer.alloc(whole.length)
      const writeAt = async (pieces: readonly Uint8Array[], position: number) => void bytes.set(Buffer.concat(pieces), position)
      const writer = createBlockWriter({ writeAt, from: 0, blockBytes, clock: manualClock(), onBlock: size => written.push(size) })
      for (const chunk of chunks) await writer.write(chunk)
      await writer.end()
      assert.deepEqual(bytes, whole)
      assert.equal(writer.written, whole.length)
      const expected = Array.from({ length: Math.ceil(whole.length / blockBytes) }, (_, at) =>
        Math.min(blockBytes, whole.length - at * blockBytes),
      )
      assert.deepEqual(written, expected)
    }),
    { seed: 31, numRuns: 200 },
  )
})

test('one write is under way at a time, and the sender waits when all blocks are full', async () => {
  const file = slowFile()
  const writer = createBlockWriter({ writeAt: file.writeAt, from: 0, blockBytes: 10, clock: manualClock() })
  assert.equal(writer.write(Buffer.alloc(30, 1)), undefined)
  assert.equal(file.writes.length, 1)
  const held = writer.write(Buffer.alloc(5, 2))
  assert.ok(held instanceof Promise)
  await new Promise(setImmediate)
  assert.equal(file.writes.length, 1)
  await file.writeAll()
  await held
  const end = writer.end()
  await file.writeAll()
  await end
  assert.deepEqual([file.bytes.length, file.writes.map(({ size }) => size)], [35, [10, 10, 10, 5]])
})

test('a write that fails ends the writing: the next one that waits and the end say why, and what was written is known', async () => {
  const file = slowFile()
  const writer = createBlockWriter({ writeAt: file.writeAt, from: 0, blockBytes: 10, clock: manualClock() })
  writer.write(Buffer.alloc(30))
  file.writes[0]!.done()
  await new Promise(setImmediate)
  file.writes[1]!.fail(new Error('full'))
  await assert.rejects(async () => {
    for (;;) await writer.write(Buffer.alloc(10))
  }, /full/)
  await assert.rejects(writer.end(), /full/)
  assert.deepEqual([writer.written, file.writes.length], [10, 2])
})

test('a block that is slow to fill is written after a second, whether more comes or not; a block that was written so can be filled again', async () => {
  const file = slowFile()
  const clock = manualClock()
  const sizes: number[] = []
  const writer = createBlockWriter({ writeAt: file.writeAt, from: 0, blockBytes: 10, clock, onBlock: size => sizes.push(size) })
  writer.write(Buffer.from('abc'))
  await clock.advance(limits.downloadBlockMs - 100)
  writer.write(Buffer.from('def'))
  assert.deepEqual([file.writes.length, writer.position], [0, 6])
  await clock.advance(100)
  await file.writeAll()
  assert.deepEqual([Buffer.from(file.bytes).toString(), writer.written], ['abcdef', 6])
  await clock.advance(5_000)
  assert.equal(file.writes.length, 1)
  // A full block and the begin of one, whose second begins with it.
  await clock.advance(700)
  writer.write(Buffer.from('ghijklmnopqr'))
  await file.writeAll()
  await clock.advance(limits.downloadBlockMs - 1)
  assert.deepEqual(sizes, [6, 10])
  await clock.advance(1)
  await file.writeAll()
  assert.deepEqual(sizes, [6, 10, 2])
  writer.write(Buffer.from('s'))
  const end = writer.end()
  await file.writeAll()
  await end
  await clock.advance(5_000)
  assert.deepEqual([Buffer.from(file.bytes).toString(), sizes], ['abcdefghijklmnopqrs', [6, 10, 2, 1]])
})
