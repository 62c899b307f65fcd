import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { createBodyBudget } from './body-budget.ts'

const waits = (given: Promise<void> | undefined) => given !== undefined

test('small bodies never wait, nor does the largest; the others until there is room', async () => {
  const budget = createBodyBudget({ bytes: 100, smallBytes: 10 })
  const [large, middle, small] = [budget.open(), budget.open(), budget.open()]
  assert.deepEqual([large.add(60), middle.add(40)], [undefined, undefined])
  assert.equal(small.add(10), undefined)
  const middleWaits = middle.add(1)
  assert.ok(waits(middleWaits))
  assert.ok(waits(small.add(1)))
  assert.equal(large.add(500), undefined)
  large[Symbol.dispose]()
  await middleWaits
  assert.equal(middle.add(1), undefined)
  assert.equal(budget.open().add(5), undefined)
})

test('by default bodies fill `bodiesBytes` before one waits, and one of `bodySmallBytes` never does', () => {
  const budget = createBodyBudget()
  const [large, other, small] = [budget.open(), budget.open(), budget.open()]
  assert.deepEqual([large.add(limits.bodiesBytes / 2 + 1), other.add(limits.bodiesBytes / 2 - 1)], [undefined, undefined])
  assert.ok(waits(other.add(1)))
  assert.equal(small.add(limits.bodySmallBytes), undefined)
  assert.ok(waits(small.add(1)))
})

test('whatever comes and goes, one body can go on, and never more is kept than said', async () => {
  const step = fc.record({
    body: fc.nat(7),
    bytes: fc.integer({ min: 1, max: 30 }),
    ends: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 200 }), async steps => {
      const budget = createBodyBudget({ bytes: 100, smallBytes: 10 })
      const open = () => ({ account: budget.open(), held: 0, waits: false })
      const bodies = Array.from({ length: 8 }, open)
      for (const { body, bytes, ends } of steps) {
        const one = bodies[body]!
        if (ends || one.held > 200) {
          one.account[Symbol.dispose]()
          bodies[body] = open()
        } else if (!one.waits) {
          one.held += bytes
          const wait = one.account.add(bytes)
          one.waits = wait !== undefined
          wait?.then(() => {
            one.waits = false
          })
        }
        await Promise.resolve()
        const all = bodies.map(({ held }) => held)
        const largest = Math.max(...all)
        // Each is counted when it is here: one piece of at most 30 bytes more.
        assert.ok(all.reduce((sum, held) => sum + held) - largest <= 100 + 8 * (10 + 30))
        assert.ok(bodies.some(({ held, waits }) => held === largest && !waits) || bodies.every(({ waits }) => !waits))
      }
    }),
  )
})
