import type { AnyNode, Criteria, NameFilter, StringKind } from '../../src/soup/index.ts'
import { CData, Comment, Doctype, parseFragment, parseSoup, Soup, Tag, TextNode } from '../../src/soup/index.ts'

/** One case of conformance/soup, run through the public API; its README tells what is asked and how results are written. */
export type SoupCase = { readonly parse: 'document' | 'fragment'; readonly html: string; readonly steps: readonly Step[] }

type Step = { readonly op: string; readonly args?: readonly unknown[]; readonly on?: string; readonly as?: string; readonly emit?: boolean }

/** Thrown for an operation that the library does not have. */
export class MissingOp extends Error {
  override readonly name = 'MissingOp'
}

export function soupCase({ parse, html, steps }: SoupCase): unknown {
  const parseAs = (text: string) => (parse === 'fragment' ? parseFragment(text) : parseSoup(text))
  const soup = parseAs(html)
  const named = new Map<string, unknown>([['soup', soup]])
  const emitted: unknown[] = []
  const scene: Scene = { soup, parse: parseAs, assigned: new WeakMap() }
  let current: unknown = soup
  try {
    for (const { op, args = [], on, as, emit } of steps) {
      if (on !== undefined) current = named.get(on)
      current = run(
        op,
        current,
        args.map(argument => argumentOf(argument, named)),
        scene,
      )
      if (as !== undefined) named.set(as, current)
      if (emit === true) emitted.push(encode(current))
    }
    return steps.some(({ emit }) => emit === true) ? emitted : encode(current)
  } catch (error) {
    if (error instanceof MissingOp) throw error
    return { error: true }
  }
}

/** `assigned`: attribute values as they were set: Beautiful Soup keeps a text apart from a list, this library does not. */
type Scene = { readonly soup: Soup; parse(html: string): Soup; readonly assigned: WeakMap<Tag, Map<string, unknown>> }

type Call = (...args: unknown[]) => unknown

const forwarded = new Set(
  `parent parents nextSibling nextSiblings previousSibling previousSiblings nextElement nextElements previousElement previousElements children
  contents descendants string strings strippedStrings text name kind namespace decomposed`.split(/\s+/),
)
const searches = new Set(
  `find findAll findNext findAllNext findPrevious findAllPrevious findNextSibling findNextSiblings findPreviousSibling findPreviousSiblings
  findParent findParents`.split(/\s+/),
)
const receiverStays = new Set(
  'setAttr delAttr decompose clear append extend insert insertBefore insertAfter smooth setString setName'.split(' '),
)
const listArguments = new Set(['insertBefore', 'insertAfter', 'replaceWith'])

function run(op: string, value: unknown, args: unknown[], scene: Scene): unknown {
  const own = operations.get(op)
  const result = own === undefined ? viaLibrary(op, value, args) : own(value, args, scene)
  return receiverStays.has(op) ? value : result
}

function viaLibrary(op: string, value: unknown, args: unknown[]): unknown {
  if (typeof value !== 'object' || value === null) throw new Error(`${op} of ${String(value)}`)
  if (forwarded.has(op)) {
    const result = (value as Record<string, unknown>)[op]
    return result ?? null
  }
  const method = (value as Record<string, unknown>)[op]
  if (typeof method !== 'function') {
    if (value instanceof TextNode || Array.isArray(value)) throw new Error(`no ${op} of a string`)
    throw new MissingOp(op)
  }
  if (searches.has(op))
    return (method as (name: NameFilter, criteria?: Criteria) => unknown).call(value, ...(args as [NameFilter, Criteria]))
  const spread = listArguments.has(op) ? args.flat() : args
  return (method as Call).apply(value, spread)
}

const tagOf = (value: unknown): Tag => (value instanceof Tag ? value : fail('not a tag'))
const branchOf = (value: unknown): Tag | Soup => (value instanceof Tag || value instanceof Soup ? value : fail('not a branch'))
const nodeOf = (value: unknown): AnyNode => (isNode(value) ? value : fail('not a node'))

function fail(why: string): never {
  throw new Error(why)
}

const operations: ReadonlyMap<string, (value: unknown, args: unknown[], scene: Scene) => unknown> = new Map<
  string,
  (value: unknown, args: unknown[], scene: Scene) => unknown
