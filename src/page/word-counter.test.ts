import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { createWordCounter } from './word-counter.ts'

function wordsOf(text: string, options = {}): [string, number][] {
  const counter = createWordCounter(options)
  counter.add(text)
  return counter.most().map(({ word, count }) => [word, count])
}

test('the most frequent first, capitals as small letters, marks left off', () => {
  assert.deepEqual(wordsOf('The sun, the SUN! It is the east — and Juliet is the sun.'), [
    ['the', 4],
    ['sun', 3],
    ['is', 2],
    ['and', 1],
    ['east', 1],
    ['it', 1],
    ['juliet', 1],
  ])
})

test('words of other languages: accents in either form, inner marks, scripts without spaces', () => {
  assert.deepEqual(wordsOf('Ärger a\u0308rger l’été well-known 2026'), [
    ['ärger', 2],
    ['2026', 1],
    ['l’été', 1],
    ['well-known', 1],
  ])
  assert.deepEqual(
    wordsOf('网络蜘蛛 网络').map(([word, count]) => [word, count]),
    [
      ['网络', 2],
      ['蜘蛛', 1],
    ],
  )
})

test('cut anywhere it is the same count', () => {
  const text = 'But soft what light through yonder window breaks ’tis the east — 网络蜘蛛 and Juliet is the sun'
  const whole = wordsOf(text)
  for (let at = 0; at <= text.length; at++) {
    const counter = createWordCounter()
    counter.add(text.slice(0, at))
    counter.add(text.slice(at))
    assert.deepEqual(
      counter.most().map(({ word, count }) => [word, count]),
      whole,
      String(at),
    )
  }
})

test('length in characters, top, sums', () => {
  assert.deepEqual(wordsOf('a ab abc 𝒳𝒴', { minLength: 3 }), [['abc', 1]])
  const counter = createWordCounter()
  counter.add('a b a')
  assert.deepEqual(counter.most(1), [{ word: 'a', count: 2 }])
  assert.deepEqual([counter.words, counter.different, counter.others], [3, 2, 0])
})

test('a text without an end or a space, and more words than are told apart, stay in bounded memory', () => {
  const counter = createWordCounter()
  for (let piece = 0; piece < 64; piece++) counter.add('x'.repeat(limits.wordLength))
  assert.ok(counter.most().every(({ word }) => word.length <= 2 * limits.wordLength))
  const many = createWordCounter()
  for (let from = 0; from < limits.differentWords + 10; from += 1000)
    many.add(`${Array.from({ length: 1000 }, (_, at) => (from + at).toString(36)).join(' ')} `)
  many.most(1)
  assert.deepEqual([many.different, many.others > 0], [limits.differentWords, true])
})

test('millions of letters without a space are read, and no character is torn', () => {
  for (const text of [`e${'\u0301'.repeat(5_000_000)}`, '\u{1d4b3}'.repeat(70_000), '\u7f51\u7edc'.repeat(50_000)]) {
    const counter = createWordCounter()
    counter.add(text)
    for (const { word } of counter.most()) assert.ok(word.isWellFormed())
    assert.ok(counter.words > 0)
  }
})
