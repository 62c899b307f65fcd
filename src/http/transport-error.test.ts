import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../base/crawl-error.ts'
import { hostAndPort, transportError } from './transport-error.ts'

const context = { url: 'https://user:secret@a.example/x', site: 'https://a.example', headersCame: false }
const fault = (code: string, message = code) => Object.assign(new Error(message), { code })

test('faults that a loopback cannot make have their codes too', () => {
  for (const [error, code, retryable] of [
    [fault('EHOSTUNREACH'), 'network', true],
    [fault('ENETUNREACH'), 'network', true],
    [fault('ENFILE'), 'no-handles', true],
    [fault('ETIMEDOUT'), 'timeout-connect', true],
    [fault('EPIPE'), 'connection-reset', true],
    [fault('EAI_FAIL'), 'dns-failed', true],
    [fault('CERT_HAS_EXPIRED'), 'tls', false],
    [fault('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls', false],
    [fault('SELF_SIGNED_CERT_IN_CHAIN'), 'tls', false],
    [fault('EPROTO'), 'tls', false],
    [fault('ERR_ASSERTION', 'assert(this.statusCode < 200)\n    at x.js:1'), 'protocol', false],
    [new AggregateError([fault('ECONNREFUSED'), fault('ENETUNREACH')]), 'connection-refused', true],
    [new AggregateError([]), 'protocol', false],
    ['a string', 'protocol', false],
    [undefined, 'protocol', false],
  ] as const) {
    const made = transportError(error, context)
    assert.deepEqual([made.code, made.retryable, made.url], [code, retryable, 'https://a.example/x'], String(error))
    assert.match(made.message, /a\.example:443/)
    assert.doesNotMatch(made.message, /\n|secret/)
    assert.equal(made.cause, error)
  }
})

test('a verdict that stands is kept, with the URL of the order', () => {
  const made = transportError(new CrawlError('address-guarded', 'Held back.', { value: 3 }), context)
  assert.deepEqual([made.code, made.message, made.value, made.url], ['address-guarded', 'Held back.', 3, 'https://a.example/x'])
})

test('host and port are always both named', () => {
  for (const [site, shown] of [
    ['http://a.example', 'a.example:80'],
    ['https://a.example', 'a.example:443'],
    ['https://a.example:8443', 'a.example:8443'],
    ['http://[::1]', '[::1]:80'],
    ['http://[::1]:81', '[::1]:81'],
  ] as const) {
    assert.equal(hostAndPort(site), shown)
  }
})
