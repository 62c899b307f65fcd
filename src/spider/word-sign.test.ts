import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { wordSign } from './word-sign.ts'

test('order, numbers, dates and capitals make no difference; words do', () => {
  const sign = wordSign('Read of 12 March 2024: page-7 (of 9), Monday')
  assert.equal(wordSign('monday  Page-8 read of (OF 10),\n3 april 1999:'), sign)
  assert.equal(wordSign('read of x 5 may 1: a9 (of 2), sun'), wordSign('x of sat 77 read jun 0: a1-b (of 3),'))
  for (const other of ['read', 'Reed of 12 March 2024: page-7 (of 9), Monday', 'Read of 12 March 2024: page (of 9), Monday']) {
    assert.notEqual(wordSign(other), sign, other)
  }
  assert.equal(wordSign(''), wordSign(' \n'))
  assert.notEqual(wordSign('a a'), wordSign('a'))
})

test('equal exactly when the masked and sorted words are', () => {
  const words = fc.constantFrom(
    'a',
    'B',
    'b',
    'may',
    'May-b',
    'a-b',
    'ab',
    '7',
    'x7',
    '(7)',
    '(a)',
    'a_b',
    '-',
    'a-',
    '...',
    'é',
    'march!',
    'm_ay',
  )
  const text = fc.array(fc.tuple(words, fc.constantFrom(' ', '\n', '')), { maxLength: 4 }).map(parts => parts.flat().join(''))
  const property = fc.property(text, text, (one, other) => assert.equal(wordSign(one) === wordSign(other), masked(one) === masked(other)))
  fc.assert(property, { seed: 5, numRuns: 20_000 })
})

/** The same, as it is meant. */
function masked(text: string): string {
  const isDate = /\b(?:jan|may|mar(?:ch)?)\b/g
  const words = text
    .toLowerCase()
    .replace(/[\w-]*\d[\w-]*/g, '#')
    .replace(isDate, '#')
  return words.trim().split(/\s+/).sort().join(' ')
}
