import { baseOf } from '../read/document-base.ts'
import { unreadTags } from '../read/plain-text.ts'
import type { Visitor } from '../read/visit.ts'
import { visit } from '../read/visit.ts'
import { blockTags } from '../text/block-tags.ts'
import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { isBranch } from '../tree/walk.ts'
import { BlockWriter } from './block-writer.ts'
import { codeBlock } from './code.ts'
import { escapeLineStart, escapeText } from './escape.ts'
import { InlineTags } from './inline-tags.ts'
import { InlineWriter } from './inline-writer.ts'
import { lineMarkdown } from './line-markdown.ts'
import { Lists } from './lists.ts'
import { dataGrid, markdownTable } from './markdown-table.ts'

export type MarkdownOptions = {
  /** The page's own URL: links and images become absolute. Default: they stay as written. */
  readonly baseUrl?: string | undefined
}

/**
 * A page or a part of it as Markdown (CommonMark, with the tables and strikethrough of GitHub): headings, nested lists, tables, code with
 * its language, links, images, emphasis, quotations, rules, line breaks. All text that a reader sees is in it, escaped where Markdown would
 * read it as a mark. Of a document, its body.
 */
export function toMarkdown(node: SoupNode, { baseUrl }: MarkdownOptions = {}): string {
  if (!isBranch(node)) return node.kind === 'text' || node.kind === 'cdata' ? `${escapeText(String(node).trim(), false)}\n` : ''
  const root = (node.kind === 'document' ? node.body : null) ?? node
  const base = baseUrl === undefined ? undefined : baseOf(node, baseUrl)
  const inline = new InlineWriter('\\\n')
  const inlineTags = new InlineTags(inline, base)
  const blocks = new BlockWriter()
  const lists = new Lists(blocks)
  let heading = 0

  const endParagraph = () => {
    const text = inline.take()
    if (text.trim() === '') return
    blocks.write(heading > 0 ? headingLine(heading, text) : text.split('\n').map(escapeLineStart).join('\n'))
    blocks.gap(2)
  }
  const endAt = (tag: Tag) => {
    if (blockTags.has(tag.name) && tag.name !== 'br') endParagraph()
  }
  const writeBlock = (block: string) => {
    endParagraph()
    if (block !== '') blocks.write(block)
    blocks.gap(2)
  }

  const visitor = {
    open(tag: Tag): boolean {
      if (unreadTags.has(tag.name) || (tag.name === 'head' && tag.up?.name === 'html')) return false
      endAt(tag)
      switch (tag.name) {
        case 'br':
          // Two in a row are how many pages end a paragraph.
          if (inline.hasBreak) endParagraph()
          else inline.breakLine()
          return false
        case 'hr':
          writeBlock(blocks.depth > 0 ? '___' : '---')
          return false
        case 'pre':
        case 'listing':
        case 'xmp':
          writeBlock(codeBlock(tag))
          return false
        case 'table': {
          const grid = dataGrid(tag)
          if (grid === undefined) return true
          if (grid.caption !== undefined) writeBlock(escapeLineStart(lineMarkdown(grid.caption, base)))
          writeBlock(markdownTable(grid, base))
          return false
        }
        case 'blockquote':
          blocks.enter('> ', '> ')
          break
        default:
          if (/^h[1-6]$/.test(tag.name)) heading = Number(tag.name[1])
          lists.open(tag)
      }
      return inlineTags.open(tag)
    },
    close(tag: Tag): void {
      endAt(tag)
      if (tag.name === 'blockquote') blocks.leave()
      else if (/^h[1-6]$/.test(tag.name)) heading = 0
      else lists.close(tag)
      inlineTags.close(tag)
    },
    text: ({ value }: { readonly value: string }) => inline.text(value),
  } satisfies Visitor
  const part = root.kind === 'tag' && root.name !== 'body' ? root : undefined
  if (part === undefined || visitor.open(part)) visit(root, visitor)
  if (part !== undefined) visitor.close(part)
  endParagraph()
  return blocks.markdown
}

function headingLine(level: number, text: string): string {
  const line = text.replaceAll('\\\n', ' ').replace(/(?<!#)#+$/, '\\$&')
  return `${'#'.repeat(level)} ${line}`
}
