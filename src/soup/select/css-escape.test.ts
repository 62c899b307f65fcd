import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cssEscape, parseFragment } from '../index.ts'

test('names are escaped as CSSOM has it', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['plain-Name_1', 'plain-Name_1'],
    ['1st', '\\31 st'],
    ['-2', '-\\32 '],
    ['-', '\\-'],
    ['--x', '--x'],
    ['a.b:c', 'a\\.b\\:c'],
    ['a b', 'a\\ b'],
    ['\n', '\\a '],
    ['\x7f', '\\7f '],
    ['\0', '\ufffd'],
    ['žluť 🐈', 'žluť\\ 🐈'],
  ]
  for (const [text, escaped] of cases) assert.equal(cssEscape(text), escaped)
})

test('any id and any value is found by its escaped form', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter(value => !value.includes('\0') && value.trim() !== '')
  fc.assert(
    fc.property(text, id => {
      const soup = parseFragment('<b></b>')
      soup.tag('b')?.set('id', id)
      assert.equal(soup.select(`#${cssEscape(id)}`).length, 1)
      assert.equal(soup.select(`[id="${cssEscape(id)}"]`).length, 1)
    }),
    { seed: 5, numRuns: 500 },
  )
})