>([
  ['call', (value, [name]) => branchOf(value).findAll(name as NameFilter)],
  ['at', (value, [position]) => (value as readonly unknown[]).at(position as number) ?? fail('beyond the list')],
  ['length', value => (Array.isArray(value) ? value.length : branchOf(value).contents.length)],
  ['map', (value, [op, ...args], scene) => [...(value as Iterable<unknown>)].map(one => run(op as string, one, args, scene))],
  ['same', (value, [other]) => value === other],
  [
    'path',
    value =>
      [...nodeOf(value).parents]
        .map(({ name }) => name)
        .toReversed()
        .concat(tagOf(value).name),
  ],
  ['flow', value => flow(nodeOf(value))],
  ['flowBack', value => flowBack(branchOf(value))],
  ['isEmptyElement', value => tagOf(value).isVoid],
  [
    'attrs',
    (value, _, scene) => ({
      attrs: Object.fromEntries([...tagOf(value).attrs.keys()].map(name => [name, attributeOf(tagOf(value), name, scene)])),
    }),
  ],
  [
    'get',
    (value, [name, fallback = null], scene) =>
      tagOf(value).has(name as string) ? attributeOf(tagOf(value), name as string, scene) : fallback,
  ],
  ['getAttributeList', (value, [name]) => tagOf(value).getList(name as string)],
  ['hasAttr', (value, [name]) => tagOf(value).has(name as string)],
  ['setAttr', (value, [name, given], scene) => setAttribute(tagOf(value), name as string, given, scene)],
  ['delAttr', (value, [name]) => tagOf(value).delete(name as string)],
  ['setName', (value, [name]) => (tagOf(value).name = name as string)],
  ['getText', (value, [options]) => textOf(nodeOf(value), options as TextArguments | undefined)],
  ['newTag', (_, [name, attrs, text], { soup }) => soup.newTag(name as string, attrs as Record<string, string>, text as string)],
  ['newString', (_, [text, kind]) => newString(text as string, kind as string | undefined)],
  ['parse', (_, [html], { parse }) => parse(html as string)],
  ['copy', value => nodeOf(value).clone()],
  ['html', value => canon(nodeOf(value))],
  [
    'toString',
    value => (isBranch(value) ? value.toString() : nodeOf(value).kind === 'text' ? String(value) : (value as Comment).outerHtml),
  ],
  ['prettify', (value, [options]) => branchOf(value).prettify(options as object)],
  ['decode', (value, [options]) => branchOf(value).decode(options as object)],
  ['decodeContents', (value, [options]) => branchOf(value).decode({ ...(options as object), inner: true })],
  ['encode', (value, [charset]) => Buffer.from(branchOf(value).encode(charset as string)).toString('hex')],
  ['select', (value, [selector, options]) => branchOf(value).select(selector as string, options as object)],
  ['selectOne', (value, [selector, options]) => branchOf(value).selectOne(selector as string, options as object)],
])

type TextArguments = { readonly separator?: string; readonly strip?: boolean; readonly types?: readonly StringKind[] }

function textOf(node: AnyNode, { separator, strip, types }: TextArguments = {}): string {
  return isBranch(node) ? node.getText({ separator, strip, kinds: types }) : node.getText({ strip })
}

function attributeOf(tag: Tag, name: string, { assigned }: Scene): unknown {
  const given = assigned.get(tag)?.get(name)
  if (given !== undefined) return given
  const list = tag.getList(name)
  return list.length === 1 && list[0] === tag.get(name) && !multiple.has(name)
    ? list[0]
    : isMultiple(tag, name)
      ? list
      : (tag.get(name) ?? null)
}

/** Does the library take this attribute for a list? */
function isMultiple(tag: Tag, name: string): boolean {
  const probe = tag.clone({ deep: false })
  probe.set(name, 'a b')
  return probe.getList(name).length === 2
}
const multiple = new Set([
  'class',
  'accesskey',
  'dropzone',
  'rel',
  'rev',
  'headers',
  'accept-charset',
  'archive',
  'sizes',
  'sandbox',
  'for',
])

function setAttribute(tag: Tag, name: string, given: unknown, { assigned }: Scene): void {
  tag.set(name, Array.isArray(given) ? (given as string[]) : String(given))
  const known = assigned.get(tag) ?? new Map<string, unknown>()
  assigned.set(tag, known.set(name, given))
}

