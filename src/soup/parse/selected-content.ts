import { htmlNamespace } from '../tree/attributes.ts'
import type { AnyNode } from '../tree/node.ts'
import type { Soup } from '../tree/soup.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode, nextOutside } from '../tree/walk.ts'

/**
 * A `selectedcontent` shows a copy of the option that its select shows (HTML, section 4.10.19): browsers put it into the tree. Only the
 * first of a select does, and none in an option, in another selectedcontent or in a select within a select: otherwise copies would hold
 * copies.
 */
export function fillSelectedContent(soup: Soup): void {
  for (let node = nextNode(soup, soup); node !== null; ) {
    if (isHtml(node, 'select')) {
      fill(node)
      node = nextOutside(node, soup)
    } else node = nextNode(node, soup)
  }
}

function fill(select: Tag): void {
  if (select.has('multiple')) return
  const { place, options } = partsOf(select)
  // A select that shows several lines shows none of them by itself.
  const isList = Number(select.get('size') ?? 1) > 1
  const shown = options.findLast(option => option.has('selected')) ?? (isList ? undefined : options.find(isEnabled))
  if (place === undefined || shown === undefined) return
  place.clear()
  place.extend(shown.clone())
}

function partsOf(select: Tag): { place: Tag | undefined; options: readonly Tag[] } {
  const options: Tag[] = []
  let place: Tag | undefined
  for (let node = nextNode(select, select); node !== null; ) {
    if (isHtml(node, 'option')) options.push(node)
    if (isHtml(node, 'selectedcontent')) place ??= node
    const isApart = isHtml(node, 'option') || isHtml(node, 'select') || isHtml(node, 'datalist')
    node = isApart ? nextOutside(node, select) : nextNode(node, select)
  }
  return { place, options }
}

function isEnabled(option: Tag): boolean {
  const { up } = option
  return !option.has('disabled') && !(up !== null && isHtml(up, 'optgroup') && up.has('disabled'))
}

function isHtml(node: AnyNode, name: string): node is Tag {
  return node.kind === 'tag' && node.name === name && node.namespace === htmlNamespace
}
