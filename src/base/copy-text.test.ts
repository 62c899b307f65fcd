import assert from 'node:assert/strict'
import { test } from 'node:test'
import { copyText } from './copy-text.ts'

test('a copy says the same', () => {
  for (const text of [
    '',
    'short',
    'exactly 13 ch',
    'longer than thirteen',
    'žluťoučký kůň úpěl',
    '😀'.repeat(9),
    '\ud83d half a pair, alone',
  ]) {
    assert.equal(copyText(text), text)
  }
})
