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
    if (nameOf(node) !== 'select') node = nextNode(node, soup)
    else {
      fill(node as Tag)
      node = nextOutside(node, soup)
    }
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
    const name = nameOf(node)
    if (name === 'option') options.push(node as Tag)
    if (name === 'selectedcontent') place ??= node as Tag
    node = name === 'option' || name === 'select' || name === 'datalist' ? nextOutside(node, select) : nextNode(node, select)
  }
  return { place, options }
}

function isEnabled(option: Tag): boolean {
  const { up } = option
  return !option.has('disabled') && !(up?.kind === 'tag' && up.name === 'optgroup' && up.has('disabled'))
}

function nameOf(node: AnyNode): string | undefined {
  return node.kind === 'tag' && node.namespace === htmlNamespace ? node.name : undefined
}
