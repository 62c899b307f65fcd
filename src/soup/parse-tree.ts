import type { DefaultTreeAdapterTypes } from 'parse5'
import { parse } from 'parse5'

export type Tree = DefaultTreeAdapterTypes.Document
export type TreeElement = DefaultTreeAdapterTypes.Element

/** The tree of a page as browsers build it (HTML, section 13.2.6), scripting off: `<noscript>` holds elements. */
export function parseTree(html: string): Tree {
  return parse(html, { scriptingEnabled: false })
}

/** The first element of that name (lower case) in document order, or undefined; the content of templates is not looked at. */
export function findFirst(tree: DefaultTreeAdapterTypes.ParentNode, name: string): TreeElement | undefined {
  const waiting: DefaultTreeAdapterTypes.ChildNode[] = tree.childNodes.toReversed()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!('tagName' in node)) continue
    if (node.tagName === name) return node
    for (let index = node.childNodes.length - 1; index >= 0; index--) waiting.push(node.childNodes[index]!)
  }
  return undefined
}
