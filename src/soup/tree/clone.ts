import { link } from './links.ts'
import type { AnyNode } from './node.ts'
import { isBranch } from './walk.ts'

/** A copy without a parent. @param deep with all that it holds */
export function cloneOf(root: AnyNode, deep: boolean): AnyNode {
  const top = root.copy()
  if (!deep || !isBranch(root) || !isBranch(top)) return top
  let into = top
  for (let from = root.firstNode; from !== null; ) {
    const copied = from.copy()
    link(into, copied)
    if (isBranch(from) && isBranch(copied) && from.firstNode !== null) {
      into = copied
      from = from.firstNode
      continue
    }
    while (from.next === null && from.up !== root && from.up !== null) {
      from = from.up
      into = into.up ?? top
    }
    from = from.next
  }
  return top
}

/** The same kinds, names, attributes (in any order) and strings, in the same shape. */
export function areEqual(one: AnyNode, other: AnyNode): boolean {
  let left = one
  let right = other
  for (;;) {
    if (!left.isLike(right)) return false
    const down = isBranch(left) ? left.firstNode : null
    const alsoDown = isBranch(right) ? right.firstNode : null
    if ((down === null) !== (alsoDown === null)) return false
    if (down !== null && alsoDown !== null) {
      left = down
      right = alsoDown
      continue
    }
    while (left !== one && left.next === null && right.next === null && left.up !== null && right.up !== null) {
      left = left.up
      right = right.up
    }
    if (left === one) return true
    if (left.next === null || right.next === null) return false
    left = left.next
    right = right.next
  }
}
