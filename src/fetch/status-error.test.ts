import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusError } from './status-error.ts'

const order = { method: 'POST', url: 'http://me:secret@h.example/x', headers: ['from', 'me@uni.example'] }
const body = new Uint8Array(0)

test('each status has its next step; the URL has no password', () => {
  const says = (status: number, reason?: string) => statusError({ order, status, reason, body }).message
  assert.equal(says(404, 'Not Found'), 'http://h.example/x answered 404 Not Found. Check the URL, or try later.')
  assert.equal(says(503, 'Busy'), 'http://h.example/x answered 503 Busy. Try later.')
  assert.equal(says(405, ''), 'http://h.example/x answered 405. It does not take POST.')
  for (const status of [401, 407]) assert.match(says(status), /Give a name and password/)
})

test('it can be told by its code and value', () => {
  const { code, value, url, retryable } = statusError({ order, status: 429, body }, { retryable: true })
  assert.deepEqual([code, value, url, retryable], ['http-status', 429, 'http://h.example/x', true])
})
