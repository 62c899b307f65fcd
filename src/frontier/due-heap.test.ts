import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Scheduled } from './due-heap.ts'
import { DueHeap } from './due-heap.ts'

test('the first site is always the one that is due first, after any puts, moves and takes', () => {
  const operation = fc.record({
    site: fc.integer({ min: 0, max: 15 }),
    dueAt: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(undefined)),
  })
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 200 }), operations => {
      const heap = new DueHeap<Scheduled & { name: number }>()
      const sites = Array.from({ length: 16 }, (_, name) => ({ name, dueAt: 0, heapAt: -1 }))
      const model = new Map<number, number>()
      for (const { site, dueAt } of operations) {
        if (dueAt === undefined) {
          heap.take(sites[site]!)
          model.delete(site)
        } else {
          heap.put(sites[site]!, dueAt)
          model.set(site, dueAt)
        }
        assert.equal(heap.size, model.size)
        assert.equal(heap.first?.dueAt, model.size === 0 ? undefined : Math.min(...model.values()))
      }
    }),
    { seed: 7, numRuns: 200 },
  )
})
