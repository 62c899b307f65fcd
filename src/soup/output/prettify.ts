import { strip } from '../text/strip.ts'
import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { ResolvedFormatter } from './formatter.ts'
import { closeTag, openTag, steps, stringMarkup } from './markup.ts'

const keepsSpace: ReadonlySet<string> = new Set(['pre', 'textarea'])

/** Every tag and every string on a line of its own, one level of indentation for each tag around it; `pre` and `textarea` stay as they are. */
export function prettify(root: SoupNode, formatter: ResolvedFormatter): string {
  let text = ''
  let level = 0
  let literal: Tag | undefined
  const line = (content: string, depth: number) => {
    text += `${formatter.indent.repeat(depth)}${content}\n`
  }
  for (const step of steps(root)) {
    if (step.at === 'string') {
      const content = stringMarkup(step.node, formatter)
      if (literal !== undefined) text += content
      else if (strip(content) !== '') line(strip(content), level)
    } else if (step.at === 'open') {
      const content = openTag(step.tag, formatter)
      if (literal !== undefined) text += content
      else if (keepsSpace.has(step.tag.name)) {
        literal = step.tag
        text += formatter.indent.repeat(level) + content
      } else line(content, level)
      level++
    } else {
      level--
      const content = closeTag(step.tag)
      if (literal === step.tag) {
        literal = undefined
        text += `${content}\n`
      } else if (literal !== undefined) text += content
      else if (content !== '') line(content, level)
    }
  }
  return text
}
