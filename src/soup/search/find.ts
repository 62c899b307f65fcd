import type { AnyNode, StringNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { Criteria, NameFilter } from './criteria.ts'

export function findFirst(nodes: Iterable<AnyNode>, name?: NameFilter, criteria?: Criteria): Tag | StringNode | null {
  return findSome(nodes, name, { ...criteria, limit: 1 })[0] ?? null
}

export function findSome(nodes: Iterable<AnyNode>, name?: NameFilter, criteria: Criteria = {}): (Tag | StringNode)[] {
  const found: (Tag | StringNode)[] = []
  for (const node of nodes) {
    if (node.kind === 'tag' && node.name === name) found.push(node)
    if (found.length === criteria.limit) break
  }
  return found
}
