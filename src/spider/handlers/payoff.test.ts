import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPayoff } from './payoff.ts'

/** @param pageMs from one page to the next @param handlerMs of it in the handler */
function after(pages: number, pageMs: number, handlerMs: (page: number) => number) {
  let now = 1_000
  const payoff = createPayoff(() => now)
  for (let page = 0; page < pages; page++) {
    now += pageMs
    payoff.heard(handlerMs(page))
  }
  return payoff
}

test('threads pay once handlers take a quarter of the time and half a millisecond a page', () => {
  assert.equal(after(100, 4, () => 1).pays, true)
  assert.equal(after(100, 4, () => 1).share, 0.25)
  assert.equal(after(100, 4, () => 0.9).pays, false)
  assert.equal(after(100, 1, () => 0.4).pays, false)
  assert.equal(after(10_000, 1_000, () => 20).pays, false)
})

test('the first pages do not decide: what compiles is slow once', () => {
  assert.equal(after(99, 4, () => 3).pays, false)
  assert.equal(after(100, 4, page => (page < 50 ? 3 : 0.1)).pays, false)
  assert.equal(after(150, 4, page => (page < 100 ? 0.1 : 3)).pays, true)
})

test('what has paid once is not taken back', () => {
  assert.equal(after(500, 4, page => (page < 100 ? 3 : 0)).pays, true)
})
