import type { Branch } from './branch.ts'
import type { SoupNode } from './node.ts'

/** Document order, computed from the links of the tree: depth first, text included, templates too. No walk recurses. */

export function isBranch(node: SoupNode): node is Branch {
  return node.kind === 'tag' || node.kind === 'document'
}

/** The node after this one and all it holds. @param root where to end; null: at the end of the document */
export function nextOutside(node: SoupNode, root: SoupNode | null = null): SoupNode | null {
  for (let at: SoupNode | null = node; at !== null && at !== root; at = at.up) if (at.next !== null) return at.next
  return null
}

/** The next node in document order; null where the descendants of `root` end. */
export function nextNode(node: SoupNode, root: SoupNode | null = null): SoupNode | null {
  return (isBranch(node) ? node.firstNode : null) ?? nextOutside(node, root)
}

export function previousNode(node: SoupNode): SoupNode | null {
  if (node.prev === null) return node.up
  let last: SoupNode = node.prev
  while (isBranch(last) && last.lastNode !== null) last = last.lastNode
  return last
}

/** Is `node` the other, or inside it? */
export function isWithin(node: SoupNode, other: SoupNode): boolean {
  for (let at: SoupNode | null = node; at !== null; at = at.up) if (at === other) return true
  return false
}

/** Nodes one by one. The step from a node is taken before it is given: the loop may take that node out, or put another in its place. */
export function* along<Kind>(start: SoupNode | null, step: (node: SoupNode) => SoupNode | null): Generator<Kind> {
  for (let node = start; node !== null; ) {
    const next = step(node)
    yield node as Kind
    node = next
  }
}
