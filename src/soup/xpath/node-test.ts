import { htmlNamespace } from '../tree/attributes.ts'
import type { XPathNode } from './nodes.ts'
import { localName, namespaceOf, qualifiedName } from './nodes.ts'
import type { Axis, NodeTest } from './syntax.ts'

/**
 * Names are those that the document writes, of elements and attributes of HTML in any case. A prefix that `namespaces` has stands for that
 * namespace, whatever prefix the document uses. The document type is no node (XPath 1.0, section 5).
 */
export function nodeTest(test: NodeTest, axis: Axis, namespaces: ReadonlyMap<string, string>): (node: XPathNode) => boolean {
  switch (test.kind) {
    case 'node':
      return ({ kind }) => kind !== 'doctype'
    case 'text':
      return ({ kind }) => kind === 'text' || kind === 'cdata'
    case 'comment':
      return ({ kind }) => kind === 'comment'
    case 'processing-instruction':
      return node => node.kind === 'pi' && (test.target === undefined || qualifiedName(node) === test.target)
    case 'name':
      return nameTest(test, axis, namespaces)
  }
}

function nameTest(
  { prefix, local }: NodeTest & { readonly kind: 'name' },
  axis: Axis,
  namespaces: ReadonlyMap<string, string>,
): (node: XPathNode) => boolean {
  const principal = axis === 'attribute' ? 'attribute' : 'tag'
  const uri = prefix === '' ? undefined : namespaces.get(prefix)
  if (uri !== undefined) {
    return node => node.kind === principal && namespaceOf(node) === uri && (local === '*' || localName(node) === local)
  }
  if (local === '*') return node => node.kind === principal && (prefix === '' || qualifiedName(node).startsWith(`${prefix}:`))
  const name = prefix === '' ? local : `${prefix}:${local}`
  const lower = name.toLowerCase()
  if (lower === name) return node => node.kind === principal && node.name === name
  return node => {
    if (node.kind !== principal) return false
    const tag = node.kind === 'attribute' ? node.parent : node
    return node.name === name || (node.name === lower && tag.kind === 'tag' && tag.namespace === htmlNamespace)
  }
}
