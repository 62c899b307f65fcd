import type { Branch } from './branch.ts'
import { link } from './links.ts'
import type { SoupNode } from './node.ts'
import { isBranch } from './walk.ts'

/** A copy without a parent. @param deep with all that it holds */
export function cloneOf(root: SoupNode, deep: boolean): SoupNode {
  const top = root.copy()
  if (!deep) return top
  let from: SoupNode = root
  let to: SoupNode = top
  for (;;) {
    if (isBranch(from) && from.firstNode !== null) {
      from = from.firstNode
      const below = from.copy()
      link(to as Branch, below)
      to = below
      continue
    }
    while (from !== root && from.next === null) {
      from = from.up!
      to = to.up!
    }
    if (from === root) return top
    from = from.next!
    const beside = from.copy()
    link(to.up!, beside)
    to = beside
  }
}

/** The same kinds, names, attributes (in any order) and strings, in the same shape. */
export function areEqual(one: SoupNode, other: SoupNode): boolean {
  let left: SoupNode = one
  let right: SoupNode = other
  for (;;) {
    if (!left.isLike(right)) return false
    const [down, alsoDown] = [firstOf(left), firstOf(right)]
    if ((down === null) !== (alsoDown === null)) return false
    if (down !== null && alsoDown !== null) {
      left = down
      right = alsoDown
      continue
    }
    while (left !== one && left.next === null && right.next === null) {
      left = left.up!
      right = right.up!
    }
    if (left === one || right === other) return left === one && right === other
    if (left.next === null || right.next === null) return false
    left = left.next
    right = right.next
  }
}

function firstOf(node: SoupNode): SoupNode | null {
  return isBranch(node) ? node.firstNode : null
}