function newString(text: string, kind = 'text'): AnyNode {
  if (kind === 'comment') return new Comment(text)
  if (kind === 'cdata') return new CData(text)
  if (kind === 'doctype') return new Doctype(text)
  return kind === 'text' ? new TextNode(text) : fail(kind)
}

function argumentOf(argument: unknown, named: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(argument)) return argument.map(one => argumentOf(one, named))
  if (typeof argument !== 'object' || argument === null) return argument
  const { ref, re, flags, fn } = argument as { ref?: string; re?: string; flags?: string; fn?: string }
  if (ref !== undefined) return named.get(ref) ?? fail(`no ${ref}`)
  if (re !== undefined) return new RegExp(re, flags)
  if (fn !== undefined) return predicates.get(fn) ?? fail(fn)
  return Object.fromEntries(Object.entries(argument).map(([key, one]) => [key, argumentOf(one, named)]))
}

const isStringNode = (node: AnyNode | null) => node !== null && !isBranch(node)
const predicates = new Map<string, (value: never) => boolean>([
  ['hasClassNoId', (tag: Tag) => tag.has('class') && !tag.has('id')],
  ['nameLength1', (tag: Tag) => tag.name.length === 1],
  ['noTagChildren', (tag: Tag) => tag.contents.every(({ kind }) => kind !== 'tag')],
  ['twoChildren', (tag: Tag) => tag.contents.length === 2],
  ['parentIsBody', (tag: Tag) => tag.parent?.name === 'body'],
  ['betweenStrings', (tag: Tag) => isStringNode(tag.nextSibling) && isStringNode(tag.previousSibling)],
  ['short', (text: string | null) => text !== null && text.length <= 5],
  ['isNull', (text: string | null) => text === null],
  ['endsWithIe', (text: string | null) => text?.endsWith('ie') === true],
  ['hasDigit', (text: string | null) => /[0-9]/.test(text ?? '')],
  ['blank', (text: string | null) => text !== null && text.trim() === ''],
  ['hasInnerSpace', (text: string | null) => text?.trim().includes(' ') === true],
])

function isNode(value: unknown): value is AnyNode {
  return (
    value instanceof Tag ||
    value instanceof Soup ||
    value instanceof TextNode ||
    (typeof value === 'object' && value !== null && 'kind' in value)
  )
}

function isBranch(value: unknown): value is Tag | Soup {
  return value instanceof Tag || value instanceof Soup
}

function labelOf(node: AnyNode): string {
  return node.kind === 'tag' || node.kind === 'document' ? node.name : `#${node.value}`
}

function flow(node: AnyNode): string[] {
  const rest = [...node.nextElements].map(labelOf)
  return node.kind === 'document' ? rest : [labelOf(node), ...rest]
}

function flowBack(branch: Tag | Soup): string[] {
  const last = [...branch.descendants].at(-1)
  if (last === undefined) return []
  return [last, ...last.previousElements].filter(({ kind }) => kind !== 'document').map(labelOf)
}

function encode(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (isNode(value)) {
    if (value.kind === 'tag') return { tag: canon(value) }
    return value.kind === 'document' ? { document: canon(value) } : { [value.kind]: value.value }
  }
  if (typeof value === 'object' && Symbol.iterator in value) return [...(value as Iterable<unknown>)].map(encode)
  return value
}

const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The README's serialisation for comparing trees. */
function canon(node: AnyNode): string {
  if (node.kind === 'document') return node.contents.map(canon).join('')
  if (node.kind === 'tag') {
    const attributes = [...node.attrs.keys()]
      .sort((one, other) => (one < other ? -1 : 1))
      .map(name => ` ${name}="${escaped(node.getList(name).join(' ')).replaceAll('"', '&quot;')}"`)
    const open = `<${node.name}${attributes.join('')}>`
    if (node.contents.length === 0 && voids.has(node.name) && node.isVoid) return open
    return `${open}${node.contents.map(canon).join('')}</${node.name}>`
  }
  if (node.kind === 'comment') return `<!--${node.value}-->`
  if (node.kind === 'doctype') return `<!DOCTYPE ${node.value}>`
  return node.kind === 'cdata' ? `<![CDATA[${node.value}]]>` : escaped(node.value)
}
