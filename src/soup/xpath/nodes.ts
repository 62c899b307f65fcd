import { copyText } from '../../base/copy-text.ts'
import type { Attribute } from '../tree/attributes.ts'
import { htmlNamespace, nameOf } from '../tree/attributes.ts'
import type { AnyNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'
import { splitName } from '../xml/namespace-scope.ts'

/** An attribute as a result of XPath. */
export class XPathAttribute {
  readonly kind = 'attribute'
  readonly name: string
  readonly value: string
  readonly parent: Tag
  /** @internal */ readonly source: Attribute

  constructor(parent: Tag, source: Attribute) {
    this.name = nameOf(source)
    this.value = copyText(source.value)
    this.parent = parent
    this.source = source
  }

  toString(): string {
    return this.value
  }
}

/** What a path leads to. */
export type XPathNode = AnyNode | XPathAttribute

/** XPath 1.0, section 5: all text below, that of scripts included. @param count told of each node */
export function stringOf(node: XPathNode, count: (nodes: number) => void): string {
  if (node.kind === 'pi') return node.value.replace(/^\S*\s*/, '').replace(/\?$/, '')
  if (node.kind !== 'tag' && node.kind !== 'document') return node.value
  let text = ''
  for (let at = nextNode(node, node); at !== null; at = nextNode(at, node)) {
    count(1)
    if (at.kind === 'text' || at.kind === 'cdata') text += at.value
  }
  count(text.length >> 4)
  return text
}

/** The name as it is written; of an instruction its target; empty for what has none. */
export function qualifiedName(node: XPathNode): string {
  if (node.kind === 'tag' || node.kind === 'attribute') return node.name
  return node.kind === 'pi' ? /^[^\s?]*/.exec(node.value)![0] : ''
}

export function localName(node: XPathNode): string {
  const name = qualifiedName(node)
  return node.kind === 'pi' || (node.kind === 'tag' && node.namespace === htmlNamespace) ? name : splitName(name)[1]
}

export function namespaceOf(node: XPathNode): string {
  if (node.kind === 'tag') return node.namespace
  return node.kind === 'attribute' ? (node.source.namespace ?? '') : ''
}
