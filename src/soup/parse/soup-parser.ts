import type { ParserOptions, Token as Tokens } from 'parse5'
import { html, InsertionMode, Parser } from 'parse5'
import { limits } from '../../base/limits.ts'
import { FastTokenizer } from './fast-tokenizer.ts'
import { boundBySelect } from './select-scope.ts'
import type { SoupTypes } from './tree-adapter.ts'

const { TAG_ID, NS } = html

/**
 * parse5's tree construction over our tokenizer and our nodes, with the rules for `select` as they are since 2025: no insertion modes of
 * its own, nearly anything may stand in it (HTML, section 13.2.6.4.7). parse5 8.1 has those of before.
 */
export class SoupParser extends Parser<SoupTypes> {
  /** Did the page have a `selectedcontent`? */
  showsSelected = false
  #bounded = false
  #reopened = 0

  constructor(options?: ParserOptions<SoupTypes>, document?: SoupTypes['document'], context?: SoupTypes['element'] | null) {
    super(options, document, context)
    const { inForeignNode } = this.tokenizer
    this.tokenizer = new FastTokenizer(this.options, this)
    this.tokenizer.inForeignNode = inForeignNode
  }

  override _startTagOutsideForeignContent(token: Tokens.TagToken): void {
    const { tagID } = token
    if (mindsSelect.has(tagID) && this.#ignores(token)) return
    if (token.tagName === 'selectedcontent') this.showsSelected = true
    if (tagID === TAG_ID.SELECT && !this.#bounded) {
      // Most pages have no select: their stack stays as fast as parse5 made it.
      this.#bounded = true
      boundBySelect(this.openElements)
    }
    super._startTagOutsideForeignContent(token)
    if (this.insertionMode === InsertionMode.IN_SELECT || this.insertionMode === InsertionMode.IN_SELECT_IN_TABLE) {
      this._resetInsertionModeForSelect()
    }
  }

  override _endTagOutsideForeignContent(token: Tokens.TagToken): void {
    if (token.tagID !== TAG_ID.SELECT || !this.#inSelect()) super._endTagOutsideForeignContent(token)
    else {
      this.openElements.generateImpliedEndTags()
      this.openElements.popUntilTagNamePopped(TAG_ID.SELECT)
    }
  }

  /** "Reset the insertion mode appropriately" (HTML, section 13.2.4.1), where a select says nothing. */
  override _resetInsertionModeForSelect(): void {
    const { openElements, fragmentContext } = this
    const slot = openElements.indexOfTopmostOf(modeTags)
    const isContext = slot === 0 && fragmentContext !== null
    const tagID = isContext ? this.fragmentContextID : openElements.tagIDs[slot]
    this.insertionMode = InsertionMode.IN_BODY
    if (tagID === undefined || (isContext && fragmentContext.namespace !== NS.HTML)) return
    if (tagID === TAG_ID.TEMPLATE) this.insertionMode = this.tmplInsertionModeStack.at(-1) ?? InsertionMode.IN_BODY
    else if (tagID === TAG_ID.HTML) this.insertionMode = this.headElement === null ? InsertionMode.BEFORE_HEAD : InsertionMode.AFTER_HEAD
    else if (!isContext || !onlyInside.has(tagID)) this.insertionMode = modeOf.get(tagID) ?? InsertionMode.IN_BODY
  }

  /**
   * A formatting tag that is never closed is opened again in every paragraph that follows: 10,000 different ones, in as many paragraphs,
   * would be 50 million elements of 250 KB. Browsers bound the depth of the tree; here they are forgotten when there were too many for the
   * page's length.
   */
  override _reconstructActiveFormattingElements(): void {
    const { depth } = this.openElements
    super._reconstructActiveFormattingElements()
    const opened = this.openElements.depth - depth
    if (opened === 0) return
    this.#reopened += opened
    if (this.#reopened <= limits.reopenedTags + this.tokenizer.preprocessor.pos / 4) return
    this.activeFormattingElements.clearToLastMarker()
    this.activeFormattingElements.insertMarker()
  }

  /** What a start tag does to an open `select`; true when that is all it does. */
  #ignores(token: Tokens.TagToken): boolean {
    const { openElements } = this
    const { tagID } = token
    const ends = tagID === TAG_ID.SELECT || tagID === TAG_ID.INPUT
    if (ends && this.fragmentContextID === TAG_ID.SELECT && this.fragmentContext?.namespace === NS.HTML) return true
    // A hidden input directly in a table has a rule of its own, and asks no select.
    if (!this.#inSelect() || (tagID === TAG_ID.INPUT && tableModes.has(this.insertionMode) && isHidden(token))) return false
    if (ends) openElements.popUntilTagNamePopped(TAG_ID.SELECT)
    else if (tagID === TAG_ID.OPTION) openElements.generateImpliedEndTagsWithExclusion(TAG_ID.OPTGROUP)
    else {
      if (tagID === TAG_ID.HR && openElements.hasInButtonScope(TAG_ID.P)) this._closePElement()
      openElements.generateImpliedEndTags()
    }
    return tagID === TAG_ID.SELECT
  }

  /** Of an empty stack parse5 says that everything is in scope. */
  #inSelect(): boolean {
    return this.openElements.indexOfTopmost(TAG_ID.SELECT) > 0 && this.openElements.hasInScope(TAG_ID.SELECT)
  }
}

/** The start tags that look for an open select. */
const mindsSelect: ReadonlySet<number> = new Set([TAG_ID.SELECT, TAG_ID.INPUT, TAG_ID.OPTION, TAG_ID.OPTGROUP, TAG_ID.HR])
const tableModes: ReadonlySet<InsertionMode> = new Set([InsertionMode.IN_TABLE, InsertionMode.IN_TABLE_BODY, InsertionMode.IN_ROW])
/** Not where the fragment's context is one. */
const onlyInside: ReadonlySet<number> = new Set([TAG_ID.TD, TAG_ID.TH, TAG_ID.HEAD])
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
  [TAG_ID.HEAD, InsertionMode.IN_HEAD],
  [TAG_ID.BODY, InsertionMode.IN_BODY],
  [TAG_ID.FRAMESET, InsertionMode.IN_FRAMESET],
])
const modeTags: readonly html.TAG_ID[] = [...modeOf.keys(), TAG_ID.TEMPLATE, TAG_ID.HTML]

function isHidden({ attrs }: Tokens.TagToken): boolean {
  return attrs.some(({ name, value }) => name === 'type' && value.toLowerCase() === 'hidden')
}
