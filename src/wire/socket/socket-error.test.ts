import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listenError, socketError } from './socket-error.ts'

const fault = (code: string) => Object.assign(new Error(`listen ${code}`), { code })

test('a port that needs more rights says from where on it needs none (S8)', () => {
  const low = listenError(fault('EACCES'), '127.0.0.1:80', 80)
  assert.equal(low.code, 'usage')
  assert.equal(
    low.message,
    "127.0.0.1:80 needs rights you do not have: ports below 1024 are kept for the system's own servers. Give a port from 1024 on.",
  )
  assert.match(listenError(fault('EACCES'), '127.0.0.1:8080', 8080).message, /needs rights you do not have\. Give another port/)
  assert.match(listenError(fault('EINVAL'), '127.0.0.1:1', 1).message, /cannot be listened on \(listen EINVAL\)/)
})

test('faults that no table knows are still of the network', () => {
  const made = socketError(new Error('odd\nthing'), 'a.example:80')
  assert.deepEqual([made.code, made.message], ['network', 'The connection to a.example:80 failed (odd thing); try later.'])
  assert.equal(socketError(made, 'b.example:80'), made)
})
