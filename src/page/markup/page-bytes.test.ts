import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TextDecoder } from 'node:util'
import fc from 'fast-check'
import { pageBytes, textBytes } from './page-bytes.ts'

test('what is cut between ASCII is what a decoder of the whole gives there', () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 6 })
  const property = fc.property(parts, fc.constantFrom('utf-8', 'windows-1252'), (pieces, encoding) => {
    const whole = Buffer.concat(pieces.flatMap(piece => [piece.filter(byte => byte !== lessThan), Buffer.from('<')]))
    const page = pageBytes(new Uint8Array(whole), encoding)
    const cuts: string[] = []
    for (let start = 0, end = whole.indexOf(lessThan); end >= 0; start = end + 1, end = whole.indexOf(lessThan, start)) {
      cuts.push(page.cut(start, end))
    }
    assert.equal(cuts.join('<'), new TextDecoder(encoding, { ignoreBOM: true }).decode(whole).slice(0, -1))
  })
  fc.assert(property, { seed: 3, numRuns: 5_000 })
})

test('a page in another encoding is written anew', () => {
  const { bytes, cut } = pageBytes(Buffer.from('<é>', 'utf16le'), 'utf-16le')
  assert.equal(cut(0, bytes.length), '<é>')
  assert.equal(cut(1, 3), 'é')
  // 0x5c is the second half of a character here, and no backslash.
  const { bytes: japanese, cut: cutJapanese } = pageBytes(Uint8Array.of(0x3c, 0x83, 0x5c, 0x3e), 'shift_jis')
  assert.equal(cutJapanese(0, japanese.length), '<ソ>')
})

test('equal cuts of any pages are one string, and one that falls into the same slot is its own', () => {
  const { cut } = textBytes('href=/some/address href=/some/address')
  const texts = Array.from({ length: 20_000 }, (_, number) => `/page/${number}`)
  for (const text of texts) assert.equal(textBytes(`"${text}"`).cut(1, text.length + 1), text)
  assert.equal(cut(5, 18), '/some/address')
  assert.equal(cut(24, 37), '/some/address')
})

const lessThan = 0x3c
