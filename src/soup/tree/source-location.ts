import type { AnyNode } from './node.ts'

/** A place in the source: line and column from 1, offset from 0 in UTF-16 units. */
export type SourcePlace = { readonly line: number; readonly column: number; readonly offset: number }

/** From the first character of a node to behind its last one. A tag that nobody closed ends where the parser closed it. */
export type SourceLocation = { readonly start: SourcePlace; readonly end: SourcePlace }

const known = new WeakMap<AnyNode, SourceLocation>()

export function locate(node: AnyNode, location: SourceLocation): void {
  known.set(node, location)
}

export function locationOf(node: AnyNode): SourceLocation | undefined {
  return known.get(node)
}
