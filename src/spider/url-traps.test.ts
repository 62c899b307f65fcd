import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { urlTraps } from './url-traps.ts'

const verdictOf = (url: string, options = {}) => urlTraps(options)([])({ url, via: 'anchor', depth: 1 })

test('each rule at its threshold', () => {
  const base = 'http://a.example/'
  const cases: [url: string, verdict: true | string][] = [
    [base, true],
    [`${base}${'x'.repeat(limits.urlBytes - base.length)}`, true],
    [`${base}${'x'.repeat(limits.urlBytes - base.length + 1)}`, 'trap-url-length'],
    [base + numbers(limits.pathSegments).join('/'), true],
    [base + numbers(limits.pathSegments + 1).join('/'), 'trap-path-segments'],
    [`${base}${'a/b/'.repeat(limits.segmentRepeats)}`, true],
    [`${base}${'a/b/'.repeat(limits.segmentRepeats)}a/`, 'trap-repeated-segment'],
    [`${base}a/a/a/a`, 'trap-repeated-segment'],
    [`${base}a//b//c//d//e`, true],
    [`${base}s?${numbers(limits.queryParameters).join('&')}`, true],
    [`${base}s?${numbers(limits.queryParameters + 1).join('&')}`, 'trap-query-parameters'],
    [`${base}?q=1&q=2&q=3`, true],
    [`${base}?q=1&q=2&q=3&q=4`, 'trap-query-parameters'],
    [`${base}a/?u=/a/a/a/a/a/a`, true],
  ]
  for (const [url, verdict] of cases) assert.equal(verdictOf(url), verdict, url)
})

test('thresholds can be moved', () => {
  assert.equal(verdictOf('http://a.example/a/a', { segmentRepeats: 1 }), 'trap-repeated-segment')
  assert.equal(verdictOf('http://a.example/a/b/c', { pathSegments: 2 }), 'trap-path-segments')
})

test('short paths without repeats always pass, and nothing throws', () => {
  const segment = fc.stringMatching(/^[a-z0-9]{1,8}$/)
  fc.assert(
    fc.property(fc.uniqueArray(segment, { maxLength: 20 }), fc.uniqueArray(segment, { maxLength: 10 }), (path, query) => {
      const url = `http://a.example/${path.join('/')}${query.length > 0 ? `?${query.map(name => `${name}=1`).join('&')}` : ''}`
      assert.equal(verdictOf(url), true)
    }),
    { seed: 7 },
  )
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), url => void verdictOf(new URL(url).href)),
    { seed: 7 },
  )
})

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `n${at}`)
}
