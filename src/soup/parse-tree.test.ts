import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findFirst, parseTree } from './parse-tree.ts'

test('noscript holds elements, and the first in document order is found', () => {
  const tree = parseTree('<body><div><p id=1></p></div><p id=2></p><noscript><a href=x>y</a></noscript>')
  assert.deepEqual(findFirst(tree, 'p')?.attrs, [{ name: 'id', value: '1' }])
  assert.equal(findFirst(tree, 'a')?.attrs[0]?.value, 'x')
  assert.equal(findFirst(tree, 'table'), undefined)
})

test('depth does not matter', () => {
  assert.equal(findFirst(parseTree(`${'<div>'.repeat(20_000)}<i>`), 'i')?.tagName, 'i')
})
