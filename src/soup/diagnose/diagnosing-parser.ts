import type { html, Token as Tokens } from 'parse5'
import { InsertionMode, Token } from 'parse5'
import { LocatedParser } from '../parse/located-parser.ts'
import type { SoupTypes } from '../parse/tree-adapter.ts'
import { htmlNamespace } from '../tree/attributes.ts'
import type { Tag } from '../tree/tag.ts'
import type { RepairCode } from './rules.ts'

/** Told what the rules repaired. @param name of the element, or `text` */
export type OnRepair = (code: RepairCode, place: Tokens.Location | null, name: string) => void

/** Elements whose end tag may be left out (HTML, section 13.1.2.4). */
const optionalEnds: ReadonlySet<string> = new Set(
  'html head body li dt dd p rt rp rb rtc optgroup option colgroup caption thead tbody tfoot tr td th'.split(' '),
)
/** Elements whose start tag may be left out. */
const optionalStarts: ReadonlySet<string> = new Set(['html', 'head', 'body', 'colgroup', 'tbody'])

/** Watches tree construction where it does something else than what the tags say. */
export class DiagnosingParser extends LocatedParser {
  readonly #tell: OnRepair
  #errors = 0
  #created = 0
  #popped = 0
  #ended = false
  /** Who makes elements now; nobody: the adoption agency. */
  #maker: 'token' | 'nobody' | 'reopening' | undefined = undefined
  /** Where the text that is put into the tree stands. */
  #text: Tokens.CharacterToken | undefined = undefined

  constructor(tell: OnRepair) {
    super({
      onParseError: error => {
        this.#errors++
        tell(error.code, error, '')
      },
    })
    this.#tell = tell
  }

  override onStartTag(token: Tokens.TagToken): void {
    const written = token.tagName
    const created = this.#created
    super.onStartTag(token)
    if (token.tagName.toLowerCase() !== written.toLowerCase()) this.#tell('renamed-element', token.location, written)
    if (this.#created > created) return
    const merges = (written === 'html' || written === 'body') && token.attrs.length > 0
    this.#tell(merges ? 'merged-attributes' : 'ignored-start-tag', token.location, written)
  }

  override onEndTag(token: Tokens.TagToken): void {
    const [errors, created, popped] = [this.#errors, this.#created, this.#popped]
    super.onEndTag(token)
    if (this.#errors > errors || this.#created > created || this.#popped > popped) return
    // These end nothing yet: comments and mistakes may follow.
    if (token.tagName !== 'body' && token.tagName !== 'html') this.#tell('ignored-end-tag', token.location, token.tagName)
  }

  override onDoctype(token: Tokens.DoctypeToken): void {
    const errors = this.#errors
    const isFirst = this.insertionMode === InsertionMode.INITIAL
    super.onDoctype(token)
    if (!isFirst && this.#errors === errors) this.#tell('misplaced-doctype', token.location, '')
  }

  override onEof(token: Tokens.EOFToken): void {
    const { openElements } = this
    for (let slot = openElements.stackTop; slot >= 0; slot = openElements.slotBelow(slot)) {
      const tag = openElements.items[slot]
      if (tag?.kind === 'tag' && this.#needsEnd(tag)) this.#tell('unclosed-element', this.locations.get(tag) ?? null, tag.name)
    }
    this.#ended = true
    super.onEof(token)
  }

  override onItemPop(node: SoupTypes['parentNode'], isTop: boolean): void {
    this.#popped++
    const token = this.currentToken
    if (node.kind === 'tag' && token !== null && !this.#ended) {
      const isOwn = token.type === Token.TokenType.END_TAG && (token as Tokens.TagToken).tagName.toLowerCase() === node.name.toLowerCase()
      if (!isOwn) this.#endedUnasked(node, token)
    }
    super.onItemPop(node, isTop)
  }

  #endedUnasked(tag: Tag, token: Tokens.Token): void {
    const own = this.locations.get(tag)
    // What nobody opened needs no end.
    if (own === undefined) return
    if (this.#needsEnd(tag)) this.#tell('unclosed-element', own, tag.name)
    else if (optionalEnds.has(tag.name) && tag.name !== 'head') this.#tell('implied-end-tag', token.location, tag.name)
  }

  #needsEnd(tag: Tag): boolean {
    return !(tag.namespace === htmlNamespace && (optionalEnds.has(tag.name) || tag.isVoid))
  }

  override _insertFakeElement(tagName: string, tagID: html.TAG_ID): void {
    this.#tell(optionalStarts.has(tagName) ? 'implied-element' : 'added-element', this.currentToken?.location ?? null, tagName)
    this.#as('nobody', () => super._insertFakeElement(tagName, tagID))
  }

  override _insertFakeRootElement(): void {
    this.#tell('implied-element', this.currentToken?.location ?? null, 'html')
    this.#as('nobody', () => super._insertFakeRootElement())
  }

  override _insertElement(token: Tokens.TagToken, namespace: html.NS): void {
    this.#as('token', () => super._insertElement(token, namespace))
  }

  override _appendElement(token: Tokens.TagToken, namespace: html.NS): void {
    this.#as('token', () => super._appendElement(token, namespace))
  }

  override _insertTemplate(token: Tokens.TagToken): void {
    this.#as('token', () => super._insertTemplate(token))
  }

  override _reconstructActiveFormattingElements(): void {
    this.#as('reopening', () => super._reconstructActiveFormattingElements())
  }

  override _insertCharacters(token: Tokens.CharacterToken): void {
    this.#text = token
    super._insertCharacters(token)
    this.#text = undefined
  }

  override _createElement(name: string, namespace: html.NS, attrs: Tokens.Attribute[], parent: SoupTypes['parentNode']): Tag {
    this.#created++
    const place = this.currentToken?.location ?? null
    if (this.#maker === 'reopening') this.#tell('reopened-element', place, name)
    else if (this.#maker === undefined) this.#tell('split-element', place, name)
    return super._createElement(name, namespace, attrs, parent)
  }

  override _findFosterParentingLocation(): { parent: SoupTypes['parentNode']; beforeElement: Tag | null } {
    const token = this.#text ?? this.currentToken
    const isTag = token?.type === Token.TokenType.START_TAG || token?.type === Token.TokenType.END_TAG
    this.#tell('moved-out-of-table', token?.location ?? null, isTag ? (token as Tokens.TagToken).tagName : 'text')
    return super._findFosterParentingLocation()
  }

  /** Within the reopening of elements these are made by the ordinary way. */
  #as(maker: 'token' | 'nobody' | 'reopening', work: () => void): void {
    const before = this.#maker
    this.#maker = before ?? maker
    work()
    this.#maker = before
  }
}
