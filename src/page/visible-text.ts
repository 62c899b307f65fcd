import { decodeHTML } from 'entities'
import type { ForeignContent } from './markup/foreign-content.ts'
import { createForeignContent } from './markup/foreign-content.ts'
import type { Tag } from './markup/names.ts'
import type { PageBytes } from './markup/page-bytes.ts'
import { textBytes } from './markup/page-bytes.ts'
import type { MarkupListener } from './markup/walk-markup.ts'
import { walkMarkup } from './markup/walk-markup.ts'

/**
 * The text a reader would see: block elements and `<br>` begin a line, white space is collapsed, empty lines are dropped. Without scripts,
 * styles, templates and the title; with `<noscript>`, for scripts do not run. Style sheets are not asked: hidden elements count.
 */
export function visibleText(page: string | PageBytes): string {
  const given = typeof page === 'string' ? textBytes(page) : page
  const foreign = createForeignContent()
  const reader = new TextReader(given, foreign)
  walkMarkup(given.bytes, reader, foreign)
  return reader.pieces
    .join('')
    .replace(/ +/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
}

class TextReader implements MarkupListener {
  readonly pieces: string[] = []
  readonly #page: PageBytes
  readonly #foreign: ForeignContent
  #tag: Tag | undefined
  #templates = 0
  #isSilent = false

  constructor(page: PageBytes, foreign: ForeignContent) {
    this.#page = page
    this.#foreign = foreign
  }

  startTag(tag: Tag): boolean {
    this.#tag = tag
    return false
  }

  attribute(): void {}

  startTagEnd(): void {
    const { name, isSilent, isBlock } = this.#tag!
    if (name === 'template') this.#templates++
    else if (isSilent) this.#isSilent = !this.#foreign.isForeign
    else if (isBlock && this.#templates === 0) this.pieces.push('\n')
  }

  endTag({ name, isBlock }: Tag): void {
    if (name === 'template') this.#templates = Math.max(0, this.#templates - 1)
    this.#isSilent = false
    if (isBlock && this.#templates === 0) this.pieces.push('\n')
  }

  text(start: number, end: number): void {
    if (this.#isSilent || this.#templates > 0) return
    const raw = this.#page.cut(start, end)
    const text = raw.includes('&') ? decodeHTML(raw) : raw
    this.pieces.push(unevenSpace.test(text) ? text.replace(/\s+/g, ' ') : text)
  }
}

/** Most text needs no replacing, and a look is cheaper. */
const unevenSpace = /\s\s|[^\S ]/
