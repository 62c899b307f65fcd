import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { manualClock } from '../base/clock.ts'
import { createPace } from './pace.ts'

test('over any time there are no more bytes than the rate allows and the piece it began with', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5_000 }),
      fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 20_000 }), late: fc.integer({ min: 0, max: 3_000 }) }), {
        minLength: 1,
        maxLength: 30,
      }),
      async (rate, pieces) => {
        const clock = manualClock()
        const pace = createPace(rate, clock)
        const taken: { at: number; bytes: number }[] = []
        for (const { bytes, late } of pieces) {
          await clock.advance(late)
          taken.push({ at: clock.now(), bytes })
          const wait = pace.take(bytes)
          let over = wait === undefined
          void wait?.then(() => {
            over = true
          })
          for (let step = 0; !over && step < 100; step++) await clock.advance((bytes / rate) * 1000)
          assert.ok(over)
        }
        for (const [from, { at: start }] of taken.entries()) {
          let sum = 0
          for (const { at, bytes } of taken.slice(from)) {
            // Before this piece: one piece, and what the rate allows in the time since; a wait below 1 ms is not made.
            assert.ok(sum <= ((at - start + 1) / 1000) * rate + 1e-6, `${sum} bytes in ${at - start} ms at ${rate}`)
            sum += bytes
          }
        }
      },
    ),
    { seed: 41, numRuns: 50 },
  )
})

test('a wait that is stopped ends at once and leaves no timer', async () => {
  const clock = manualClock()
  const pace = createPace(1, clock)
  const wait = pace.take(1_000)
  pace.stop()
  await wait
  assert.equal(clock.now(), 0)
})
