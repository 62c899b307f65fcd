import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { limits } from './limits.ts'

test('every limit is a whole number above zero', () => {
  for (const [name, value] of Object.entries(limits)) assert.ok(Number.isSafeInteger(value) && value > 0, name)
})

test('limits agree with one another', () => {
  assert.ok(limits.robotsBytes >= 500 * 1024, 'RFC 9309 section 2.5')
  assert.ok(limits.robotsRedirects >= 5, 'RFC 9309 section 2.3.1.2')
  assert.ok(limits.robotsLifeMs <= 24 * 3_600_000, 'RFC 9309 section 2.4')
  assert.ok(limits.urlBytes <= limits.urlInputLength)
  assert.ok(limits.sitemapBytes <= limits.bodyBytes)
  assert.ok(limits.connectMs <= limits.totalMs && limits.headersMs <= limits.totalMs && limits.idleMs <= limits.totalMs)
  assert.ok(limits.robotsRetryMs <= limits.robotsRetryLongestMs)
})

test('each is explained above itself', () => {
  const lines = readFileSync(join(import.meta.dirname, 'limits.ts'), 'utf8').split('\n')
  // Names that say it all with their unit, or that share the sentence of the one above.
  const plain = new Set(['connectMs', 'headersMs', 'sitemapBytes', 'townLogRequests', 'attempts'])
  for (const name of Object.keys(limits)) {
    const at = lines.findIndex(line => line.startsWith(`  ${name}:`))
    assert.ok(at > 0 && (plain.has(name) || /\*\/$/.test(lines[at - 1]!)), name)
  }
})
