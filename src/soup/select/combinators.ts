import type { Tag } from '../tree/tag.ts'
import type { Context, Test } from './context.ts'
import { parentTag, previousTag } from './context.ts'

/** A tag that matches the right side of a combinator: does one match the left side where the combinator looks? */
export const combinators: ReadonlyMap<string, (left: Test) => Test> = new Map<string, (left: Test) => Test>([
  ['child', left => (tag, context) => beside(parentTag(tag), left, context)],
  ['adjacent', left => (tag, context) => beside(previousTag(tag), left, context)],
  ['descendant', left => somewhere(left, parentTag)],
  ['sibling', left => somewhere(left, previousTag)],
])

function beside(tag: Tag | null, left: Test, context: Context): boolean {
  return tag !== null && left(tag, context)
}

/** Does a tag match that is reached by one step or more? Each answer is kept, so that a run asks along a path once. */
export function somewhere(left: Test, step: (tag: Tag) => Tag | null): Test {
  const key = {}
  return (tag, context) => {
    const known = context.memo(key)
    const path: Tag[] = []
    let answer = false
    for (let at: Tag | null = tag; at !== null; ) {
      const before = known.get(at)
      if (before !== undefined) {
        answer = before
        break
      }
      path.push(at)
      at = step(at)
      if (at !== null && left(at, context)) {
        answer = true
        break
      }
    }
    for (const at of path) known.set(at, answer)
    return answer
  }
}
