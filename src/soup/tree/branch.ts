import { copyText } from '../../base/copy-text.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import { encodeMarkup } from '../output/encode.ts'
import type { Formatter, FormatterName } from '../output/formatter.ts'
import { formatterOf } from '../output/formatter.ts'
import { prettify } from '../output/prettify.ts'
import { serialise } from '../output/serialise.ts'
import type { Search, StringSearch } from '../search/criteria.ts'
import { findFirst, findSome, isShallow } from '../search/find.ts'
import type { SelectOptions } from '../select/select.ts'
import { select } from '../select/select.ts'
import type { TextOptions } from '../text/get-text.ts'
import { getText } from '../text/get-text.ts'
import { stringsOf } from '../text/strings.ts'
import { strip } from '../text/strip.ts'
import { unlink } from './links.ts'
import type { AnyNode, Insertable, Nodes, StringNode } from './node.ts'
import { SoupNode } from './node.ts'
import { place } from './place.ts'
import type { Shortcut } from './shortcut.ts'
import { shortcut } from './shortcut.ts'
import type { Tag } from './tag.ts'
import { along, isBranch, knownBranch, nextNode } from './walk.ts'

export type PrettyOptions = {
  readonly formatter?: Formatter | FormatterName | null | undefined
  /** One level of indentation, or its width in spaces. Default one space. */
  readonly indent?: string | number | undefined
}

/** A node that holds nodes: a tag or the document. */
export abstract class Branch extends SoupNode {
  abstract readonly name: string
  abstract override readonly kind: 'tag' | 'document'
  /** @internal */ firstNode: AnyNode | null = null
  /** @internal */ lastNode: AnyNode | null = null
  /** @internal */ listed: readonly AnyNode[] | undefined = undefined

  /** The children, as a list that is made when first asked for after a change. */
  get contents(): readonly AnyNode[] {
    this.listed ??= [...this.children]
    return this.listed
  }

  get children(): Nodes {
    return along(this.firstNode, ({ next }) => next)
  }

  /** All nodes below, in document order. */
  get descendants(): Nodes {
    return along(this.firstNode, node => nextNode(node, this))
  }

  [Symbol.iterator](): Iterator<AnyNode> {
    return this.children[Symbol.iterator]()
  }

  /** The value of an attribute; undefined when it is absent, empty when it has none. A document has no attributes. */
  get(_name: string): string | undefined {
    return undefined
  }

  /** The values of an attribute that holds a list, such as `class`; any other is one value, an absent one none. */
  getList(_name: string): string[] {
    return []
  }

  has(_name: string): boolean {
    return false
  }

  /** The first descendant of that name. */
  tag(name: string): Tag | null {
    return this.find(name)
  }

