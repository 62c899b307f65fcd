import { htmlNamespace } from '../tree/attributes.ts'
import type { StringNode } from '../tree/node.ts'
import type { Soup } from '../tree/soup.ts'
import type { Tag } from '../tree/tag.ts'
import type { ResolvedFormatter } from './formatter.ts'
import { quoted } from './formatter.ts'

/** The words of the output: a tag's two ends, a string. */

/** Without an end tag (HTML, section 13.3). */
const voidTags: ReadonlySet<string> = new Set(
  'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr'.split(' '),
)

/** Their text is written as it is: HTML knows no entities there (section 13.3). */
const rawTags: ReadonlySet<string> = new Set('style script xmp iframe noembed noframes plaintext'.split(' '))

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

function isRaw(parent: Tag | Soup | null): boolean {
  return parent?.kind === 'tag' && parent.namespace === htmlNamespace && rawTags.has(parent.name)
}
