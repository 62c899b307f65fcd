import type { Branch } from '../tree/branch.ts'
import type { AnyNode, SoupNode } from '../tree/node.ts'
import type { Soup } from '../tree/soup.ts'
import type { Tag } from '../tree/tag.ts'
import { knownBranch } from '../tree/walk.ts'

/** Prefix -> namespace. */
export type Namespaces = ReadonlyMap<string, string>

/** One run of a selector. */
export type Context = {
  /** What the selector was called on: `:scope`. */
  readonly scope: Branch
  /** The uppermost node of its tree, and the outermost tag. */
  readonly top: Tag | Soup
  readonly root: Tag | null
}

/**
 * Does a tag match? What is known of other tags is kept for the run, so that it is linear in the page, and no longer, so that no page is
 * held.
 */
export type Test = (tag: Tag, context: Context) => boolean

export function createContext(scope: Branch): Context {
  let top = knownBranch(scope)
  while (top.up !== null) top = top.up
  return { scope, top, root: top.kind === 'tag' ? top : firstTag(top) }
}

/** What a test keeps during one run. */
export function perRun<Value extends object>(make: (context: Context) => Value): (context: Context) => Value {
  const kept = new WeakMap<Context, Value>()
  return context => {
    let value = kept.get(context)
    if (value === undefined) {
      value = make(context)
      kept.set(context, value)
    }
    return value
  }
}

/** Answers by node, for one run. */
export function perNode<Answer>(): (context: Context) => Map<SoupNode, Answer> {
  return perRun(() => new Map<SoupNode, Answer>())
}

export function parentTag(node: SoupNode): Tag | null {
  return node.up?.kind === 'tag' ? node.up : null
}

export function previousTag(node: SoupNode): Tag | null {
  let at = node.prev
  while (at !== null && at.kind !== 'tag') at = at.prev
  return at
}

export function nextTag(node: SoupNode): Tag | null {
  return tagFrom(node.next)
}

export function firstTag(branch: Branch): Tag | null {
  return tagFrom(branch.firstNode)
}

function tagFrom(node: AnyNode | null): Tag | null {
  let at = node
  while (at !== null && at.kind !== 'tag') at = at.next
  return at
}
