import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrowingText } from './growing-text.ts'

test('what was added, in its order, whatever its length', () => {
  for (const count of [0, 1, 4_095, 4_096, 4_097, 20_000]) {
    const growing = new GrowingText()
    let plain = ''
    for (let at = 0; at < count; at++) {
      const piece = at % 97 === 0 ? 'pieces\u{1f577}' : String.fromCharCode(97 + (at % 26))
      growing.add(piece)
      plain += piece
    }
    assert.equal(growing.text(), plain)
    growing.add('')
    assert.equal(growing.text(), plain)
  }
})
