import { htmlNamespace } from '../tree/attributes.ts'
import type { Branch } from '../tree/branch.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'
import { compileSelector } from './compile.ts'
import type { Namespaces, Test } from './context.ts'
import { createContext, parentTag } from './context.ts'

export type SelectOptions = {
  /** Most results; default and 0: all. */
  readonly limit?: number | undefined
  /** Prefix -> namespace, for `x|a`; the prefix `''` is for types without one. Known by themselves: html, svg, math, xlink, xml. */
  readonly namespaces?: Readonly<Record<string, string>> | undefined
}

/** The tags below a branch that match, in document order. The selector is matched against the whole tree. */
export function select(scope: Branch, selector: string, options: SelectOptions = {}): Tag[] {
  const test = compiled(selector, options)
  const context = createContext(scope)
  const { limit = 0 } = options
  const found: Tag[] = []
  for (let node = nextNode(scope, scope); node !== null; node = nextNode(node, scope)) {
    if (node.kind === 'tag' && test(node, context) && found.push(node) === limit) break
  }
  return found
}

/** The nearest of a tag and the tags around it that matches. */
export function closest(tag: Tag, selector: string, options: SelectOptions = {}): Tag | null {
  const test = compiled(selector, options)
  const context = createContext(tag)
  for (let at: Tag | null = tag; at !== null; at = parentTag(at)) if (test(at, context)) return at
  return null
}

export function matches(tag: Tag, selector: string, options: SelectOptions = {}): boolean {
  return compiled(selector, options)(tag, createContext(tag))
}

const most = 256
const cache = new Map<string, Test>()
const own: Namespaces = new Map([
  ['html', htmlNamespace],
  ['svg', 'http://www.w3.org/2000/svg'],
  ['math', 'http://www.w3.org/1998/Math/MathML'],
  ['xlink', 'http://www.w3.org/1999/xlink'],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
])

/** A program asks with the same few selectors again and again. */
function compiled(selector: string, { namespaces }: SelectOptions): Test {
  if (namespaces !== undefined) return compileSelector(selector, new Map([...own, ...Object.entries(namespaces)]))
  let test = cache.get(selector)
  if (test === undefined) {
    test = compileSelector(selector, own)
    if (cache.size >= most) cache.clear()
    cache.set(selector, test)
  }
  return test
}
