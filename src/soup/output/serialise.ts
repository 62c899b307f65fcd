import type { SoupNode } from '../tree/node.ts'
import type { ResolvedFormatter } from './formatter.ts'
import { closeTag, openTag, steps, stringMarkup } from './markup.ts'

/** A node as markup. @param inside without the ends of the node itself @param charset what its meta elements are to declare */
export function serialise(root: SoupNode, formatter: ResolvedFormatter, inside = false, charset?: string): string {
  let text = ''
  for (const step of steps(root, inside)) {
    if (step.at === 'string') text += stringMarkup(step.node, formatter)
    else text += step.at === 'open' ? openTag(step.tag, formatter, charset) : closeTag(step.tag)
  }
  return text
}
