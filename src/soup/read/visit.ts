import type { CData, TextNode } from '../tree/leaves.ts'
import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { isBranch } from '../tree/walk.ts'

export type Visitor = {
  /** False leaves out what the tag holds; `close` is told all the same. */
  open?(tag: Tag): boolean
  close?(tag: Tag): void
  text?(node: TextNode | CData): void
}

/** Tells of what stands below a node, in document order: both ends of tags, and texts. */
export function visit(root: SoupNode, visitor: Visitor): void {
  if (!isBranch(root)) return
  for (let node = root.firstNode; node !== null; ) {
    if (node.kind === 'tag') {
      const goesIn = visitor.open?.(node) ?? true
      if (goesIn && node.firstNode !== null) {
        node = node.firstNode
        continue
      }
      visitor.close?.(node)
    } else if (node.kind === 'text' || node.kind === 'cdata') visitor.text?.(node)
    while (node.next === null && node.up !== root) {
      // A document stands inside nothing.
      const up: Tag = node.up as Tag
      visitor.close?.(up)
      node = up
    }
    node = node.next
  }
}
