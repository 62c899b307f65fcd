import { CrawlError } from '../../base/crawl-error.ts'
import type { AnyNode } from '../tree/node.ts'
import { evaluate } from './evaluate.ts'
import type { XPathNode } from './nodes.ts'
import { parseXPath } from './parse-xpath.ts'
import type { XPathOptions } from './run.ts'
import { Run } from './run.ts'
import type { Value } from './values.ts'
import { isNodes, toText } from './values.ts'

/**
 * The nodes that an expression of XPath 1.0 leads to, in document order: tags, texts, comments, attributes. `String(attribute)` is its
 * value.
 * @throws CrawlError usage: an expression that cannot be read (with the place), that gives no nodes, or that looks at too many
 */
export function xpath(node: AnyNode, expression: string, options: XPathOptions = {}): XPathNode[] {
  const value = result(expression, new Run(node, options), node)
  if (isNodes(value)) return [...value]
  throw new CrawlError('usage', `The XPath "${expression.slice(0, 200)}" gives a ${typeof value}, no nodes. Use \`xpathValue\`.`)
}

/** What an expression says: a text, a number, a boolean; of nodes the text of the first, empty without one. @throws CrawlError usage */
export function xpathValue(node: AnyNode, expression: string, options: XPathOptions = {}): string | number | boolean {
  const run = new Run(node, options)
  const value = result(expression, run, node)
  return isNodes(value) ? toText(value, run) : value
}

function result(expression: string, run: Run, node: AnyNode): Value {
  return evaluate(parseXPath(expression), { node, position: 1, size: 1, run })
}
