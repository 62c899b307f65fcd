import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { stepOver } from './step-over.ts'

const most = limits.stepBodyBytes
const order = stepOver(
  { method: 'GET', url: 'http://me:secret@a.example/', headers: [], into: () => undefined },
  ({ status }) => status === 302,
)

test('the body of a step is read up to its limit, and left on the server beyond it', () => {
  const wants = (length: number) => order.wants?.({ status: 302, headers: ['Content-Length', String(length)] })
  assert.deepEqual([most, most + 1].map(wants), [true, false])
  assert.equal(order.wants?.({ status: 200, headers: ['Content-Length', String(most + 1)] }), true)
})

test('one that does not say its length ends the order where it goes beyond the limit', async () => {
  const sink = order.into?.({ status: 302, headers: [] })
  await sink?.write(new Uint8Array(most))
  assert.throws(
    () => sink?.write(new Uint8Array(1)),
    (error: Error) => error.message.startsWith('http://a.example/ sends more than') && 'code' in error && error.code === 'body-too-large',
  )
})
