import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEmitter } from './emitter.ts'

type Events = { page: number; end: string }

test('every listener hears its own events, in order, until taken off', () => {
  const emitter = createEmitter<Events>(fault => assert.fail(String(fault)))
  const heard: string[] = []
  const off = emitter.on('page', page => heard.push(`one ${page}`))
  emitter.on('page', page => heard.push(`two ${page}`))
  emitter.on('end', why => heard.push(why))
  emitter.emit('page', 1)
  off()
  off()
  emitter.emit('page', 2)
  emitter.emit('end', 'done')
  assert.deepEqual(heard, ['one 1', 'two 1', 'two 2', 'done'])
})

test('a listener that throws stops nobody', () => {
  const faults: unknown[] = []
  const emitter = createEmitter<Events>(fault => faults.push(fault))
  let heard = 0
  emitter.on('page', () => {
    throw new Error('bad')
  })
  emitter.on('page', () => heard++)
  emitter.emit('page', 1)
  assert.equal(heard, 1)
  assert.match(String(faults[0]), /bad/)
})

test('a listener that rejects is told as a fault', async () => {
  const faults: unknown[] = []
  const emitter = createEmitter<Events>(fault => faults.push(fault))
  emitter.on('page', async () => {
    throw new Error('late')
  })
  emitter.emit('page', 1)
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(faults.map(String), ['Error: late'])
})

test('a listener that fails on the news of a fault ends it there', async () => {
  let told = 0
  const emitter = createEmitter<Events>(() => {
    told++
    emitter.emit('end', 'fault')
  })
  emitter.on('end', () => {
    throw new Error('bad')
  })
  emitter.on('end', async () => {
    throw new Error('late')
  })
  emitter.emit('end', 'done')
  await new Promise(resolve => setImmediate(resolve))
  // One each for what threw and what rejected first; nothing for the news of them.
  assert.equal(told, 2)
})
