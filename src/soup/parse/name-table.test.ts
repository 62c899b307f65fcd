import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldHash, nameAt } from './name-table.ts'

function nameIn(html: string, start = 0, end = html.length): string {
  let hash = 0
  for (let at = start; at < end; at++) hash = foldHash(hash, html.charCodeAt(at))
  return nameAt(html, start, end, hash)
}

test('names come in lower case, whatever stands in their slot', () => {
  for (const name of ['div', 'DIV', 'dIv', 'a', '', 'data-x_y:z', 'x'.repeat(100), 'H1', '@[`{']) {
    assert.equal(nameIn(name), name.toLowerCase())
    assert.equal(nameIn(`<${name}>`, 1, name.length + 1), name.toLowerCase())
  }
})

test('a page of invented names takes no name from those that follow', () => {
  for (let number = 0; number < 50_000; number++) assert.equal(nameIn(`x${number}`), `x${number}`)
  for (const name of ['div', 'span', 'href']) assert.equal(nameIn(name.toUpperCase()), name)
})

test('names that differ by what folding leaves alike are told apart', () => {
  // `@` and the accent grave, `_` and DEL, differ by the bit of the case alone.
  const alike: readonly (readonly [string, string])[] = [
    ['a@', 'a`'],
    ['a[', 'a{'],
    ['a-', 'a\r'],
  ]
  for (const [one, other] of alike) assert.deepEqual([nameIn(one), nameIn(other), nameIn(one)], [one, other, one])
})
