import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { IdQueue } from './id-queue.ts'

const seed = 20_260_101

test('a queue of ids behaves as an array, whatever order they come in', () => {
  const operation = fc.oneof(
    fc.record({ do: fc.constant('push' as const), id: fc.integer({ min: 1, max: 4_294_967_295 }) }),
    fc.record({ do: fc.constant('shift' as const) }),
    fc.record({ do: fc.constant('peek' as const), count: fc.integer({ min: 0, max: 20 }) }),
  )
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 300 }), operations => {
      const queue = new IdQueue()
      const model: number[] = []
      for (const step of operations) {
        if (step.do === 'push') {
          queue.push(step.id)
          model.push(step.id)
        } else if (step.do === 'shift') assert.equal(queue.shift(), model.shift() ?? 0)
        else assert.deepEqual(queue.peek(step.count), model.slice(0, step.count))
        assert.equal(queue.length, model.length)
      }
    }),
    { seed, numRuns: 200 },
  )
})

test('a hundred thousand rising ids pass through chunk after chunk', () => {
  const queue = new IdQueue()
  for (let id = 1; id <= 100_000; id++) queue.push(id * 3)
  assert.deepEqual(queue.peek(3), [3, 6, 9])
  for (let id = 1; id <= 100_000; id++) assert.equal(queue.shift(), id * 3)
  assert.equal(queue.shift(), 0)
})
