import { CrawlError } from '../../base/crawl-error.ts'
import type { Criteria, NameFilter, StringsOnly } from '../search/criteria.ts'
import { findFirst, findSome } from '../search/find.ts'
import type { Branch } from './branch.ts'
import { areEqual, cloneOf } from './clone.ts'
import type { CData, Comment, Doctype, ProcessingInstruction, TextNode } from './leaves.ts'
import { unlink } from './links.ts'
import type { Soup } from './soup.ts'
import type { Tag } from './tag.ts'
import { along, nextNode, previousNode } from './walk.ts'

/** A node that holds text and no nodes. */
export type StringNode = TextNode | Comment | CData | Doctype | ProcessingInstruction

/** Every kind of node; narrow it by `kind`. */
export type AnyNode = Tag | Soup | StringNode

export type NodeKind = AnyNode['kind']

/** What can be put into a tree: a node, which is moved; a document, which stands for its children; a text. */
export type Insertable = SoupNode | string

/** What all nodes of a tree have in common: their place in it, and the searches that start from there. */
export abstract class SoupNode {
  abstract readonly kind: NodeKind
  /** @internal */ up: Branch | null = null
  /** @internal */ prev: SoupNode | null = null
  /** @internal */ next: SoupNode | null = null

  /** @internal A copy of the node alone. */
  abstract copy(): SoupNode
  /** @internal The same kind and content, children aside? */
  abstract isLike(other: SoupNode): boolean

  get parent(): Tag | Soup | null {
    return this.up as Tag | Soup | null
  }

  get nextSibling(): AnyNode | null {
    return this.next as AnyNode | null
  }

  get previousSibling(): AnyNode | null {
    return this.prev as AnyNode | null
  }

  /** The next node in document order, text included (the DOM's nextElementSibling is another thing). */
  get nextElement(): AnyNode | null {
    return nextNode(this) as AnyNode | null
  }

  get previousElement(): AnyNode | null {
    return previousNode(this) as AnyNode | null
  }

  /** From the nearest outwards; the document is the last. */
  get parents(): Iterable<Tag | Soup> {
    return along<Tag | Soup>(this.up, node => node.up)
  }

  get nextSiblings(): Iterable<AnyNode> {
    return along<AnyNode>(this.next, node => node.next)
  }

  get previousSiblings(): Iterable<AnyNode> {
    return along<AnyNode>(this.prev, node => node.prev)
  }

  get nextElements(): Iterable<AnyNode> {
    return along<AnyNode>(nextNode(this), node => nextNode(node))
  }

  get previousElements(): Iterable<AnyNode> {
    return along<AnyNode>(previousNode(this), previousNode)
  }

  /** Was it destroyed by `decompose`? */
  get decomposed(): boolean {
    return destroyed.has(this)
  }

  findParent(name?: NameFilter | Criteria, criteria?: Criteria): Tag | Soup | null {
    return findFirst(this.parents, name, criteria) as Tag | Soup | null
  }

  findParents(name?: NameFilter | Criteria, criteria?: Criteria): (Tag | Soup)[] {
    return findSome(this.parents, name, criteria) as (Tag | Soup)[]
  }

  findNext(name: null | undefined, only: StringsOnly): StringNode | null
  findNext(name?: NameFilter | Criteria, criteria?: Criteria): Tag | null
  findNext(name?: NameFilter | Criteria, criteria?: Criteria): Tag | StringNode | null {
    return findFirst(this.nextElements, name, criteria)
  }

  findAllNext(name: null | undefined, only: StringsOnly): StringNode[]
  findAllNext(name?: NameFilter | Criteria, criteria?: Criteria): Tag[]
  findAllNext(name?: NameFilter | Criteria, criteria?: Criteria): (Tag | StringNode)[] {
    return findSome(this.nextElements, name, criteria)
  }

  findPrevious(name: null | undefined, only: StringsOnly): StringNode | null
  findPrevious(name?: NameFilter | Criteria, criteria?: Criteria): Tag | null
  findPrevious(name?: NameFilter | Criteria, criteria?: Criteria): Tag | StringNode | null {
    return findFirst(this.previousElements, name, criteria)
  }

