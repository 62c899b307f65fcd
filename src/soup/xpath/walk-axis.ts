import type { AnyNode, SoupNode } from '../tree/node.ts'
import { isBranch, nextNode, previousNode } from '../tree/walk.ts'
import { xmlnsNamespace } from '../xml/namespace-scope.ts'
import type { XPathAttribute, XPathNode } from './nodes.ts'
import type { Run } from './run.ts'
import type { Axis } from './syntax.ts'

/** Takes a node of an axis; true: enough. */
type Take = (node: XPathNode) => boolean

/** Axes whose nodes come from the context node backwards. */
export const reverseAxes: ReadonlySet<Axis> = new Set<Axis>(['ancestor', 'ancestor-or-self', 'preceding', 'preceding-sibling'])

/** Axes on which all that follows a node is what that node's own axis has: once there, another context node brings nothing new. */
export const joiningAxes: ReadonlySet<Axis> = new Set<Axis>(['ancestor', 'ancestor-or-self', 'following-sibling', 'preceding-sibling'])

/**
 * Of several nodes in document order those whose axis together has all that theirs have: on the two axes that take in nearly the whole
 * document it is one of them.
 */
export function widest(axis: Axis, nodes: readonly XPathNode[]): readonly XPathNode[] {
  if (axis === 'preceding') return nodes.slice(-1)
  return axis === 'following' ? nodes.slice(0, 1).map(first => firstToEnd(first, nodes)) : nodes
}

/** Each next one lies in the one before it, until one begins after that has ended. */
function firstToEnd(first: XPathNode, nodes: readonly XPathNode[]): XPathNode {
  let ends = first
  for (const node of nodes) {
    if (node === ends) continue
    if (isInside(node, ends, Number.POSITIVE_INFINITY) !== true) break
    ends = node
  }
  return ends
}

/** Gives the nodes of an axis, the nearest first. @returns true when `take` had enough */
export function walkAxis(axis: Axis, node: XPathNode, { attributesOf, count }: Pick<Run, 'attributesOf' | 'count'>, take: Take): boolean {
  switch (axis) {
    case 'self':
      return take(node)
    case 'child':
      return node.kind !== 'attribute' && isBranch(node) && along(node.firstNode, at => at.next, take)
    case 'parent':
      return node.parent !== null && take(node.parent)
    case 'attribute':
      return node.kind === 'tag' && attributesOf(node).some(take)
    case 'descendant-or-self':
      return take(node) || below(node, take)
    case 'descendant':
      return below(node, take)
    case 'ancestor-or-self':
      return take(node) || along<AnyNode>(node.parent, at => at.parent, take)
    case 'ancestor':
      return along<AnyNode>(node.parent, at => at.parent, take)
    case 'following-sibling':
      return node.kind !== 'attribute' && along(node.nextSibling, at => at.nextSibling, take)
    case 'preceding-sibling':
      return node.kind !== 'attribute' && along(node.previousSibling, at => at.previousSibling, take)
    case 'following': {
      // The children of its element come after an attribute.
      const first = node.kind === 'attribute' ? nextNode(node.parent) : outside(node, count)
      return along(first, at => nextNode(at), take)
    }
    case 'preceding': {
      const start = node.kind === 'attribute' ? node.parent : node
      const ancestors = new Set<XPathNode>(start.parents)
      count(ancestors.size)
      return along(
        previousNode(start),
        at => previousNode(at),
        at => !ancestors.has(at) && take(at),
      )
    }
  }
}

/** The climb counts: from the bottom of a deep tree it is as long as the way down. */
function outside(node: AnyNode, count: Run['count']): AnyNode | null {
  for (let at: SoupNode | null = node; at !== null; at = at.up) {
    count(1)
    if (at.next !== null) return at.next
  }
  return null
}

function below(node: XPathNode, take: Take): boolean {
  if (node.kind === 'attribute') return false
  return along(nextNode(node, node), at => nextNode(at, node), take)
}

function along<Kind extends AnyNode>(start: Kind | null, step: (node: Kind) => Kind | null, take: Take): boolean {
  for (let node = start; node !== null; node = step(node)) if (take(node)) return true
  return false
}

/** Declarations of namespaces are no attributes (XPath 1.0, section 5.3). */
export function isDeclaration({ source }: XPathAttribute): boolean {
  return source.namespace === xmlnsNamespace
}

/** Is `inner` inside `outer`? Undefined when its parents are more than `most`. */
export function isInside(inner: XPathNode, outer: XPathNode, most = 64): boolean | undefined {
  let at: AnyNode | null = inner.parent
  for (let steps = 0; steps < most; steps++) {
    if (at === null) return false
    if (at === outer) return true
    at = at.parent
  }
  return undefined
}
