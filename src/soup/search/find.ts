import type { AnyNode, StringNode } from '../tree/node.ts'
import type { Soup } from '../tree/soup.ts'
import type { Tag } from '../tree/tag.ts'
import type { Search, StringSearch } from './criteria.ts'
import { readSearch } from './criteria.ts'
import { branchTest, nodeTest } from './filter.ts'

export function findFirst(nodes: Iterable<AnyNode>, search: Search | StringSearch): Tag | StringNode | null {
  const test = nodeTest(readSearch(search))
  for (const node of nodes) if (test(node)) return node
  return null
}

export function findSome(nodes: Iterable<AnyNode>, search: Search | StringSearch): (Tag | StringNode)[] {
  const read = readSearch(search)
  return taken(nodes, nodeTest(read), read.criteria.limit)
}

/**
 * Among parents the document may be one, but for a function and criteria of attributes, which ask tags alone. @param most as `limit`, which
 * it overrides
 */
export function findParents(parents: Iterable<Tag | Soup>, search: Search, most?: number): (Tag | Soup)[] {
  const read = readSearch(search)
  return taken(parents, branchTest(read), most ?? read.criteria.limit)
}

/** Are children alone asked? */
export function isShallow(search: Search | StringSearch): boolean {
  return readSearch(search).criteria.recursive === false
}

function taken<Node, Kind extends Node>(nodes: Iterable<Node>, test: (node: Node) => node is Kind, limit?: number): Kind[]
function taken<Node>(nodes: Iterable<Node>, test: (node: Node) => boolean, limit?: number): Node[]
function taken<Node>(nodes: Iterable<Node>, test: (node: Node) => boolean, limit = 0): Node[] {
  const found: Node[] = []
  for (const node of nodes) if (test(node) && found.push(node) === limit) break
  return found
}
