import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asCrawlError, CrawlError } from './crawl-error.ts'

test('the code tells whether a second attempt makes sense, unless it is said otherwise', () => {
  for (const code of ['dns-failed', 'connection-refused', 'connection-reset', 'network', 'timeout-idle', 'body-truncated'] as const) {
    assert.equal(new CrawlError(code, '').retryable, true, code)
  }
  for (const code of ['dns-not-found', 'tls', 'protocol', 'body-too-large', 'address-guarded', 'usage', 'internal'] as const) {
    assert.equal(new CrawlError(code, '').retryable, false, code)
  }
  assert.equal(new CrawlError('tls', '', { retryable: true }).retryable, true)
})

test('it is an Error with a name, a cause when there is one, and its details', () => {
  const cause = new Error('below')
  const error = new CrawlError('http-status', 'No.', { cause, url: 'http://a.example/', value: 503 })
  assert.ok(error instanceof Error)
  assert.deepEqual([error.name, error.message, error.cause, error.url, error.value], ['CrawlError', 'No.', cause, 'http://a.example/', 503])
  assert.equal('cause' in new CrawlError('tls', ''), false)
})

test('whatever is thrown becomes one, and one stays itself', () => {
  const error = new CrawlError('tls', '')
  assert.equal(asCrawlError(error, 'http://other/'), error)
  const wrapped = asCrawlError(new TypeError('x is not a function'), 'http://a.example/')
  assert.deepEqual(
    [wrapped.code, wrapped.message, wrapped.url, wrapped.retryable],
    ['internal', 'x is not a function', 'http://a.example/', false],
  )
  for (const thrown of ['text', undefined, null, 7]) assert.equal(asCrawlError(thrown).message, String(thrown))
})
