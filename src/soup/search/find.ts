import type { AnyNode, StringNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { Search, StringSearch } from './criteria.ts'
import { readSearch } from './criteria.ts'
import { nodeTest } from './filter.ts'

export function findFirst(nodes: Iterable<AnyNode>, search: Search | StringSearch): Tag | StringNode | null {
  const test = nodeTest(readSearch(search))
  for (const node of nodes) if (test(node)) return node
  return null
}

export function findSome(nodes: Iterable<AnyNode>, search: Search | StringSearch): (Tag | StringNode)[] {
  const read = readSearch(search)
  const test = nodeTest(read)
  const limit = read.criteria.limit || Number.POSITIVE_INFINITY
  const found: (Tag | StringNode)[] = []
  for (const node of nodes) {
    if (test(node) && found.push(node) >= limit) break
  }
  return found
}
