import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Tag } from '../index.ts'
import { parseFragment } from '../index.ts'

/** A matcher written to be read, not to be fast: it asks every tag for every step. */

type Simple =
  | { readonly kind: 'name' | 'class'; readonly text: string }
  | { readonly kind: 'is' | 'not' | 'has'; readonly list: readonly Complex[] }
  | { readonly kind: 'nth'; readonly at: number; readonly fromEnd: boolean; readonly of: readonly Complex[] }
type Combinator = ' ' | '>' | '+' | '~'
type Complex = readonly { readonly combinator: Combinator; readonly compound: readonly Simple[] }[]

const tags = (list: Iterable<unknown>) => [...list].filter((node): node is Tag => (node as Tag).kind === 'tag')

/** Where a combinator leads, backwards or ahead. */
const backwards: Readonly<Record<Combinator, (tag: Tag) => readonly Tag[]>> = {
  ' ': tag => tags(tag.parents),
  '>': tag => tags(tag.parents).slice(0, 1),
  '+': tag => tags(tag.previousSiblings).slice(0, 1),
  '~': tag => tags(tag.previousSiblings),
}
const ahead: Readonly<Record<Combinator, (tag: Tag) => readonly Tag[]>> = {
  ' ': tag => tags(tag.descendants),
  '>': tag => tags(tag.children),
  '+': tag => tags(tag.nextSiblings).slice(0, 1),
  '~': tag => tags(tag.nextSiblings),
}

function is(tag: Tag, list: readonly Complex[]): boolean {
  return list.some(complex => endsIn(tag, complex))
}

function endsIn(tag: Tag, complex: Complex): boolean {
  const last = complex.at(-1)
  if (last === undefined || !last.compound.every(simple => isSimple(tag, simple))) return false
  const rest = complex.slice(0, -1)
  return rest.length === 0 || backwards[last.combinator](tag).some(other => endsIn(other, rest))
}

function leadsTo(tag: Tag, complex: Complex): boolean {
  const [first, ...rest] = complex
  if (first === undefined) return true
  return ahead[first.combinator](tag).some(other => first.compound.every(simple => isSimple(other, simple)) && leadsTo(other, rest))
}

function isSimple(tag: Tag, simple: Simple): boolean {
  switch (simple.kind) {
    case 'name':
      return simple.text === '*' || tag.name === simple.text
    case 'class':
      return tag.classList.includes(simple.text)
    case 'is':
      return is(tag, simple.list)
    case 'not':
      return !is(tag, simple.list)
    case 'has':
      return simple.list.some(complex => leadsTo(tag, complex))
    case 'nth': {
      const beside = tags(simple.fromEnd ? tag.nextSiblings : tag.previousSiblings).filter(other => is(other, simple.of))
      return is(tag, simple.of) && beside.length + 1 === simple.at
    }
  }
}

const written = (list: readonly Complex[], relative = false): string =>
  list
    .map(complex =>
      complex.map(({ combinator, compound }, at) => (at > 0 || relative ? combinator : '') + compound.map(text).join('')).join(''),
    )
    .join(', ')

function text(simple: Simple): string {
  switch (simple.kind) {
    case 'name':
      return simple.text
    case 'class':
      return `.${simple.text}`
    case 'nth':
      return `:nth-${simple.fromEnd ? 'last-' : ''}child(${simple.at} of ${written(simple.of)})`
    default:
      return `:${simple.kind}(${written(simple.list, simple.kind === 'has')})`
  }
}

const names = ['a', 'b', 'i']
/** Shallow and with few conditions: else hardly anything matches. */
function lists(depth: number): fc.Arbitrary<readonly Complex[]> {
  const name: fc.Arbitrary<Simple> = fc.record({ kind: fc.constant('name' as const), text: fc.constantFrom(...names, '*', '*') })
  const classed: fc.Arbitrary<Simple> = fc.record({ kind: fc.constant('class' as const), text: fc.constantFrom('x', 'y') })
  const simple = depth === 0 ? classed : fc.oneof(classed, inner(depth - 1), inner(depth - 1))
  const compound = fc.oneof(
    name.map(one => [one]),
    simple.map(one => [one]),
    fc.tuple(name, simple),
  )
  const step = fc.record({ combinator: fc.constantFrom<Combinator>(' ', '>', '+', '~'), compound })
  return fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
}

function inner(depth: number): fc.Arbitrary<Simple> {
  return fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('is' as const, 'not' as const, 'has' as const, 'has' as const), list: lists(depth) }),
    },
    fc.record({ kind: fc.constant('nth' as const), at: fc.integer({ min: 1, max: 3 }), fromEnd: fc.boolean(), of: lists(depth) }),
  )
}

const { tree } = fc.letrec<{ tree: string; node: string }>(tie => ({
  tree: fc.array(tie('node'), { maxLength: 4 }).map(nodes => nodes.join('')),
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('text', '<!-- -->'),
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom('', ' class=x', ' class="x y"'), tie('tree'))
      // Custom names: the parser closes and moves some others.
      .map(([name, attributes, inside]) => `<x-${name}${attributes}>${inside}</x-${name}>`),
  ),
}))

test('a selector finds what a naive matcher finds', () => {
  fc.assert(
    fc.property(tree, lists(2), (html, selector) => {
      const soup = parseFragment(html)
      for (const tag of soup.findAll()) tag.name = tag.name.slice(2)
      const wanted = soup.findAll(tag => is(tag, selector))
      assert.deepEqual(soup.select(written(selector)), wanted, written(selector))
    }),
    { seed: 21, numRuns: 1500 },
  )
})

test('findAll by name is select by type', () => {
  fc.assert(
    fc.property(tree, html => {
      const soup = parseFragment(html)
      for (const name of [...names, 'x-a', 'x-b']) assert.deepEqual(soup.findAll(name), soup.select(name))
    }),
    { seed: 22, numRuns: 200 },
  )
})
