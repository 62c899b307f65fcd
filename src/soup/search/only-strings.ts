import type { AnyNode } from '../tree/node.ts'
import type { Soup } from '../tree/soup.ts'
import type { Tag } from '../tree/tag.ts'
import { isBranch } from '../tree/walk.ts'

/** The text of `string` for many branches: down a long chain of only children each step is taken once. */
export function onlyStrings(): (branch: Tag | Soup) => string | null {
  const met = new Map<AnyNode, string | null>()
  return branch => {
    const chain: AnyNode[] = []
    let text: string | null | undefined
    for (let at = branch; text === undefined; ) {
      chain.push(at)
      const only: AnyNode | null = at.firstNode
      if (only === null || only.next !== null) text = null
      else if (!isBranch(only)) text = only.value
      else {
        text = met.get(only)
        at = only
      }
    }
    if (chain.length > longest) for (const node of chain) met.set(node, text)
    return text
  }
}

/** Shorter chains are walked again: a page is full of them. */
const longest = 16
