import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../base/crawl-error.ts'
import type { Report } from '../spider/index.ts'
import { exitCodeOf, exitCodeOfReport, failureOf } from './exit-codes.ts'

test('wget’s codes where they mean the same, our own above 8', () => {
  const codes: Readonly<Record<string, number>> = {
    internal: 1,
    usage: 2,
    'url-invalid': 2,
    file: 3,
    'dns-not-found': 4,
    'timeout-headers': 4,
    network: 4,
    tls: 5,
    'http-401': 6,
    'http-407': 6,
    protocol: 7,
    'redirect-loop': 7,
    'body-too-large': 7,
    'http-404': 8,
    'http-503': 8,
    'robots-unreachable': 10,
    robots: 11,
    'trap-url-length': 11,
    'address-guarded': 11,
    'store-busy': 12,
    'store-newer': 12,
    'disk-full': 13,
    'identity-missing': 14,
    aborted: 130,
  }
  for (const [reason, code] of Object.entries(codes)) assert.equal(exitCodeOf(reason), code, reason)
})

test('a failure is one line, whatever was thrown', () => {
  assert.deepEqual(failureOf(new CrawlError('tls', 'No\ntrust\x1b.')), { line: 'orbweaver: No\\x0atrust\\x1b. [tls]', exitCode: 5 })
  assert.deepEqual(failureOf(new CrawlError('http-status', 'Who are you?', { value: 401 })), {
    line: 'orbweaver: Who are you? [http-status]',
    exitCode: 6,
  })
  assert.deepEqual(failureOf('a string'), { line: 'orbweaver: a string [internal]', exitCode: 1 })
})

test('the exit code of a report', () => {
  const counts = { met: 1, done: 1, failed: 0, dropped: 0, waiting: 0, leased: 0, bytes: 0 }
  const run = { pages: 1, bytes: 0, items: 0, robots: 0 }
  const codeOf = (given: object, interrupted = false) =>
    exitCodeOfReport(
      { state: 'finished', why: null, counts, run, reasons: {}, held: {}, statuses: { 200: 1 }, ...given } as unknown as Report,
      interrupted,
    )
  assert.equal(codeOf({}), 0)
  assert.equal(codeOf({ reasons: { 'http-404': 3 }, statuses: { 404: 3, 200: 1 } }), 0)
  assert.equal(codeOf({ reasons: { 'redirect-loop': 1 }, statuses: { 302: 2 } }), 7)
  assert.equal(codeOf({ statuses: { 304: 1 }, reasons: { robots: 1 } }), 0)
  assert.equal(codeOf({ state: 'unfinished', why: 'the limit of 5 pages is reached' }), 0)
  assert.equal(codeOf({ state: 'unfinished', why: 'interrupted' }, true), 9)
  assert.equal(codeOf({}, true), 0)
  assert.equal(codeOf({ state: 'unfinished', held: { 'robots-unreachable': 1 } }), 10)
})
