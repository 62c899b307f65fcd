import assert from 'node:assert/strict'
import type { AnyNode } from '../../src/soup/index.ts'
import { isBranch } from '../../src/soup/tree/walk.ts'

/** Every link of a tree says the same: parents, siblings, first and last children, `contents`, document order. Returns its nodes. */
export function checkLinks(root: AnyNode): AnyNode[] {
  assert.equal(root.parent, null)
  assert.equal(root.nextSibling, null)
  assert.equal(root.previousSibling, null)
  const met = new Set<AnyNode>([root])
  const waiting: AnyNode[] = [root]
  for (let branch = waiting.pop(); branch !== undefined; branch = waiting.pop()) {
    if (!isBranch(branch)) continue
    let before: AnyNode | null = null
    const children: AnyNode[] = []
    for (let node = branch.firstNode; node !== null; node = node.nextSibling) {
      assert.ok(!met.has(node), 'a node stands in one place')
      assert.notEqual(node.kind, 'document', 'no document stands in a tree')
      met.add(node)
      children.push(node)
      assert.equal(node.parent, branch)
      assert.equal(node.previousSibling, before)
      before = node
      waiting.push(node)
    }
    assert.equal(branch.lastNode, before)
    assert.deepEqual([...branch.contents], children)
  }
  const order: AnyNode[] = [root]
  for (let node = root.nextElement; node !== null; node = node.nextElement) {
    assert.equal(node.previousElement, order.at(-1))
    order.push(node)
  }
  assert.equal(order.length, met.size, 'the walk meets every node once')
  return order
}
