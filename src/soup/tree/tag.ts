import { copyText } from '../../base/copy-text.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import { isVoid } from '../output/markup.ts'
import type { SelectOptions } from '../select/select.ts'
import { closest, matches } from '../select/select.ts'
import type { Attribute } from './attributes.ts'
import { checkedName, htmlNamespace, isMultiValued, nameOf, wordsOf } from './attributes.ts'
import { Branch } from './branch.ts'
import type { AnyNode } from './node.ts'

/** An element. */
export class Tag extends Branch {
  readonly kind = 'tag'
  name: string
  readonly namespace: string
  /** @internal */ list: readonly Attribute[]

  /** A tag that stands nowhere yet. @param namespace default that of HTML */
  constructor(name: string, namespace?: string)
  /** @internal */
  constructor(name: string, namespace: string | undefined, list: readonly Attribute[])
  constructor(name: string, namespace: string = htmlNamespace, list: readonly Attribute[] = []) {
    super()
    this.name = name
    this.namespace = namespace
    this.list = list
  }

  /** Names and values in the order of the source. A copy: change attributes by `set` and `delete`. */
  get attrs(): ReadonlyMap<string, string> {
    return new Map(this.list.map(attribute => [nameOf(attribute), copyText(attribute.value)]))
  }

  override get(name: string): string | undefined {
    const value = this.#find(name)?.value
    return value === undefined ? undefined : copyText(value)
  }

  override getList(name: string): string[] {
    const value = this.#find(name)?.value
    if (value === undefined) return []
    return isMultiValued(this.name, name) ? wordsOf(value).map(copyText) : [copyText(value)]
  }

  get classList(): string[] {
    return this.getList('class')
  }

  override has(name: string): boolean {
    return this.#find(name) !== undefined
  }

  /** Sets an attribute; a list is joined by spaces. @throws CrawlError usage for a name that cannot stand in markup */
  set(name: string, given: string | readonly string[]): void {
    const value = typeof given === 'string' ? given : given.join(' ')
    const known = this.#find(name)
    this.list =
      known === undefined
        ? [...this.list, { name: checkedName(name), value }]
        : this.list.map(attribute => (attribute === known ? { ...attribute, value } : attribute))
  }

  delete(name: string): void {
    this.list = this.list.filter(attribute => nameOf(attribute) !== name)
  }

  /** Is it written without an end tag now? */
  get isVoid(): boolean {
    return this.firstNode === null && isVoid(this)
  }

  /** @internal */
  override copy(): Tag {
    const list = this.list.map(attribute => ({ ...attribute, value: copyText(attribute.value) }))
    return new Tag(this.name, this.namespace, list)
  }

  /** @internal */
  override isLike(tag: AnyNode): boolean {
    if (tag.kind !== 'tag') return false
    if (this.name !== tag.name || this.namespace !== tag.namespace || this.list.length !== tag.list.length) return false
    const theirs = new Map(tag.attributeEntries())
    return this.attributeEntries().every(([name, value]) => theirs.get(name) === value)
  }

  /** By its whole name: `xlink:href`. */
  #find(name: string): Attribute | undefined {
    for (const attribute of this.list) if (attribute.name === name ? !attribute.prefix : nameOf(attribute) === name) return attribute
    return undefined
  }

  /** Does this tag match a CSS selector, in the tree it stands in? @throws CrawlError usage */
  matches(selector: string, options?: SelectOptions): boolean {
    return matches(this, selector, options)
  }

  /** The nearest of this tag and those around it that matches. @throws CrawlError usage */
  closest(selector: string, options?: SelectOptions): Tag | null {
    return closest(this, selector, options)
  }

  /** Puts what the tag holds in its place, and returns the empty tag. @throws CrawlError usage */
  unwrap(): this {
    if (this.up === null) throw new CrawlError('usage', 'unwrap needs a tag that stands in a tree; append this one somewhere first.')
    this.up.place(this.contents, this)
    return this.extract()
  }

  /** @internal Names and values as they are written: of a list of words, the words. */
  attributeEntries(): [name: string, value: string | null][] {
    return this.list.map(attribute => {
      const name = nameOf(attribute)
      return [name, isMultiValued(this.name, name) ? wordsOf(attribute.value).join(' ') : attribute.value]
    })
  }
}
