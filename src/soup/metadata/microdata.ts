import { limits } from '../../base/limits.ts'
import { visit } from '../read/visit.ts'
import { wordsOf } from '../tree/attributes.ts'
import type { Branch } from '../tree/branch.ts'
import type { AnyNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode, nextOutside } from '../tree/walk.ts'
import { isTextProperty, propertyValue } from './property-value.ts'

export type MicrodataItem = {
  readonly types: readonly string[]
  readonly id: string | undefined
  /** Values by name; a value is a text on one line, an absolute address, or an item. */
  readonly properties: ReadonlyMap<string, readonly MicrodataValue[]>
}

export type MicrodataValue = string | MicrodataItem

type Draft = Omit<MicrodataItem, 'properties'> & { readonly properties: Map<string, MicrodataValue[]> }

/** The items of a page that are no property of another (HTML, section 5.2). @param base what addresses stand on */
export function microdata(root: Branch, base?: string): MicrodataItem[] {
  const top: Draft[] = []
  const items = new Map<Tag, Draft>()
  const byId = new Map<string, Tag>()
  const open: { readonly tag: Tag; readonly item: Draft }[] = []
  let texts = 0
  const textOf = (tag: Tag) => (isTextProperty(tag) && texts > limits.nestedProperties ? '' : propertyValue(tag, base))
  visit(root, {
    open(tag) {
      const id = tag.get('id')
      if (id !== undefined && !byId.has(id)) byId.set(id, tag)
      const names = tag.get('itemprop')
      if (names !== undefined && isTextProperty(tag)) texts++
      const item = tag.has('itemscope') ? emptyItem(tag) : undefined
      const owner = open.at(-1)?.item
      if (names !== undefined && owner !== undefined) addProperty(owner, names, item ?? textOf(tag))
      if (item !== undefined) {
        items.set(tag, item)
        open.push({ tag, item })
        if (names === undefined) top.push(item)
      }
      return true
    },
    close(tag) {
      if (open.at(-1)?.tag === tag) open.pop()
      if (tag.has('itemprop') && isTextProperty(tag)) texts--
    },
  })
  addReferenced(items, byId, base)
  return top
}

function emptyItem(tag: Tag): Draft {
  return { types: wordsOf(tag.get('itemtype') ?? ''), id: tag.get('itemid'), properties: new Map() }
}

function addProperty(item: Draft, names: string, value: MicrodataValue): void {
  for (const name of wordsOf(names)) {
    const known = item.properties.get(name)
    if (known === undefined) item.properties.set(name, [value])
    else known.push(value)
  }
}

/** What `itemref` names, elsewhere in the page. An item is not put into itself, over no number of steps. */
function addReferenced(items: ReadonlyMap<Tag, Draft>, byId: ReadonlyMap<string, Tag>, base?: string): void {
  let room: number = limits.itemrefNodes
  for (const [tag, item] of items) {
    for (const id of wordsOf(tag.get('itemref') ?? '')) {
      const target = byId.get(id)
      if (target === undefined) continue
      let node: AnyNode | null = target
      while (node !== null && room-- > 0) {
        const at: Tag | undefined = node.kind === 'tag' ? node : undefined
        const inner: Draft | undefined = at === undefined ? undefined : items.get(at)
        const names = at?.get('itemprop')
        if (at !== undefined && names !== undefined) {
          if (inner === undefined) {
            const value = propertyValue(at, base)
            room -= value.length
            addProperty(item, names, value)
          } else if (!reaches(inner, item, () => room-- > 0)) addProperty(item, names, inner)
        }
        node = inner === undefined ? nextNode(node, target) : node === target ? null : nextOutside(node, target)
      }
    }
  }
}

/** Says yes, too, when there is no room to find out. */
function reaches(from: MicrodataItem, to: MicrodataItem, hasRoom: () => boolean): boolean {
  const seen = new Set<MicrodataItem>([from])
  for (const item of seen) {
    if (item === to || !hasRoom()) return true
    for (const values of item.properties.values()) for (const value of values) if (typeof value === 'object') seen.add(value)
  }
  return false
}
