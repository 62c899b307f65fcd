import type { AnyNode, SoupNode } from './node.ts'
import type { Soup } from './soup.ts'
import type { Tag } from './tag.ts'

/** Puts a node that has no parent among the children of a branch. @param before null: at the end */
export function link(parent: Tag | Soup, node: AnyNode, before: AnyNode | null = null): void {
  const previous = before === null ? parent.lastNode : before.prev
  node.up = parent
  node.prev = previous
  node.next = before
  if (previous === null) parent.firstNode = node
  else previous.next = node
  if (before === null) parent.lastNode = node
  else before.prev = node
  parent.listed = undefined
}

/** Takes a node out of its parent; its own children stay with it. */
export function unlink(node: SoupNode): void {
  const { up, prev, next } = node
  if (up === null) return
  if (prev === null) up.firstNode = next
  else prev.next = next
  if (next === null) up.lastNode = prev
  else next.prev = prev
  up.listed = undefined
  node.up = null
  node.prev = null
  node.next = null
}
