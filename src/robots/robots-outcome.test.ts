import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import { parseRetryAfter } from '../headers/retry-after.ts'
import type { RobotsAnswer, RobotsSituation } from './robots-outcome.ts'
import { failureOutcome, robotsOutcome } from './robots-outcome.ts'

const first = 'https://example.org/robots.txt'
const outcome = (answer: Partial<RobotsAnswer>, situation: Partial<RobotsSituation> = {}) =>
  robotsOutcome(
    { status: 200, headers: [], length: 10, ...answer },
    { asked: [first], conditional: false, now: new Date(0), retryAfter: parseRetryAfter, ...situation },
  )
const redirect = (location: string, asked = [first]) => outcome({ status: 301, headers: ['location', location] }, { asked })

test('by status', () => {
  const kinds = {
    parse: [200, 203],
    'allow-all': [204, 205, 400, 401, 403, 404, 410, 418, 451],
    'disallow-all': [100, 206, 300, 302, 304, 429, 500, 502, 503, 599, 600],
  }
  for (const [kind, statuses] of Object.entries(kinds)) {
    for (const status of statuses) assert.equal(outcome({ status }).kind, kind, String(status))
  }
  assert.equal(outcome({ status: 304 }, { conditional: true }).kind, 'keep')
  assert.equal(outcome({ length: 0 }).kind, 'allow-all')
  assert.equal(outcome({ cut: 'limit' }).kind, 'parse')
  assert.equal(outcome({ cut: 'truncated', length: 0 }).kind, 'disallow-all')
})

test('redirects', () => {
  assert.deepEqual(redirect('/other.txt'), { kind: 'redirect', url: 'https://example.org/other.txt' })
  assert.deepEqual(redirect('http://u:p@example.com/r#x'), { kind: 'redirect', url: 'http://example.com/r' })
  assert.equal(redirect(first).kind, 'allow-all', 'loop')
  const asked = (hops: number) => [first, ...Array.from({ length: hops }, (_, hop) => `https://example.org/${hop}`)]
  assert.equal(redirect('/x', asked(limits.robotsRedirects - 1)).kind, 'redirect')
  assert.equal(redirect('/x', asked(limits.robotsRedirects)).kind, 'allow-all')
  for (const target of [
    'ftp://example.org/robots.txt',
    'javascript:1',
    'file:///etc/passwd',
    'http://',
    `/${'x'.repeat(limits.urlBytes)}`,
  ]) {
    assert.equal(redirect(target).kind, 'disallow-all', target.slice(0, 30))
  }
})

test('Retry-After is read, clamped, and ignored when it says nothing', () => {
  const wait = (value: string) => outcome({ status: 503, headers: ['Retry-After', value] })
  assert.deepEqual(wait('60'), { kind: 'disallow-all', retryAfterMs: 60_000 })
  assert.deepEqual(wait('999999999'), { kind: 'disallow-all', retryAfterMs: limits.retryAfterMs })
  for (const value of ['0', '', '-1', '1.5', 'soon', '1e3']) assert.deepEqual(wait(value), { kind: 'disallow-all' }, value)
  const given = outcome({ status: 429, headers: ['retry-after', 'x'] }, { retryAfter: () => 7 })
  assert.deepEqual(given, { kind: 'disallow-all', retryAfterMs: 7_000 })
  assert.deepEqual(outcome({ status: 503, headers: ['retry-after', 'x'] }, { retryAfter: () => Number.NaN }), { kind: 'disallow-all' })
})

test('by failure', () => {
  const kind = (code: CrawlErrorCode) => failureOutcome(new CrawlError(code, code)).kind
  for (const code of ['redirect-loop', 'redirect-limit'] as const) assert.equal(kind(code), 'allow-all')
  for (const code of ['dns-not-found', 'tls', 'timeout-idle', 'address-guarded', 'body-truncated', 'decode', 'internal'] as const) {
    assert.equal(kind(code), 'disallow-all')
  }
})
