import { CrawlError } from '../../base/crawl-error.ts'
import type { Search, StringSearch } from '../search/criteria.ts'
import { findFirst, findParents, findSome } from '../search/find.ts'
import { areEqual, cloneOf } from './clone.ts'
import type { CData, Comment, Doctype, ProcessingInstruction, TextNode } from './leaves.ts'
import { unlink } from './links.ts'
import type { Soup } from './soup.ts'
import type { SourceLocation } from './source-location.ts'
import { locationOf } from './source-location.ts'
import type { Tag } from './tag.ts'
import { along, known, nextNode, previousNode } from './walk.ts'

/** A node that holds text and no nodes. */
export type StringNode = TextNode | Comment | CData | Doctype | ProcessingInstruction

/** Every kind of node; narrow it by `kind`. */
export type AnyNode = Tag | Soup | StringNode

export type NodeKind = AnyNode['kind']

/** An iterator, with its `map`, `filter`, `take`, `toArray`. */
export type Nodes<Kind = AnyNode> = IteratorObject<Kind, void>

/** What can be put into a tree: a node, which is moved; a document, which stands for its children; a text. */
export type Insertable = SoupNode | string

/** Names of tags: among parents any other filter may meet the document too. */
type TagNames = string | readonly string[]

/**
 * What all nodes of a tree have in common: their place in it, and the searches that start from there. An iterator takes its step before it
 * gives a node, so that the loop may take that node out; what else it does to the tree may or may not be seen.
 */
export abstract class SoupNode {
  abstract readonly kind: NodeKind
  /** @internal */ up: Tag | Soup | null = null
  /** @internal */ prev: AnyNode | null = null
  /** @internal */ next: AnyNode | null = null

  /** @internal A copy of the node alone. */
  abstract copy(): AnyNode
  /** @internal The same kind and content, children aside? */
  abstract isLike(other: AnyNode): boolean

  get parent(): Tag | Soup | null {
    return this.up
  }

  get nextSibling(): AnyNode | null {
    return this.next
  }

  get previousSibling(): AnyNode | null {
    return this.prev
  }

  /** The next node in document order, text included (the DOM's nextElementSibling is another thing). */
  get nextElement(): AnyNode | null {
    return nextNode(this)
  }

  /** The node before in document order; before the first child stands its parent. */
  get previousElement(): AnyNode | null {
    return previousNode(this)
  }

  /** From the nearest outwards; the document is the last. */
  get parents(): Nodes<Tag | Soup> {
    return along(this.up, ({ up }) => up)
  }

  get nextSiblings(): Nodes {
    return along(this.next, ({ next }) => next)
  }

  get previousSiblings(): Nodes {
    return along(this.prev, ({ prev }) => prev)
  }

  get nextElements(): Nodes {
    return along(nextNode(this), node => nextNode(node))
  }

  get previousElements(): Nodes {
    return along(previousNode(this), previousNode)
  }

  /** Where it stands in the source, when `parseSoup` was told to keep that; a text has none. */
  get sourceLocation(): SourceLocation | undefined {
    return locationOf(this as unknown as AnyNode)
  }

  /** Was it destroyed by `decompose`? */
  get decomposed(): boolean {
    return destroyed.has(this)
  }

  findParent(name: TagNames, criteria?: Search[1]): Tag | null
  findParent(...search: Search): Tag | Soup | null
  findParent(...search: Search): Tag | Soup | null {
    return findParents(this.parents, search, 1)[0] ?? null
  }

  findParents(name: TagNames, criteria?: Search[1]): Tag[]
  findParents(...search: Search): (Tag | Soup)[]
  findParents(...search: Search): (Tag | Soup)[] {
    return findParents(this.parents, search)
  }

  findNext(...only: StringSearch): StringNode | null
  findNext(...search: Search): Tag | null
  findNext(...search: Search | StringSearch): Tag | StringNode | null {
    return findFirst(this.nextElements, search)
  }

  findAllNext(...only: StringSearch): StringNode[]
  findAllNext(...search: Search): Tag[]
  findAllNext(...search: Search | StringSearch): (Tag | StringNode)[] {
    return findSome(this.nextElements, search)
  }

