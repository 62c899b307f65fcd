import type { AnyNode, Soup, Tag } from '../../soup/index.ts'
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
  readonly depth?: number
  readonly json?: boolean
}

/** What is printed of one part: pieces that are joined and end with a line end; undefined when it has no such thing. */
export function partText(node: AnyNode, flags: PartFlags): string | undefined {
  const { attr, default: fallback, depth = Number.POSITIVE_INFINITY } = flags
  if (attr !== undefined) return (isBranch(node) ? node.get(attr) : undefined) ?? fallback
  if (flags.text) return textOf(node, flags)
  if (flags.inner) return innerOf(node)
  if (flags.tree) return [...treeLines(node, depth)].join('\n')
  if (flags.prettify) return (isBranch(node) ? node.prettify() : node.outerHtml).replace(/\n$/, '')
  return node.outerHtml
}

/** The same as JSON. */
export function partJson(node: AnyNode, flags: PartFlags): string | undefined {
  const { attr, html, inner } = flags
  if (attr !== undefined) {
    const value = partText(node, flags)
    return value === undefined ? undefined : jsonLine(value)
  }
  const whole = isBranch(node) ? { name: node.name, attrs: node.kind === 'tag' ? Object.fromEntries(node.attrs) : {} } : { kind: node.kind }
  return jsonLine({
    ...whole,
    text: textOf(node, flags),
    ...(html ? { html: node.outerHtml } : {}),
    ...(inner ? { inner: innerOf(node) } : {}),
  })
}

function textOf(node: AnyNode, { separator = '', strip = false }: PartFlags): string {
  return node.getText(separator, { strip })
}

function innerOf(node: AnyNode): string {
  return isBranch(node) ? node.innerHtml : node.outerHtml
}

export function isBranch(node: AnyNode): node is Tag | Soup {
  return node.kind === 'tag' || node.kind === 'document'
}
