import type { AnyNode, StringNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { Criteria, NameFilter } from './criteria.ts'
import { isCriteria } from './criteria.ts'
import { nodeTest } from './filter.ts'

export function findFirst(nodes: Iterable<AnyNode>, name?: NameFilter | Criteria, criteria: Criteria = {}): Tag | StringNode | null {
  const test = isCriteria(name) ? nodeTest(null, name) : nodeTest(name, criteria)
  for (const node of nodes) if (test(node)) return node
  return null
}

export function findSome(nodes: Iterable<AnyNode>, name?: NameFilter | Criteria, criteria: Criteria = {}): (Tag | StringNode)[] {
  const test = isCriteria(name) ? nodeTest(null, name) : nodeTest(name, criteria)
  const limit = (isCriteria(name) ? name : criteria).limit || Number.POSITIVE_INFINITY
  const found: (Tag | StringNode)[] = []
  for (const node of nodes) {
    if (test(node) && found.push(node) >= limit) break
  }
  return found
}
