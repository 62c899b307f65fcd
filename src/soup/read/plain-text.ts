import { copyText } from '../../base/copy-text.ts'
import { blockTags } from '../text/block-tags.ts'
import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { visit } from './visit.ts'

/** What these hold is not said to a reader (as `getText` counts). */
export const unreadTags: ReadonlySet<string> = new Set(['script', 'style', 'template', 'rt', 'rp'])

/**
 * What a reader sees of a node, on one line: white space collapsed, a space where a block or a line begins. @param leavesOut tags not read
 */
export function plainText(root: SoupNode, leavesOut: (tag: Tag) => boolean = () => false): string {
  const pieces: string[] = []
  const space = (tag: Tag) => {
    if (blockTags.has(tag.name)) pieces.push(' ')
  }
  visit(root, {
    open(tag) {
      space(tag)
      return !unreadTags.has(tag.name) && !leavesOut(tag)
    },
    close: space,
    text: ({ value }) => pieces.push(value),
  })
  return copyText(collapseSpace(pieces.join('')))
}

export function collapseSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