  /** The first node below that `findAll` would give. */
  find(...only: StringSearch): StringNode | null
  find(...search: Search): Tag | null
  find(...search: Search | StringSearch): Tag | StringNode | null {
    return findFirst(this.#searched(search), search)
  }

  /**
   * The tags below of that name that meet the criteria, in document order; strings instead, where only strings are asked for. @throws
   * CrawlError usage for a filter of a kind that there is not
   */
  findAll(...only: StringSearch): StringNode[]
  findAll(...search: Search): Tag[]
  findAll(...search: Search | StringSearch): (Tag | StringNode)[] {
    return findSome(this.#searched(search), search)
  }

  /** The tags below that match a CSS selector, in document order. @throws CrawlError usage for a selector that cannot be read */
  select(selector: string, options?: SelectOptions): Tag[] {
    return select(this, selector, options)
  }

  selectOne(selector: string, options: SelectOptions = {}): Tag | null {
    return select(this, selector, { ...options, limit: 1 })[0] ?? null
  }

  /** The only string below, through tags that hold nothing else; null when there are more, or none. It may be a comment. */
  get string(): StringNode | null {
    let node = this.firstNode
    while (node !== null && node.next === null) {
      if (!isBranch(node)) return node
      node = node.firstNode
    }
    return null
  }

  /** Puts one text in the place of all children. */
  set string(text: string) {
    this.setString(text)
  }

  /** The same as `string = text`. */
  setString(text: string): void {
    this.clear()
    this.append(text)
  }

  /** This node, whose unknown properties look for tags: `soup.shortcut.body?.p` is `soup.tag('body')?.tag('p')`. Slower than `tag`. */
  get shortcut(): this & Shortcut {
    return shortcut(this)
  }

  /** The texts below, in document order, as `getText` counts them. */
  get strings(): Nodes<string> {
    return map(stringsOf(this), ({ value }) => copyText(value))
  }

  /** The same without white space at both ends, and without those of nothing else. */
  get strippedStrings(): Nodes<string> {
    return map(stringsOf(this), ({ value }) => copyText(strip(value)) || undefined)
  }

  get text(): string {
    return getText(this)
  }

  /** The texts below, joined: `getText(' ', { strip: true })` or `getText({ separator: ' ', strip: true })`. */
  getText(separator: string, options?: Omit<TextOptions, 'separator'>): string
  getText(options?: TextOptions | string): string
  getText(given: TextOptions | string = {}, options: TextOptions = {}): string {
    return getText(this, typeof given === 'string' ? { ...options, separator: given } : given)
  }

  get outerHtml(): string {
    return serialise(this, formatterOf('minimal'))
  }

  get innerHtml(): string {
    return serialise(this, formatterOf('minimal'), true)
  }

  override toString(): string {
    return this.outerHtml
  }

  /** Markup. @param options.inner without the ends of this tag */
  decode(
    options: { readonly formatter?: Formatter | FormatterName | null | undefined; readonly inner?: boolean | undefined } = {},
  ): string {
    return serialise(this, formatterOf(options.formatter), options.inner)
  }

  /**
   * Markup as bytes; what the charset lacks becomes a numeric reference, and a meta element that declares a charset says this one. @param
   * charset `utf-8` (default), `latin-1`, `ascii`
   */
  encode(charset = 'utf-8'): Uint8Array {
    return encodeMarkup(serialise(this, formatterOf('minimal'), false, charset), charset)
  }

  /** Markup with every tag and string on a line of its own. */
  prettify(options: PrettyOptions = {}): string {
    const formatter = formatterOf(options.formatter)
    const { indent = formatter.indent } = options
    return prettify(this, { ...formatter, indent: typeof indent === 'number' ? ' '.repeat(Math.max(0, indent)) : indent })
  }

  /** The position of a child, by identity. @throws CrawlError usage when it is not a child */
  index(child: SoupNode): number {
    let at = 0
    for (const node of this.children) {
      if (node === child) return at
      at++
    }
    throw new CrawlError('usage', 'The node is no child of this one. Ask its own parent.')
  }

  /** Puts nodes and texts at the end. Returns what was put in. @throws CrawlError usage, and nothing changes */
  append(...items: readonly Insertable[]): AnyNode[] {
    return this.place(items, null)
  }

  /**
   * Puts many nodes and texts at the end. @param items a list, or a branch, which stands for its children @throws CrawlError usage, and
   * nothing changes
   */
  extend(items: Branch | Iterable<Insertable>): AnyNode[] {
    return this.place(typeof items === 'string' ? [items] : [...items], null)
  }

  /** Puts nodes and texts before the child at a position; beyond the last: at the end. @throws CrawlError usage, and nothing changes */
  insert(position: number, ...items: readonly Insertable[]): AnyNode[] {
    return this.place(items, this.#childAt(position))
  }

  /** Takes all children out. @param options.decompose for good */
  clear(options: { readonly decompose?: boolean | undefined } = {}): void {
    for (const child of this.children) {
      if (options.decompose === true) child.decompose()
      else child.extract()
    }
  }

  /** Joins neighbouring texts below this node. */
  smooth(): void {
    for (const node of this.descendants) {
      if (node.kind !== 'text' || node.prev?.kind !== 'text') continue
      node.prev.value += node.value
      unlink(node)
    }
  }

  #searched(search: Search | StringSearch): Nodes {
    return isShallow(search) ? this.children : this.descendants
  }

  /** Without a list of all: many are put in at the front one by one. */
  #childAt(position: number): AnyNode | null {
    if (!Number.isInteger(position) || position < 0) throw new CrawlError('usage', `${position} is no position: count children from 0.`)
    if (this.listed !== undefined) return this.listed[position] ?? null
    let child = this.firstNode
    for (let at = 0; at < position && child !== null; at++) child = child.next
    return child
  }

  /** @internal Moves items to before a child; all or nothing. */
  place(items: readonly Insertable[], before: AnyNode | null): AnyNode[] {
    return place(knownBranch(this), items, before)
  }
}

/** What is mapped to undefined is left out. */
function* map<From, To>(values: Iterable<From>, to: (value: From) => To | undefined): Generator<To> {
  for (const value of values) {
    const mapped = to(value)
    if (mapped !== undefined) yield mapped
  }
}
