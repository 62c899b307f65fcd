import { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import type { AnyNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'
import type { XPathNode } from './nodes.ts'
import { stringOf, XPathAttribute } from './nodes.ts'
import type { Step } from './syntax.ts'
import type { Value } from './values.ts'
import { isDeclaration } from './walk-axis.ts'

export type XPathOptions = {
  /** What prefixes in the expression stand for. A prefix that is not here is one as the document writes it. */
  readonly namespaces?: Readonly<Record<string, string>> | undefined
  /** Values of `$name`: the safe way to put text from elsewhere into an expression. */
  readonly variables?: Readonly<Record<string, string | number | boolean>> | undefined
  /** Nodes looked at before it is given up. Default `limits.xpathSteps`. */
  readonly mostSteps?: number | undefined
}

/** What one evaluation knows of the tree, found when first asked for. */
export class Run {
  readonly top: AnyNode
  readonly namespaces: ReadonlyMap<string, string>
  readonly variables: ReadonlyMap<string, string | number | boolean>
  /** Values of expressions that do not depend on where they stand. */
  readonly fixed = new Map<object, Value>()
  /** Tests of steps that do not depend on where they stand either. */
  readonly tests = new Map<Step, (node: XPathNode) => boolean>()
  readonly #most: number
  #steps = 0
  readonly #attributes = new Map<Tag, readonly XPathAttribute[]>()
  readonly #places = new Map<XPathNode, number>()
  readonly #texts = new WeakMap<readonly XPathNode[], ReadonlySet<string>>()
  #order: ReadonlyMap<AnyNode, number> | undefined
  #ids: ReadonlyMap<string, Tag> | undefined

  constructor(node: AnyNode, { namespaces = {}, variables = {}, mostSteps = limits.xpathSteps }: XPathOptions) {
    let top = node
    while (top.parent !== null) top = top.parent
    this.top = top
    this.namespaces = new Map(Object.entries(namespaces))
    this.variables = new Map(Object.entries(variables))
    this.#most = mostSteps
  }

  /** @throws CrawlError usage when it is enough */
  readonly count = (nodes: number): void => {
    this.#steps += nodes
    if (this.#steps <= this.#most) return
    const says = `The XPath looks at more than ${this.#most} nodes. Ask for less at once, or give \`mostSteps\`.`
    throw new CrawlError('usage', says, { value: this.#most })
  }

  readonly attributesOf = (tag: Tag): readonly XPathAttribute[] => {
    const known = this.#attributes.get(tag)
    if (known !== undefined) return known
    const attributes = tag.list.map(source => new XPathAttribute(tag, source)).filter(attribute => !isDeclaration(attribute))
    this.#attributes.set(tag, attributes)
    for (const [place, attribute] of attributes.entries()) this.#places.set(attribute, place)
    return attributes
  }

  stringOf(node: XPathNode): string {
    return stringOf(node, this.count)
  }

  textsOf(nodes: readonly XPathNode[]): ReadonlySet<string> {
    const known = this.#texts.get(nodes) ?? new Set(nodes.map(node => this.stringOf(node)))
    this.#texts.set(nodes, known)
    return known
  }

  /** In document order. */
  sorted(nodes: readonly XPathNode[]): XPathNode[] {
    if (nodes.length < 2) return [...nodes]
    this.#order ??= this.#numbered()
    const order = this.#order
    const place = (node: XPathNode) => order.get(node.kind === 'attribute' ? node.parent : node)!
    return nodes.toSorted((one, other) => place(one) - place(other) || this.#among(one) - this.#among(other))
  }

  /** Of attributes of one tag; the tag itself is before them. */
  #among(node: XPathNode): number {
    return this.#places.get(node) ?? -1
  }

  #numbered(): Map<AnyNode, number> {
    const order = new Map<AnyNode, number>()
    for (let node: AnyNode | null = this.top; node !== null; node = nextNode(node)) {
      this.count(1)
      order.set(node, order.size)
    }
    return order
  }

  tagById(id: string): Tag | undefined {
    if (this.#ids === undefined) {
      const ids = new Map<string, Tag>()
      for (let node: AnyNode | null = this.top; node !== null; node = nextNode(node)) {
        const own = node.kind === 'tag' ? node.get('id') : undefined
        if (node.kind === 'tag' && own !== undefined && !ids.has(own)) ids.set(own, node)
      }
      this.#ids = ids
    }
    return this.#ids.get(id)
  }
}
