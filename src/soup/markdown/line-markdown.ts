import { unreadTags } from '../read/plain-text.ts'
import { visit } from '../read/visit.ts'
import { blockTags } from '../text/block-tags.ts'
import type { Tag } from '../tree/tag.ts'
import { InlineTags } from './inline-tags.ts'
import { InlineWriter } from './inline-writer.ts'

/** What a tag holds on one line: blocks and line breaks are divided by `<br>`. */
export function lineMarkdown(root: Tag, base: string | undefined): string {
  const inline = new InlineWriter('<br>')
  const tags = new InlineTags(inline, base)
  const breakAt = ({ name }: Tag) => {
    if (blockTags.has(name)) inline.breakLine()
  }
  visit(root, {
    open(tag) {
      breakAt(tag)
      return !unreadTags.has(tag.name) && tags.open(tag)
    },
    close(tag) {
      if (!unreadTags.has(tag.name)) tags.close(tag)
      breakAt(tag)
    },
    text: ({ value }) => inline.text(value),
  })
  return inline.take()
}
