import type { AnyNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { isBranch, nextNode, nextOutside, previousNode } from '../tree/walk.ts'
import { xmlnsNamespace } from '../xml/namespace-scope.ts'
import type { XPathAttribute, XPathNode } from './nodes.ts'
import type { Axis } from './syntax.ts'

/** Takes a node of an axis; true: enough. */
type Take = (node: XPathNode) => boolean

/** Axes whose nodes come from the context node backwards. */
export const reverseAxes: ReadonlySet<Axis> = new Set<Axis>(['ancestor', 'ancestor-or-self', 'preceding', 'preceding-sibling'])

/** Axes on which all that follows a node is what that node's own axis has: once there, another context node brings nothing new. */
export const joiningAxes: ReadonlySet<Axis> = new Set<Axis>([
  'ancestor',
  'ancestor-or-self',
  'following',
  'following-sibling',
  'preceding-sibling',
])

/** Gives the nodes of an axis, the nearest first. @returns true when `take` had enough */
export function walkAxis(axis: Axis, node: XPathNode, attributesOf: (tag: Tag) => readonly XPathAttribute[], take: Take): boolean {
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
      const first = node.kind === 'attribute' ? nextNode(node.parent) : nextOutside(node)
      return along(first, at => nextNode(at), take)
    }
    case 'preceding': {
      const start = node.kind === 'attribute' ? node.parent : node
      const ancestors = new Set<XPathNode>(start.parents)
      return along(
        previousNode(start),
        at => previousNode(at),
        at => !ancestors.has(at) && take(at),
      )
    }
  }
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

/** Is `inner` inside `outer`? Undefined when its parents are too many to look. */
export function isInside(inner: XPathNode, outer: XPathNode): boolean | undefined {
  let at: AnyNode | null = inner.parent
  for (let steps = 0; steps < 64; steps++) {
    if (at === null) return false
    if (at === outer) return true
    at = at.parent
  }
  return undefined
}
