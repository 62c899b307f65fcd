import { limits } from '../base/limits.ts'
import type { Via } from '../url/link.ts'
import { cleanText } from './clean-text.ts'
import type { PageBytes } from './markup/page-bytes.ts'
import type { RawLink } from './scan-page.ts'
import type { TextRun } from './text-run.ts'
import { takeRun } from './text-run.ts'

/** A link as the walk finds it. Its text is made when somebody asks for it: of most links nobody does. It holds the page. */
export class FoundLink implements RawLink, TextRun {
  readonly href: string
  readonly via: Via
  readonly rel: string | undefined
  // Where the text of an anchor stands.
  earlier = ''
  start = 0
  end = 0
  readonly #page: PageBytes
  #text: string | undefined

  /** @param text of a link that is no anchor */
  constructor(page: PageBytes, href: string, via: Via, rel: string | undefined, text: string | undefined) {
    this.href = href
    this.via = via
    this.rel = rel
    this.#page = page
    this.#text = text
  }

  get text(): string | undefined {
    if (this.via === 'anchor') this.#text ??= cleanText(takeRun(this, this.#page), limits.anchorLength)
    return this.#text
  }
}
