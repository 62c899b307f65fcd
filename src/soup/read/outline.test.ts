import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSoup } from '../parse/parse-soup.ts'
import type { OutlineEntry } from './outline.ts'
import { outline } from './outline.ts'

const lines = (entries: readonly OutlineEntry[], depth = 0): string[] =>
  entries.flatMap(({ level, text, id, children }) => [
    `${'  '.repeat(depth)}${level} ${text}${id === undefined ? '' : ` #${id}`}`,
    ...lines(children, depth + 1),
  ])

test('headings nest by rank, also where a rank is skipped or the first is not the highest (Z68)', () => {
  const soup = parseSoup(`<h2>Before</h2><h1 id=top>The <i>WWW</i>
    spider</h1><h3>Skips</h3><h2>Two<br>lines</h2><h6>Deep</h6><h2 id="">Last</h2><h1>Next</h1>`)
  assert.deepEqual(lines(outline(soup)), [
    '2 Before',
    '1 The WWW spider #top',
    '  3 Skips',
    '  2 Two lines',
    '    6 Deep',
    '  2 Last #',
    '1 Next',
  ])
})

test('a heading in a heading has an entry of its own; 100,000 of them cost no more than their text', () => {
  const soup = parseSoup('<h1>a<div><h2>b</h2></div>c</h1>')
  assert.deepEqual(lines(outline(soup)), ['1 a c', '  2 b'])
  const deep = outline(parseSoup('<h1>x<div>'.repeat(20_000)))
  assert.equal(deep.length, 20_000)
  assert.equal(deep[0]?.text, 'x')
})
