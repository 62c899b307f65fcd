import { CrawlError } from '../../base/crawl-error.ts'
import { wordsOf } from '../tree/attributes.ts'
import type { AnyNode } from '../tree/node.ts'
import type { XPathNode } from './nodes.ts'
import { localName, namespaceOf, qualifiedName } from './nodes.ts'
import type { Run } from './run.ts'
import type { Value } from './values.ts'
import { isNodes, toBoolean, toNumber, toText } from './values.ts'

export type Context = { readonly node: XPathNode; readonly position: number; readonly size: number; readonly run: Run }

type XPathFunction = {
  /** Fewest and most arguments. */
  readonly takes: readonly [least: number, most: number]
  readonly call: (args: readonly Value[], context: Context) => Value
}

/** The core function library (XPath 1.0, section 4). */
export const functions: ReadonlyMap<string, XPathFunction> = new Map<string, XPathFunction>([
  ['last', { takes: [0, 0], call: (_, { size }) => size }],
  ['position', { takes: [0, 0], call: (_, { position }) => position }],
  ['count', { takes: [1, 1], call: args => nodesOf('count', args[0]!).length }],
  ['id', { takes: [1, 1], call: ([value], { run }) => withIds(value!, run) }],
  ['local-name', { takes: [0, 1], call: nameBy('local-name', localName) }],
  ['namespace-uri', { takes: [0, 1], call: nameBy('namespace-uri', namespaceOf) }],
  ['name', { takes: [0, 1], call: nameBy('name', qualifiedName) }],
  ['string', { takes: [0, 1], call: textOf }],
  ['concat', { takes: [2, Number.POSITIVE_INFINITY], call: (args, { run }) => args.map(value => toText(value, run)).join('') }],
  ['starts-with', ofTwo((text, part) => text.startsWith(part))],
  ['contains', ofTwo((text, part) => text.includes(part))],
  ['substring-before', ofTwo((text, part) => text.slice(0, Math.max(0, text.indexOf(part))))],
  ['substring-after', ofTwo((text, part) => (text.includes(part) ? text.slice(text.indexOf(part) + part.length) : ''))],
  ['substring', { takes: [2, 3], call: substring }],
  ['string-length', { takes: [0, 1], call: (args, context) => [...textOf(args, context)].length }],
  [
    'normalize-space',
    {
      takes: [0, 1],
      call: (args, context) => wordsOf(textOf(args, context).replaceAll('\f', '\u0000')).join(' ').replaceAll('\u0000', '\f'),
    },
  ],
  ['translate', { takes: [3, 3], call: translate }],
  ['boolean', { takes: [1, 1], call: ([value]) => toBoolean(value!) }],
  ['not', { takes: [1, 1], call: ([value]) => !toBoolean(value!) }],
  ['true', { takes: [0, 0], call: () => true }],
  ['false', { takes: [0, 0], call: () => false }],
  ['lang', { takes: [1, 1], call: isLanguage }],
  ['number', { takes: [0, 1], call: ([value], { node, run }) => toNumber(value ?? [node], run) }],
  ['sum', { takes: [1, 1], call: ([value], { run }) => nodesOf('sum', value!).reduce((sum, node) => sum + toNumber([node], run), 0) }],
  ['floor', ofNumber(Math.floor)],
  ['ceiling', ofNumber(Math.ceil)],
  ['round', ofNumber(Math.round)],
])

/** @throws CrawlError usage for a value that is no set of nodes */
export function nodesOf(what: string, value: Value): readonly XPathNode[] {
  if (isNodes(value)) return value
  throw new CrawlError('usage', `In the XPath ${what} needs nodes and gets a ${typeof value}. Give it a path.`)
}

function textOf([value]: readonly Value[], { node, run }: Context): string {
  return toText(value ?? [node], run)
}

function nameBy(what: string, name: (node: XPathNode) => string): XPathFunction['call'] {
  return ([value], { node }) => {
    const first = value === undefined ? node : nodesOf(what, value)[0]
    return first === undefined ? '' : name(first)
  }
}

function ofTwo(work: (text: string, part: string) => Value): XPathFunction {
  return { takes: [2, 2], call: ([text, part], { run }) => work(toText(text!, run), toText(part!, run)) }
}

function ofNumber(work: (number: number) => number): XPathFunction {
  return { takes: [1, 1], call: ([value], { run }) => work(toNumber(value!, run)) }
}

/** Characters count from 1; what is between two of them is rounded; what is no number takes nothing. */
function substring([text, start, length]: readonly Value[], { run }: Context): string {
  const from = Math.round(toNumber(start!, run))
  const end = length === undefined ? Number.POSITIVE_INFINITY : from + Math.round(toNumber(length, run))
  return [...toText(text!, run)].filter((_, at) => at + 1 >= from && at + 1 < end).join('')
}

function translate([text, from, to]: readonly Value[], { run }: Context): string {
  const targets = [...toText(to!, run)]
  const map = new Map<string, string>()
  for (const [at, character] of [...toText(from!, run)].entries()) if (!map.has(character)) map.set(character, targets[at] ?? '')
  return Array.from(toText(text!, run), character => map.get(character) ?? character).join('')
}

function withIds(value: Value, run: Run): XPathNode[] {
  const words = isNodes(value) ? value.flatMap(node => wordsOf(run.stringOf(node))) : wordsOf(toText(value, run))
  return run.sorted([...new Set(words.map(word => run.tagById(word)).filter(tag => tag !== undefined))])
}

function isLanguage([wanted]: readonly Value[], { node, run }: Context): boolean {
  const language = toText(wanted!, run).toLowerCase()
  for (let at: AnyNode | null = node.kind === 'attribute' ? node.parent : node; at !== null; at = at.parent) {
    run.count(1)
    const said = at.kind === 'tag' ? (at.get('xml:lang') ?? at.get('lang'))?.toLowerCase() : undefined
    if (said !== undefined) return said === language || said.startsWith(`${language}-`)
  }
  return false
}
