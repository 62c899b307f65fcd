import type { ParserOptions, Token as Tokens } from 'parse5'
import { html, InsertionMode, Parser } from 'parse5'
import { FastTokenizer } from './fast-tokenizer.ts'
import { boundBySelect } from './select-scope.ts'
import type { SoupTypes } from './tree-adapter.ts'

const { TAG_ID } = html

/**
 * parse5's tree construction over our tokenizer and our nodes, with the rules for `select` as they are since 2025: no insertion modes of its own,
 * nearly anything may stand in it (HTML, section 13.2.6.4.7). parse5 8.1 has those of before.
 */
export class SoupParser extends Parser<SoupTypes> {
  /** Did the page have a `selectedcontent`? */
  showsSelected = false
  #bounded = false

  constructor(options?: ParserOptions<SoupTypes>, document?: SoupTypes['document'], context?: SoupTypes['element'] | null) {
    super(options, document, context)
    const { inForeignNode } = this.tokenizer
    this.tokenizer = new FastTokenizer(this.options, this)
    this.tokenizer.inForeignNode = inForeignNode
  }

  override onStartTag(token: Tokens.TagToken): void {
    if (!this.currentNotInHTML && this.#ignores(token)) return
    if (token.tagID === TAG_ID.SELECT && !this.#bounded) this.#bound()
    if (token.tagName === 'selectedcontent') this.showsSelected = true
    super.onStartTag(token)
    this.#leaveSelectModes()
  }

  override onEndTag(token: Tokens.TagToken): void {
    if (token.tagID !== TAG_ID.SELECT || this.currentNotInHTML || !this.#inSelect()) super.onEndTag(token)
    else {
      this.openElements.generateImpliedEndTags()
      this.openElements.popUntilTagNamePopped(TAG_ID.SELECT)
    }
  }

  override _resetInsertionMode(): void {
    super._resetInsertionMode()
    this.#leaveSelectModes()
  }

  /** What a start tag does to an open `select`; true when that is all it does. */
  #ignores({ tagID }: Tokens.TagToken): boolean {
    const { openElements } = this
    if (tagID !== TAG_ID.SELECT && tagID !== TAG_ID.INPUT && tagID !== TAG_ID.OPTION && tagID !== TAG_ID.OPTGROUP && tagID !== TAG_ID.HR)
      return false
    const isInput = tagID === TAG_ID.SELECT || tagID === TAG_ID.INPUT
    if (isInput && this.fragmentContextID === TAG_ID.SELECT) return true
    if (!this.#inSelect()) return false
    if (isInput) openElements.popUntilTagNamePopped(TAG_ID.SELECT)
    else if (tagID === TAG_ID.OPTION) openElements.generateImpliedEndTagsWithExclusion(TAG_ID.OPTGROUP)
    else openElements.generateImpliedEndTags()
    return tagID === TAG_ID.SELECT
  }

  /** Most pages have no select: their stack stays as fast as parse5 made it. */
  #bound(): void {
    this.#bounded = true
    boundBySelect(this.openElements)
  }

  /** Of an empty stack parse5 says that everything is in scope. */
  #inSelect(): boolean {
    return this.openElements.stackTop > 0 && this.openElements.hasInScope(TAG_ID.SELECT)
  }

  #leaveSelectModes(): void {
    if (this.insertionMode !== InsertionMode.IN_SELECT && this.insertionMode !== InsertionMode.IN_SELECT_IN_TABLE) return
    this.insertionMode = this.#modeWithoutSelect()
  }

  /** "Reset the insertion mode appropriately" (HTML, section 13.2.4.1), where a select says nothing. */
  #modeWithoutSelect(): InsertionMode {
    const { items, tagIDs, stackTop } = this.openElements
    for (let at = stackTop; at >= 0; at = this.openElements.slotBelow(at)) {
      const isLast = at === 0 && this.fragmentContext !== null
      const node = isLast ? this.fragmentContext : items[at]
      if (node === null || node === undefined || this.treeAdapter.getNamespaceURI(node as SoupTypes['element']) !== html.NS.HTML) continue
      const tagID = isLast ? this.fragmentContextID : tagIDs[at]!
      if (tagID === TAG_ID.TEMPLATE) return this.tmplInsertionModeStack.at(-1) ?? InsertionMode.IN_BODY
      if (tagID === TAG_ID.HTML) return this.headElement === null ? InsertionMode.BEFORE_HEAD : InsertionMode.AFTER_HEAD
      const isCell = tagID === TAG_ID.TD || tagID === TAG_ID.TH
      const mode = isCell && isLast ? undefined : modeOf.get(tagID)
      if (mode !== undefined) return mode
    }
    return InsertionMode.IN_BODY
  }
}

const modeOf: ReadonlyMap<number, InsertionMode> = new Map<number, InsertionMode>([
  [TAG_ID.TD, InsertionMode.IN_CELL],
  [TAG_ID.TH, InsertionMode.IN_CELL],
  [TAG_ID.TR, InsertionMode.IN_ROW],
  [TAG_ID.TBODY, InsertionMode.IN_TABLE_BODY],
  [TAG_ID.THEAD, InsertionMode.IN_TABLE_BODY],
  [TAG_ID.TFOOT, InsertionMode.IN_TABLE_BODY],
  [TAG_ID.CAPTION, InsertionMode.IN_CAPTION],
  [TAG_ID.COLGROUP, InsertionMode.IN_COLUMN_GROUP],
  [TAG_ID.TABLE, InsertionMode.IN_TABLE],
  [TAG_ID.BODY, InsertionMode.IN_BODY],
  [TAG_ID.FRAMESET, InsertionMode.IN_FRAMESET],
])