  findPrevious(...only: StringSearch): StringNode | null
  findPrevious(...search: Search): Tag | null
  findPrevious(...search: Search | StringSearch): Tag | StringNode | null {
    return findFirst(this.previousElements, search)
  }

  findAllPrevious(...only: StringSearch): StringNode[]
  findAllPrevious(...search: Search): Tag[]
  findAllPrevious(...search: Search | StringSearch): (Tag | StringNode)[] {
    return findSome(this.previousElements, search)
  }

  findNextSibling(...only: StringSearch): StringNode | null
  findNextSibling(...search: Search): Tag | null
  findNextSibling(...search: Search | StringSearch): Tag | StringNode | null {
    return findFirst(this.nextSiblings, search)
  }

  findNextSiblings(...only: StringSearch): StringNode[]
  findNextSiblings(...search: Search): Tag[]
  findNextSiblings(...search: Search | StringSearch): (Tag | StringNode)[] {
    return findSome(this.nextSiblings, search)
  }

  findPreviousSibling(...only: StringSearch): StringNode | null
  findPreviousSibling(...search: Search): Tag | null
  findPreviousSibling(...search: Search | StringSearch): Tag | StringNode | null {
    return findFirst(this.previousSiblings, search)
  }

  findPreviousSiblings(...only: StringSearch): StringNode[]
  findPreviousSiblings(...search: Search): Tag[]
  findPreviousSiblings(...search: Search | StringSearch): (Tag | StringNode)[] {
    return findSome(this.previousSiblings, search)
  }

  /** A copy without a parent, which shares no memory with the page. @param options.deep with all that it holds; default true */
  clone(options: { readonly deep?: boolean | undefined } = {}): this {
    const copy: SoupNode = cloneOf(known(this), options.deep ?? true)
    return copy as this
  }

  /** Have both the same kinds, names, attributes, strings and shape? Their places do not matter. */
  equals(other: SoupNode): boolean {
    return areEqual(known(this), known(other))
  }

  /**
   * Takes the node, with what it holds, out of its tree. Values of its attributes still hold the text of the page: to keep a part for long,
   * clone it.
   */
  extract(): this {
    unlink(this)
    return this
  }

  /** Takes the node out for good: it and all it held say `decomposed`. */
  decompose(): void {
    unlink(this)
    for (let node: SoupNode | null = this; node !== null; node = nextNode(node, this)) destroyed.add(node)
  }

  /** Puts nodes and texts before this one, in their order. Returns what was put in. @throws CrawlError usage, and nothing changes */
  insertBefore(...items: readonly Insertable[]): AnyNode[] {
    return homeOf(this, 'insertBefore', items).place(items, known(this))
  }

  /** Puts nodes and texts after this one, in their order. Returns what was put in. @throws CrawlError usage, and nothing changes */
  insertAfter(...items: readonly Insertable[]): AnyNode[] {
    return homeOf(this, 'insertAfter', items).place(items, this.next)
  }

  /**
   * Puts nodes and texts in this one's place and returns this one; by itself: null, and nothing changes. @throws CrawlError usage, and
   * nothing changes
   */
  replaceWith(...items: readonly Insertable[]): this | null {
    if (items.length === 1 && items[0] === this) return null
    const placed = homeOf(this, 'replaceWith').place(items, known(this))
    if (!placed.includes(known(this))) unlink(this)
    return this
  }

  /** Puts this node into the tag, and the tag in its place. Returns the tag. @throws CrawlError usage, and nothing changes */
  wrap(tag: Tag): Tag {
    if (tag.kind !== 'tag') throw new CrawlError('usage', 'wrap puts a node into a tag: give one, of newTag for example.')
    this.replaceWith(tag)
    tag.append(this)
    return tag
  }
}

const destroyed = new WeakSet<SoupNode>()

function homeOf(node: SoupNode, verb: string, items: readonly Insertable[] = []): Tag | Soup {
  if (items.includes(node)) throw new CrawlError('usage', `${verb} cannot put a node beside itself.`)
  if (node.up !== null) return node.up
  throw new CrawlError('usage', `${verb} needs a node that stands in a tree; append this one somewhere first.`)
}
