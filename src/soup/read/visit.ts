import type { Branch } from '../tree/branch.ts'
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
  for (let node: SoupNode | null = root.firstNode; node !== null; ) {
    if (isBranch(node)) {
      // A document stands inside nothing.
      const goesIn = visitor.open?.(node as Tag) ?? true
      if (goesIn && node.firstNode !== null) {
        node = node.firstNode
        continue
      }
      visitor.close?.(node as Tag)
    } else if (node.kind === 'text' || node.kind === 'cdata') visitor.text?.(node as TextNode | CData)
    while (node.next === null && node.up !== root) {
      const up: Branch = node.up!
      visitor.close?.(up as Tag)
      node = up
    }
    node = node.next
  }
}
