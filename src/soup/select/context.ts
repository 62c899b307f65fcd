import type { Branch } from '../tree/branch.ts'
import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'

/** Prefix -> namespace. */
export type Namespaces = ReadonlyMap<string, string>

/** Does a tag match? What is known of other tags of the same run is kept in the context, so that a run is linear in the page. */
export type Test = (tag: Tag, context: Context) => boolean

/** One run of a selector. */
export type Context = {
  /** What the selector was called on: `:scope`. */
  readonly scope: Branch
  /** The uppermost node of its tree, and the outermost tag. */
  readonly top: Branch
  readonly root: Tag | null
  /** Answers of a test that looks further than the tag itself, by node. */
  memo(test: object): Map<SoupNode, boolean>
  /** Positions among siblings, as a test counts them. */
  positions(test: object): Map<SoupNode, number>
}

export function createContext(scope: Branch): Context {
  const memos = new Map<object, Map<SoupNode, boolean>>()
  const top = topOf(scope)
  const counts = new Map<object, Map<SoupNode, number>>()
  return {
    scope,
    top,
    root: rootOf(top),
    memo: test => kept(memos, test),
    positions: test => kept(counts, test),
  }
}

function kept<Key, Value>(maps: Map<Key, Map<SoupNode, Value>>, key: Key): Map<SoupNode, Value> {
  const known = maps.get(key) ?? new Map<SoupNode, Value>()
  maps.set(key, known)
  return known
}

function topOf(node: Branch): Branch {
  let top = node
  while (top.up !== null) top = top.up
  return top
}

function rootOf(top: Branch): Tag | null {
  if (top.kind === 'tag') return top as Tag
  for (let child = top.firstNode; child !== null; child = child.next) if (child.kind === 'tag') return child as Tag
  return null
}

export function parentTag(node: SoupNode): Tag | null {
  return node.up?.kind === 'tag' ? (node.up as Tag) : null
}

export function previousTag(node: SoupNode): Tag | null {
  let at = node.prev
  while (at !== null && at.kind !== 'tag') at = at.prev
  return at as Tag | null
}

export function nextTag(node: SoupNode): Tag | null {
  let at = node.next
  while (at !== null && at.kind !== 'tag') at = at.next
  return at as Tag | null
}
