import type { ParserOptions } from 'parse5'
import { Parser } from 'parse5'
import { FastTokenizer } from './fast-tokenizer.ts'
import type { SoupTypes } from './tree-adapter.ts'

/** parse5's tree construction over our tokenizer and our nodes. */
export class SoupParser extends Parser<SoupTypes> {
  constructor(options?: ParserOptions<SoupTypes>, document?: SoupTypes['document'], context?: SoupTypes['element'] | null) {
    super(options, document, context)
    const slow = this.tokenizer
    this.tokenizer = new FastTokenizer(this.options, this)
    this.tokenizer.inForeignNode = slow.inForeignNode
  }
}
