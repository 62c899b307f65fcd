import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { formatPairs, isToken, parsePairs, quote, splitList, unquote, valueIn } from './lexical.ts'

test('a list: empty members are nothing, quotes and brackets keep theirs together', () => {
  assert.deepEqual(splitList(' a ,, "b,\\",c" ,'), ['a', '"b,\\",c"'])
  assert.deepEqual(splitList('<http://x/a,b>; rel=x, <y>', { whole: '<>' }), ['<http://x/a,b>; rel=x', '<y>'])
  assert.deepEqual(splitList('1.1 a (one, (two), \\), three), 1.0 b', { whole: '()' }), ['1.1 a (one, (two), \\), three)', '1.0 b'])
  assert.deepEqual(splitList('"open, for ever'), ['"open, for ever'])
  assert.deepEqual(splitList(''), [])
})

test('a list above its limit is none', () => {
  const items = (count: number) => Array.from({ length: count }, () => 'a').join(',')
  assert.equal(splitList(items(limits.headerListItems))?.length, limits.headerListItems)
  assert.equal(splitList(items(limits.headerListItems + 1)), undefined)
})

test('pairs: names in lower case, values without quotes, garbage passed over', () => {
  const pairs = parsePairs('Charset = "utf-8" ; a=b=c; flag; =x; b ad=1; q="\\"\\\\"')!
  assert.deepEqual(pairs, [
    ['charset', 'utf-8'],
    ['a', 'b=c'],
    ['flag', ''],
    ['q', '"\\'],
  ])
  assert.equal(valueIn(pairs, 'a'), 'b=c')
  assert.equal(formatPairs(pairs), 'charset=utf-8; a="b=c"; flag=""; q="\\"\\\\"')
})

test('what is quoted is read back', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), text => {
      assert.equal(unquote(quote(text)), text)
      assert.equal(isToken(quote(text)), isToken(text))
    }),
    { seed: 3 },
  )
})
