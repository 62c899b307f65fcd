import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnyNode } from '../index.ts'
import { parseSoup } from '../index.ts'

const source = '<!DOCTYPE html>\r\n<title>T</title>\r\n<p class=a>One<p>two <b>three\n</b><!-- note --><table>x<tr><td>y</table>'

test('tags, comments and the doctype know where they stand, when asked to', () => {
  const soup = parseSoup(source, { sourceLocations: true })
  const cut = (node: AnyNode | null) => {
    const place = node?.sourceLocation
    return place && source.slice(place.start.offset, place.end.offset)
  }
  assert.equal(cut(soup.title), '<title>T</title>')
  assert.deepEqual(soup.title?.sourceLocation, { start: { line: 2, column: 1, offset: 17 }, end: { line: 2, column: 17, offset: 33 } })
  assert.equal(cut(soup.find('p', { class: 'a' })), '<p class=a>One')
  assert.equal(cut(soup.find('b')), '<b>three\n</b>')
  assert.equal(cut(soup.find(null, { string: ' note ' })), '<!-- note -->')
  assert.equal(cut(soup.contents[0]!), '<!DOCTYPE html>')
  // What the parser put in itself stands nowhere.
  assert.equal(soup.find('tbody')?.sourceLocation, undefined)
  assert.equal(soup.head?.sourceLocation, undefined)
})

test('the tree is the same with places and without; without there are none', () => {
  assert.ok(parseSoup(source, { sourceLocations: true }).equals(parseSoup(source)))
  assert.equal(parseSoup(source).title?.sourceLocation, undefined)
  assert.equal(parseSoup(Buffer.from(source), { sourceLocations: true }).title?.sourceLocation?.start.line, 2)
})
