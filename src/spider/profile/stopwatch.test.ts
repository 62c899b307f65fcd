import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from '../../base/clock.ts'
import { manualClock } from '../../base/clock.ts'
import { createStopwatch } from './stopwatch.ts'

/** A clock that work moves. */
function workingClock(): Clock & { work(ms: number): void } {
  let now = 5
  return {
    ...manualClock(),
    now: () => now,
    work(ms) {
      now += ms
    },
  }
}

test('each time is counted once, for the innermost work', () => {
  const clock = workingClock()
  const { run, spent } = createStopwatch(clock)
  const title = run('handlers', () => {
    clock.work(10)
    const read = run('reading', () => {
      clock.work(3)
      run('reading', () => clock.work(4))
      return 'title'
    })
    clock.work(20)
    return read
  })
  clock.work(1000)
  run('output', () => clock.work(2))
  assert.equal(title, 'title')
  assert.deepEqual(spent, { reading: 7, handlers: 30, frontier: 0, output: 2 })
})

test('work that throws ends there, and what is around it goes on', () => {
  const clock = workingClock()
  const { run, spent } = createStopwatch(clock)
  run('handlers', () => {
    assert.throws(() => {
      run('reading', () => {
        clock.work(3)
        throw new Error('not readable')
      })
    }, /not readable/)
    clock.work(5)
  })
  clock.work(7)
  assert.deepEqual(spent, { reading: 3, handlers: 5, frontier: 0, output: 0 })
})
