import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fingerprint } from './fingerprint.ts'
import { UrlIndex } from './url-index.ts'

test('finds every URL under the id it was added with, and none it was not', () => {
  const index = new UrlIndex()
  const url = (at: number) => `https://h${at % 997}.example.org/section-${at % 31}/page-${at}.html`
  const most = 200_000
  for (let id = 1; id <= most; id++) {
    const { high, low } = fingerprint(url(id), 7)
    assert.equal(index.find(high, low), 0, `${url(id)} was taken for another`)
    index.add(high, low, id)
  }
  for (let id = 1; id <= most; id++) {
    const { high, low } = fingerprint(url(id), 7)
    assert.equal(index.find(high, low), id)
    const other = fingerprint(url(id + most), 7)
    assert.equal(index.find(other.high, other.low), 0)
  }
  assert.equal(index.size, most)
})

test('adding a known URL changes nothing', () => {
  const index = new UrlIndex()
  index.add(1, 2, 10)
  index.add(1, 2, 11)
  assert.equal(index.find(1, 2), 10)
  assert.equal(index.size, 1)
})

test('a known URL costs at most 16 bytes once there are many', () => {
  const index = new UrlIndex()
  for (let id = 1; id <= 1_000_000; id++) {
    const { high, low } = fingerprint(`https://example.org/${id}`, 3)
    index.add(high, low, id)
    if (id >= 200_000 && id % 50_000 === 0) assert.ok(index.bytes / id <= 13.5, `${index.bytes / id} bytes a URL at ${id}`)
  }
})

test('fingerprints depend on the seed and on every character', () => {
  const of = (text: string, seed: number) => {
    const { high, low } = fingerprint(text, seed)
    return `${high}-${low}`
  }
  const variants = ['', 'a', 'b', 'ab', 'ba', 'aa', 'a\u0000', 'é', 'e\u0301']
  assert.equal(new Set(variants.map(text => of(text, 1))).size, variants.length)
  assert.notEqual(of('https://example.org/', 1), of('https://example.org/', 2))
})
