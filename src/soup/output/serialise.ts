import type { SoupNode } from '../tree/node.ts'
import { steps } from '../tree/steps.ts'
import type { ResolvedFormatter } from './formatter.ts'
import { closeTag, openTag, stringMarkup } from './markup.ts'

/**
 * A node as markup, which shares no memory with the page. @param inside without the ends of the node itself @param charset what its meta
 * elements are to declare
 */
export function serialise(root: SoupNode, formatter: ResolvedFormatter, inside = false, charset?: string): string {
  const parts: string[] = []
  for (const step of steps(root, inside)) {
    if (step.at === 'string') parts.push(stringMarkup(step.node, formatter))
    else parts.push(step.at === 'open' ? openTag(step.tag, formatter, charset) : closeTag(step.tag))
  }
  return parts.join('')
}
