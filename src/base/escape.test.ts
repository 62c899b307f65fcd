import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { escapeCsv, escapeLines, escapeTerminal, withoutCredentials } from './escape.ts'

test('nothing that a terminal acts on comes through, everything else does', () => {
  assert.equal(
    escapeTerminal('a\x1b[31m\r\n\x07\x7f\x9b\u202e\u2066\u200f\ufeffž😀'),
    'a\\x1b[31m\\x0d\\x0a\\x07\\x7f\\x9b\\u202e\\u2066\\u200f\\ufeffž😀',
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      assert.doesNotMatch(escapeTerminal(text), /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u)
    }),
    { seed: 7 },
  )
})

test('long text is cut, before it is made longer', () => {
  assert.equal(escapeTerminal('abcdef', 3), 'abc…')
  assert.equal(escapeTerminal('\x00\x00', 1), '\\x00…')
  assert.equal(escapeTerminal('x'.repeat(3000)).length, 2001)
  assert.equal(escapeTerminal('x'.repeat(3000), Infinity).length, 3000)
})

test('of a text with lines the lines stay', () => {
  assert.equal(escapeLines('a\tb\r\n\x1b[31m\u202e'), 'a\tb\\x0d\n\\x1b[31m\\u202e')
  assert.equal(escapeLines('x'.repeat(3000)).length, 3000)
})

test('a CSV cell', () => {
  const cells: [value: unknown, cell: string][] = [
    [null, ''],
    [undefined, ''],
    ['', ''],
    ['a', 'a'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['a\nb', '"a\nb"'],
    [' a ', '" a "'],
    [-1.5, '-1.5'],
    [true, 'true'],
    [[1, 'b'], '"[1,""b""]"'],
    ['=1', "'=1"],
    ['@x', "'@x"],
    ['\t1', "'\t1"],
    ['＝1', "'＝1"],
    ['a\u001b[2J\u0007\u009b\u007f', 'a\\x1b[2J\\x07\\x9b\\x7f'],
    [['\u009b'], '"[""\\x9b""]"'],
  ]
  for (const [value, cell] of cells) assert.equal(escapeCsv(value), cell, JSON.stringify(value))
})

test('a URL as it may be shown', () => {
  const urls: [given: string, shown: string][] = [
    ['http://me:secret@a.example/x@y', 'http://a.example/x@y'],
    ['http://me@a.example/', 'http://a.example/'],
    ['http://a.example/@b', 'http://a.example/@b'],
    ['mailto:me@uni.example', 'mailto:me@uni.example'],
    ['no url @ all', 'no url @ all'],
    ['http://me:secret@[', 'http://['],
    ['http://me:se/cret@h:99999/', 'http://h:99999/'],
    ['http:/me:secret@ho st/', 'http:/ho st/'],
    ['\\\\me:secret@host', '\\\\host'],
    ['me:secret@host:99999/', 'host:99999/'],
    ['mailto:me:secret@host', 'host'],
    ['data:text/css,@media a:b', 'data:text/css,@media a:b'],
    [`//${'/'.repeat(50_000)}x`, `//${'/'.repeat(50_000)}x`],
  ]
  for (const [given, shown] of urls) assert.equal(withoutCredentials(given), shown)
})
