import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { robotsMeta } from './robots-meta.ts'

const agent = 'AgeStudy/1.0 (+mailto:x@example.org)'
const read = (meta: [name: string, content: string][], tags: string[] = []) => {
  const found = robotsMeta({
    meta: meta.map(([name, content]) => ({ name, content })),
    headers: tags.flatMap(tag => ['X-Robots-Tag', tag]),
    agent,
  })
  return Object.entries(found)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name}=${value}`))
}

test('meta elements: general and our own', () => {
  assert.deepEqual(read([['robots', 'NoIndex, NOFOLLOW']]), ['noindex', 'nofollow'])
  assert.deepEqual(read([[' Robots ', 'none']]), ['noindex', 'nofollow'])
  assert.deepEqual(
    read([
      ['agestudy', 'nofollow'],
      ['robots', 'follow'],
    ]),
    ['nofollow'],
  )
  assert.deepEqual(
    read([
      ['googlebot', 'none'],
      ['description', 'nofollow'],
    ]),
    [],
  )
  assert.deepEqual(read([['robots', 'noarchive nosnippet;noimageindex,notranslate']]), [
    'noarchive',
    'nosnippet',
    'noimageindex',
    'notranslate',
  ])
  assert.deepEqual(read([['robots', 'noai, noimageai, max-snippet:20']]), ['noai', 'noimageai'])
  assert.deepEqual(
    read([
      ['robots', 'all'],
      ['robots', ''],
    ]),
    [],
  )
})

test('X-Robots-Tag: lists, several fields, names', () => {
  assert.deepEqual(read([], ['noindex', 'nofollow']), ['noindex', 'nofollow'])
  assert.deepEqual(read([], ['agestudy: nofollow']), ['nofollow'])
  assert.deepEqual(read([], ['AgeStudy : none']), ['noindex', 'nofollow'])
  assert.deepEqual(read([], ['otherbot: noindex, nofollow', 'noai']), ['noai'])
  assert.deepEqual(read([], ['otherbot: noindex, agestudy: nofollow']), ['nofollow'])
  assert.deepEqual(read([], ['max-image-preview: large, nofollow']), ['nofollow'])
})

test('unavailable_after keeps its date whole', () => {
  const date = 'Tue, 25 Jun 2030 15:00:00 GMT'
  assert.deepEqual(read([], [`unavailable_after: ${date}, nofollow`]), ['nofollow', `unavailableAfter=${date}`])
  assert.deepEqual(read([['robots', 'unavailable_after: 2030-06-25']]), ['unavailableAfter=2030-06-25'])
  assert.deepEqual(read([], [`otherbot: unavailable_after: ${date}`]), [])
  assert.deepEqual(read([], [`agestudy: unavailable_after: ${date}`]), [`unavailableAfter=${date}`])
})

test('never throws', () => {
  const words = fc.array(fc.constantFrom('unavailable_after', ':', ',', ' ', 'agestudy', 'none', 'Tue', ';', '\n'), { maxLength: 30 })
  fc.assert(
    fc.property(words, fc.string({ unit: 'binary' }), (list, text) => {
      read([['robots', text + list.join('')]], [list.join(''), text])
    }),
    { seed: 9309, numRuns: 1_000 },
  )
})
