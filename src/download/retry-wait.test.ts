import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import { retryWait } from './retry-wait.ts'

const reset = new CrawlError('connection-reset', 'x.')
const given = { failures: 1, retries: 100, cameBefore: true, retryAfterMs: undefined }

test('waits double up to `backoffMs`; Retry-After is obeyed up to `retryAfterMs`', () => {
  const waits = Array.from({ length: 12 }, (_, at) => retryWait(reset, { ...given, failures: at + 1 }))
  assert.deepEqual(waits, [...Array.from({ length: 10 }, (_, at) => 1000 * 2 ** at), limits.backoffMs, limits.backoffMs])
  for (const over of [0, 1]) {
    assert.equal(retryWait(reset, { ...given, retryAfterMs: limits.retryAfterMs + over }), limits.retryAfterMs)
  }
})
