import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatEntityTag, parseEntityTag, parseEntityTags, sameStrongly, sameWeakly } from './index.ts'

test('strong and weak tags; what has no quotes or a space is none', () => {
  assert.deepEqual(parseEntityTag(' "xyzzy" '), { opaque: 'xyzzy', weak: false })
  assert.deepEqual(parseEntityTag('W/"xyzzy"'), { opaque: 'xyzzy', weak: true })
  assert.deepEqual(parseEntityTag('""'), { opaque: '', weak: false })
  for (const value of ['xyzzy', 'w/"x"', '"a b"', '"a"b"', '"a', '']) assert.equal(parseEntityTag(value), null, value)
  assert.equal(formatEntityTag({ opaque: 'a,b', weak: true }), 'W/"a,b"')
})

test('lists: a comma inside the quotes, empty elements, any', () => {
  assert.deepEqual(parseEntityTags('"a,b", W/"c" ,, "d",'), [
    { opaque: 'a,b', weak: false },
    { opaque: 'c', weak: true },
    { opaque: 'd', weak: false },
  ])
  assert.equal(parseEntityTags(' * '), '*')
  for (const value of ['', '"a" "b"', 'a, "b"', '"a", b']) assert.equal(parseEntityTags(value), null, value)
})

test('the table of RFC 9110 section 8.8.3.2', () => {
  const rows = [
    ['W/"1"', 'W/"1"', false, true],
    ['W/"1"', 'W/"2"', false, false],
    ['W/"1"', '"1"', false, true],
    ['"1"', '"1"', true, true],
  ] as const
  for (const [one, other, strong, weak] of rows) {
    const pair = [parseEntityTag(one), parseEntityTag(other)] as const
    assert.deepEqual([sameStrongly(...pair), sameWeakly(...pair)], [strong, weak], `${one} ${other}`)
  }
  assert.ok(!sameStrongly(null, null) && !sameWeakly(null, null))
})
