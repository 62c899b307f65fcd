import type { Branch } from '../tree/branch.ts'
import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'
import { compileSelector } from './compile.ts'
import type { Namespaces, Test } from './context.ts'
import { createContext, parentTag } from './context.ts'

export type SelectOptions = {
  /** Most results; default and 0: all. */
  readonly limit?: number | undefined
  /** Prefix -> namespace, for `svg|a`. Default: none but those of HTML's own. */
  readonly namespaces?: Readonly<Record<string, string>> | undefined
}

/** The tags below a branch that match, in document order. The selector is matched against the whole tree. */
export function select(scope: Branch, selector: string, options: SelectOptions = {}): Tag[] {
  const test = compiled(selector, options)
  const context = createContext(scope)
  const limit = options.limit || Number.POSITIVE_INFINITY
  const found: Tag[] = []
  for (let node: SoupNode | null = nextNode(scope, scope); node !== null; node = nextNode(node, scope)) {
    if (node.kind === 'tag' && test(node as Tag, context) && found.push(node as Tag) >= limit) break
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
const none: Namespaces = new Map()

/** A program asks with the same few selectors again and again. */
function compiled(selector: string, { namespaces }: SelectOptions): Test {
  if (namespaces !== undefined) return compileSelector(selector, new Map(Object.entries(namespaces)))
  let test = cache.get(selector)
  if (test === undefined) {
    test = compileSelector(selector, none)
    if (cache.size >= most) cache.clear()
    cache.set(selector, test)
  }
  return test
}
