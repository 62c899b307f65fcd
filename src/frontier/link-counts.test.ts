import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LinkCounts } from './link-counts.ts'

test('the most linked first, of equal ones the one met first, no more than asked for', () => {
  const counts = new LinkCounts()
  for (const links of ['[3,1,5000]', '[3,2]', '[2,3]', '[5000]', '[4]']) counts.add(links)
  assert.deepEqual(counts.top(3), [
    { id: 3, count: 3 },
    { id: 2, count: 2 },
    { id: 5000, count: 2 },
  ])
  assert.deepEqual(
    counts.top(9).map(({ id }) => id),
    [3, 2, 5000, 1, 4],
  )
  assert.deepEqual(counts.top(0), [])
})

test('as a sort of all would say, over many links', () => {
  const counts = new LinkCounts()
  const plain = new Map<number, number>()
  for (let page = 1; page < 2_000; page++) {
    const links = [page % 7, page % 61, page % 977].map(id => id + 1)
    counts.add(JSON.stringify([...new Set(links)]))
    for (const id of new Set(links)) plain.set(id, (plain.get(id) ?? 0) + 1)
  }
  const sorted = [...plain].sort(([one, many], [other, more]) => more - many || one - other).slice(0, 25)
  assert.deepEqual(
    counts.top(25).map(({ id, count }) => [id, count]),
    sorted,
  )
})

test('an id that no store has given counts nothing', () => {
  const counts = new LinkCounts(2)
  counts.add('[0,-1,1.5,2,3,4000000000,"2",null]')
  assert.deepEqual(counts.top(5), [{ id: 2, count: 1 }])
})
