import type { AnyNode, SoupNode, StringNode } from './node.ts'
import type { Tag } from './tag.ts'
import { isBranch, known } from './walk.ts'

export type Step = { readonly at: 'open' | 'close'; readonly tag: Tag } | { readonly at: 'string'; readonly node: StringNode }

/** The ends of tags and the strings of a tree in the order of their writing. @param inside without the ends of the root */
export function* steps(root: SoupNode, inside = false): Generator<Step> {
  const isWritten = (node: AnyNode): node is Tag => node.kind === 'tag' && !(inside && node === root)
  for (let node: AnyNode | null = known(root); node !== null; ) {
    if (!isBranch(node)) yield { at: 'string', node }
    else {
      if (isWritten(node)) yield { at: 'open', tag: node }
      if (node.firstNode !== null) {
        node = node.firstNode
        continue
      }
      if (isWritten(node)) yield { at: 'close', tag: node }
    }
    while (node !== root && node.next === null && node.up !== null) {
      node = node.up
      if (isWritten(node)) yield { at: 'close', tag: node }
    }
    node = node === root ? null : node.next
  }
}
