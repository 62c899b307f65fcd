import assert from 'node:assert/strict'
import { test } from 'node:test'
import { releaseBytes } from './release-bytes.ts'

test('a chunk that is its whole buffer is emptied, a view is left alone', () => {
  const whole = new Uint8Array(64 * 1024)
  releaseBytes(whole)
  assert.equal(whole.length, 0)
  assert.equal(whole.buffer.byteLength, 0)
  const part = new Uint8Array(new ArrayBuffer(64 * 1024), 0, 32 * 1024)
  releaseBytes(part)
  assert.equal(part.length, 32 * 1024)
  const small = Buffer.from('a few bytes')
  releaseBytes(small)
  assert.equal(small.toString(), 'a few bytes')
  const shared = new Uint8Array(new SharedArrayBuffer(64 * 1024))
  releaseBytes(shared)
  assert.equal(shared.length, 64 * 1024)
})
