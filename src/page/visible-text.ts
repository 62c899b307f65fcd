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
  return reader.end()
}

class TextReader implements MarkupListener {
  // Line by line: the text of a page of 15 MB in one piece, searched for line breaks, took 6 s and 600 MB.
  readonly #lines: string[] = []
  #line: string[] = []
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
    else if (isBlock && this.#templates === 0) this.#endLine()
  }

  endTag({ name, isBlock }: Tag): void {
    if (name === 'template') this.#templates = Math.max(0, this.#templates - 1)
    this.#isSilent = false
    if (isBlock && this.#templates === 0) this.#endLine()
  }

  end(): string {
    this.#endLine()
    return this.#lines.join('\n')
  }

  #endLine(): void {
    if (this.#line.length === 0) return
    const text = this.#line.join('').replace(/ {2,}/g, ' ').trim()
    if (text !== '') this.#lines.push(text)
    this.#line = []
  }

  text(start: number, end: number): void {
    if (this.#isSilent || this.#templates > 0) return
    const raw = this.#page.cut(start, end)
    const text = raw.includes('&') ? decodeHTML(raw) : raw
    this.#line.push(text.replace(unevenSpace, ' '))
  }
}

/** Single blanks stay: a match for each word of a long text is what costs. */
const unevenSpace = /\s{2,}|[^\S ]/g
