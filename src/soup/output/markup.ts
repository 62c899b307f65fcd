import { htmlNamespace } from '../tree/attributes.ts'
import type { Branch } from '../tree/branch.ts'
import type { SoupNode, StringNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { ResolvedFormatter } from './formatter.ts'
import { quoted } from './formatter.ts'

/** The words of the output: a tag's two ends, a string. */

const voidTags: ReadonlySet<string> = new Set(
  'area base basefont bgsound br col command embed frame hr image img input isindex keygen link menuitem meta nextid param source spacer track wbr'.split(
    ' ',
  ),
)

export function isVoid(tag: Tag): boolean {
  return tag.namespace === htmlNamespace && voidTags.has(tag.name)
}

/** @param charset what a meta element that declares one is to say */
export function openTag(tag: Tag, formatter: ResolvedFormatter, charset?: string): string {
  const { sortAttributes, booleanAttributes, voidSlash } = formatter
  let attributes = tag.attributeEntries()
  if (sortAttributes) attributes = attributes.toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  let text = `<${tag.name}`
  for (const [name, given] of attributes) {
    const value = charset === undefined || given === null ? given : declared(tag, name, given, charset)
    text += value === null || (booleanAttributes && value === '') ? ` ${name}` : ` ${name}=${quoted(formatter.escape(value))}`
  }
  return text + (voidSlash && tag.firstNode === null && isVoid(tag) ? '/>' : '>')
}

function declared(tag: Tag, name: string, value: string, charset: string): string {
  if (tag.name !== 'meta') return value
  if (name === 'charset') return charset
  const isType = name === 'content' && tag.get('http-equiv')?.toLowerCase() === 'content-type'
  return isType ? value.replace(/(charset\s*=\s*)[^\s;"']*/i, `$1${charset}`) : value
}

/** Nothing for a void tag without children. */
export function closeTag(tag: Tag): string {
  return tag.firstNode === null && isVoid(tag) ? '' : `</${tag.name}>`
}

export function stringMarkup(node: StringNode, formatter: ResolvedFormatter): string {
  switch (node.kind) {
    case 'text':
      return isRaw(node.up) ? node.value : formatter.escape(node.value)
    case 'comment':
      return `<!--${node.value}-->`
    case 'cdata':
      return `<![CDATA[${node.value}]]>`
    case 'doctype':
      return `<!DOCTYPE ${node.value}>`
    case 'pi':
      return `<?${node.value}>`
  }
}

/** Text that is written as it is: HTML knows no entities there; SVG and XML do. */
function isRaw(parent: Branch | null): boolean {
  if (parent === null || (parent.name !== 'script' && parent.name !== 'style')) return false
  return parent.kind === 'tag' && (parent as Tag).namespace === htmlNamespace
}

export type Step = { readonly at: 'open' | 'close'; readonly tag: Tag } | { readonly at: 'string'; readonly node: StringNode }

/** The ends of tags and the strings of a tree in the order of their writing. @param inside without the ends of the root */
export function* steps(root: SoupNode, inside = false): Generator<Step> {
  for (let node: SoupNode | null = root; node !== null; ) {
    if (node.kind === 'tag' || node.kind === 'document') {
      const branch: Branch = node as Branch
      if (node.kind === 'tag' && !(inside && node === root)) yield { at: 'open', tag: node as Tag }
      if (branch.firstNode !== null) {
        node = branch.firstNode
        continue
      }
      if (node.kind === 'tag' && !(inside && node === root)) yield { at: 'close', tag: node as Tag }
    } else yield { at: 'string', node: node as StringNode }
    while (node !== root && node.next === null) {
      node = node.up!
      if (node.kind === 'tag' && !(inside && node === root)) yield { at: 'close', tag: node as Tag }
    }
    node = node === root ? null : node.next
  }
}
