import { limits } from '../../base/limits.ts'
import { strip } from '../text/strip.ts'
import type { SoupNode } from '../tree/node.ts'
import { steps } from '../tree/steps.ts'
import type { Tag } from '../tree/tag.ts'
import type { ResolvedFormatter } from './formatter.ts'
import { closeTag, openTag, stringMarkup } from './markup.ts'

const keepsSpace: ReadonlySet<string> = new Set(['pre', 'textarea'])

/**
 * Every tag and every string on a line of its own, one level of indentation for each tag around it, up to a limit: the output of 100,000
 * nested tags would otherwise be of their square. `pre` and `textarea` stay as they are.
 */
export function prettify(root: SoupNode, formatter: ResolvedFormatter): string {
  const parts: string[] = []
  let level = 0
  let literal: Tag | undefined
  const indented = (content: string) => formatter.indent.repeat(Math.min(level, limits.indentLevels)) + content
  for (const step of steps(root)) {
    if (step.at === 'string') {
      const content = stringMarkup(step.node, formatter)
      if (literal !== undefined) parts.push(content)
      else if (strip(content) !== '') parts.push(`${indented(strip(content))}\n`)
    } else if (step.at === 'open') {
      const content = openTag(step.tag, formatter)
      if (literal !== undefined) parts.push(content)
      else if (keepsSpace.has(step.tag.name)) {
        literal = step.tag
        parts.push(indented(content))
      } else parts.push(`${indented(content)}\n`)
      level++
    } else {
      level--
      const content = closeTag(step.tag)
      if (literal === step.tag) {
        literal = undefined
        parts.push(`${content}\n`)
      } else if (literal !== undefined) parts.push(content)
      else if (content !== '') parts.push(`${indented(content)}\n`)
    }
  }
  return parts.join('')
}
