import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ItemQueue } from './item-queue.ts'

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

test('items come in order, before and after the reader waits, until the end', async () => {
  const queue = new ItemQueue<number>(() => assert.fail('nobody left'))
  queue.push(1)
  const read: number[] = []
  const reading = (async () => {
    for await (const item of queue) read.push(item)
  })()
  await turn()
  queue.push(2)
  queue.push(3)
  await turn()
  assert.deepEqual(read, [1, 2, 3])
  queue.push(4)
  queue.end()
  await reading
  assert.deepEqual(read, [1, 2, 3, 4])
})

test('a full queue makes writers wait until half of it is read', async () => {
  const queue = new ItemQueue<number>(() => {}, 4)
  for (let item = 0; item < 4; item++) {
    assert.equal(queue.room(), undefined)
    queue.push(item)
  }
  let hasRoom = false
  const waiting = queue.room()!.then(() => {
    hasRoom = true
  })
  const reader = queue[Symbol.asyncIterator]()
  await reader.next()
  await reader.next()
  await turn()
  assert.equal(hasRoom, false)
  await reader.next()
  await reader.next()
  await waiting
  assert.equal(queue.room(), undefined)
})

test('a fault comes after the items that were there', async () => {
  const queue = new ItemQueue<number>(() => {})
  queue.push(1)
  queue.end(new Error('broken'))
  const reader = queue[Symbol.asyncIterator]()
  assert.deepEqual(await reader.next(), { value: 1, done: false })
  await assert.rejects(reader.next(), /broken/)
})

test('a reader who leaves is told of once, and writers are let go', async () => {
  let left = 0
  const queue = new ItemQueue<number>(() => left++, 1)
  queue.push(1)
  const room = queue.room()
  for await (const _ of queue) break
  await room
  assert.equal(left, 1)
  assert.equal(queue.room(), undefined)
  queue.end()
  assert.equal(left, 1)
})

test('the end wakes a reader who waits', async () => {
  const queue = new ItemQueue<number>(() => {})
  const next = queue[Symbol.asyncIterator]().next()
  await turn()
  queue.end()
  assert.deepEqual(await next, { value: undefined, done: true })
})

test('two readers share the items and both come to the end', async () => {
  const queue = new ItemQueue<number>(() => {})
  const read = async () => {
    let count = 0
    for await (const _ of queue) count++
    return count
  }
  const reading = Promise.all([read(), read()])
  await turn()
  queue.push(1)
  await turn()
  queue.push(2)
  queue.end()
  const [one, other] = await reading
  assert.equal(one + other, 2)
})