  findAllPrevious(name: null | undefined, only: StringsOnly): StringNode[]
  findAllPrevious(name?: NameFilter | Criteria, criteria?: Criteria): Tag[]
  findAllPrevious(name?: NameFilter | Criteria, criteria?: Criteria): (Tag | StringNode)[] {
    return findSome(this.previousElements, name, criteria)
  }

  findNextSibling(name: null | undefined, only: StringsOnly): StringNode | null
  findNextSibling(name?: NameFilter | Criteria, criteria?: Criteria): Tag | null
  findNextSibling(name?: NameFilter | Criteria, criteria?: Criteria): Tag | StringNode | null {
    return findFirst(this.nextSiblings, name, criteria)
  }

  findNextSiblings(name: null | undefined, only: StringsOnly): StringNode[]
  findNextSiblings(name?: NameFilter | Criteria, criteria?: Criteria): Tag[]
  findNextSiblings(name?: NameFilter | Criteria, criteria?: Criteria): (Tag | StringNode)[] {
    return findSome(this.nextSiblings, name, criteria)
  }

  findPreviousSibling(name: null | undefined, only: StringsOnly): StringNode | null
  findPreviousSibling(name?: NameFilter | Criteria, criteria?: Criteria): Tag | null
  findPreviousSibling(name?: NameFilter | Criteria, criteria?: Criteria): Tag | StringNode | null {
    return findFirst(this.previousSiblings, name, criteria)
  }

  findPreviousSiblings(name: null | undefined, only: StringsOnly): StringNode[]
  findPreviousSiblings(name?: NameFilter | Criteria, criteria?: Criteria): Tag[]
  findPreviousSiblings(name?: NameFilter | Criteria, criteria?: Criteria): (Tag | StringNode)[] {
    return findSome(this.previousSiblings, name, criteria)
  }

  /** A copy without a parent. @param options.deep with all that it holds; default true */
  clone(options: { readonly deep?: boolean | undefined } = {}): this {
    return cloneOf(this, options.deep ?? true) as this
  }

  /** Have both the same names, attributes, strings and shape? Their places do not matter. */
  equals(other: SoupNode): boolean {
    return areEqual(this, other)
  }

  /** Takes the node, with what it holds, out of its tree. */
  extract(): this {
    unlink(this)
    return this
  }

  /** Takes the node out for good: it and all it held say `decomposed`. */
  decompose(): void {
    unlink(this)
    for (let node: SoupNode | null = this; node !== null; node = nextNode(node, this)) destroyed.add(node)
  }

  /** Puts nodes and texts before this one, in their order. Returns what was put in. @throws CrawlError usage */
  insertBefore(...items: readonly Insertable[]): AnyNode[] {
    return homeOf(this, 'insertBefore', items).place(items, this)
  }

  /** Puts nodes and texts after this one, in their order. Returns what was put in. @throws CrawlError usage */
  insertAfter(...items: readonly Insertable[]): AnyNode[] {
    return homeOf(this, 'insertAfter', items).place(items, this.next)
  }

  /** Puts nodes and texts in this one's place and returns this one; by itself: null, and nothing changes. @throws CrawlError usage */
  replaceWith(...items: readonly Insertable[]): this | null {
    if (items.length === 1 && items[0] === this) return null
    const placed = homeOf(this, 'replaceWith').place(items, this)
    if (!placed.includes(this as unknown as AnyNode)) unlink(this)
    return this
  }

  /** Puts this node into the tag, and the tag in its place. Returns the tag. @throws CrawlError usage */
  wrap(tag: Tag): Tag {
    this.replaceWith(tag)
    tag.append(this)
    return tag
  }
}

const destroyed = new WeakSet<SoupNode>()

function homeOf(node: SoupNode, verb: string, items: readonly Insertable[] = []): Branch {
  if (items.includes(node)) throw new CrawlError('usage', `${verb} cannot put a node beside itself.`)
  if (node.up !== null) return node.up
  throw new CrawlError('usage', `${verb} needs a node that stands in a tree; append this one somewhere first.`)
}
