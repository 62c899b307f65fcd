import type { AnyNode, Soup, Tag, XPathNode } from '../../soup/index.ts'
import { toMarkdown, XPathAttribute } from '../../soup/index.ts'
import { jsonLine } from '../json-line.ts'
import { treeLines } from './tree-text.ts'

export type PartFlags = {
  readonly html?: boolean
  readonly inner?: boolean
  readonly text?: boolean
  readonly separator?: string
  readonly strip?: boolean
  readonly attr?: string
  readonly default?: string
  readonly prettify?: boolean
  readonly tree?: boolean
  readonly markdown?: boolean
  readonly depth?: number
  readonly json?: boolean
}

/**
 * What is printed of one part, without its last line end; undefined when it has no such thing. @param url base of what Markdown links to
 */
export function partText(part: XPathNode, flags: PartFlags, url: string): string | undefined {
  const { attr, default: fallback, depth = Number.POSITIVE_INFINITY } = flags
  if (attr !== undefined) return (isBranch(part) ? part.get(attr) : undefined) ?? fallback
  if (part instanceof XPathAttribute) return part.value
  if (flags.text) return textOf(part, flags)
  if (flags.inner) return innerOf(part)
  if (flags.tree) return [...treeLines(part, depth)].join('\n')
  if (flags.markdown) return toMarkdown(part, { baseUrl: url }).trimEnd()
  if (flags.prettify) return (isBranch(part) ? part.prettify() : part.outerHtml).trimEnd()
  return part.outerHtml
}

/** The same as JSON. */
export function partJson(part: XPathNode, flags: PartFlags, url: string): string | undefined {
  const { attr, html, inner, markdown } = flags
  if (attr !== undefined) {
    const value = partText(part, flags, url)
    return value === undefined ? undefined : jsonLine(value)
  }
  if (part instanceof XPathAttribute) return jsonLine({ kind: part.kind, name: part.name, text: part.value })
  return jsonLine({
    ...(isBranch(part) ? { name: part.name, attrs: part.kind === 'tag' ? Object.fromEntries(part.attrs) : {} } : { kind: part.kind }),
    text: textOf(part, flags),
    ...(html ? { html: part.outerHtml } : {}),
    ...(inner ? { inner: innerOf(part) } : {}),
    ...(markdown ? { markdown: toMarkdown(part, { baseUrl: url }) } : {}),
  })
}

function textOf(node: AnyNode, { separator = '', strip = false }: PartFlags): string {
  return node.getText(separator, { strip })
}

function innerOf(node: AnyNode): string {
  return isBranch(node) ? node.innerHtml : node.outerHtml
}

export function isBranch(part: XPathNode): part is Tag | Soup {
  return part.kind === 'tag' || part.kind === 'document'
}
