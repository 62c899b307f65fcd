import type { Branch } from './branch.ts'
import type { AnyNode, SoupNode } from './node.ts'
import type { Soup } from './soup.ts'
import type { Tag } from './tag.ts'

/** Document order, computed from the links of the tree: depth first, text included, templates too. No walk recurses. */

export function isBranch(node: SoupNode): node is Tag | Soup {
  return node.kind === 'tag' || node.kind === 'document'
}

/** There are no other nodes than those: what a base class knows of itself. */
export function known(node: SoupNode): AnyNode {
  return node as AnyNode
}

export function knownBranch(branch: Branch): Tag | Soup {
  return branch as Tag | Soup
}

/** The node after this one and all it holds. @param root where to end; null: at the end of the document */
export function nextOutside(node: SoupNode, root: SoupNode | null = null): AnyNode | null {
  for (let at: SoupNode | null = node; at !== null && at !== root; at = at.up) if (at.next !== null) return at.next
  return null
}

/** The next node in document order; null where the descendants of `root` end. */
export function nextNode(node: SoupNode, root: SoupNode | null = null): AnyNode | null {
  return (isBranch(node) ? node.firstNode : null) ?? nextOutside(node, root)
}

export function previousNode(node: SoupNode): AnyNode | null {
  if (node.prev === null) return node.up
  let last = node.prev
  while (isBranch(last) && last.lastNode !== null) last = last.lastNode
  return last
}

/** Nodes one by one. The step from a node is taken before it is given: the loop may take that node out, or put another in its place. */
export function* along<Kind extends SoupNode>(start: Kind | null, step: (node: Kind) => Kind | null): Generator<Kind> {
  for (let node = start; node !== null; ) {
    const next = step(node)
    yield node
    node = next
  }
}
