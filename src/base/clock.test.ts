import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock, systemClock } from './clock.ts'

test('a manual clock fires what falls due, in order, at its time', async () => {
  const clock = manualClock(1_000_000)
  const fired: [string, number][] = []
  const note = (name: string) => () => fired.push([name, clock.now()])
  clock.after(30, note('c'))
  clock.after(10, () => {
    note('a')()
    clock.after(5, note('b'))
  })
  const takeBack = clock.after(20, note('never'))
  clock.after(-5, note('at once'))
  clock.after(100, note('later'))
  takeBack()
  await clock.advance(50)
  assert.deepEqual(fired, [
    ['at once', 0],
    ['a', 10],
    ['b', 15],
    ['c', 30],
  ])
  assert.equal(clock.now(), 50)
  assert.equal(clock.wall(), 1_000_050)
})

test('the wall clock may jump, the other goes on', async () => {
  const clock = manualClock(0)
  clock.jump(-5000)
  await clock.advance(10)
  assert.deepEqual([clock.wall(), clock.now()], [-4990, 10])
})

test('promises are served between two timers', async () => {
  const clock = manualClock()
  const order: string[] = []
  clock.after(1, () => void Promise.resolve().then(() => order.push('promise')))
  clock.after(2, () => order.push('timer'))
  await clock.advance(2)
  assert.deepEqual(order, ['promise', 'timer'])
})

test('the system clock: a wait longer than a timer can hold does not end at once, and can be taken back', async () => {
  let fired = false
  const takeBack = systemClock.after(2 ** 40, () => {
    fired = true
  })
  await new Promise<void>(resolve => void systemClock.after(-1, resolve))
  takeBack()
  assert.equal(fired, false)
})

test('a manual clock tells how far ahead its next timer is', async () => {
  const clock = manualClock()
  assert.equal(clock.untilNext(), Infinity)
  clock.after(500, () => {})
  const cancel = clock.after(70, () => {})
  await clock.advance(20)
  assert.equal(clock.untilNext(), 50)
  cancel()
  assert.equal(clock.untilNext(), 480)
})
