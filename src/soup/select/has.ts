import type { Selector } from 'css-what'
import type { Branch } from '../tree/branch.ts'
import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'
import { combinators, somewhere } from './combinators.ts'
import type { Test } from './context.ts'
import { nextTag } from './context.ts'

/**
 * `:has(> a b)`, read from right to left as what says the same: `:has(> a:has(b))`. Each part is then one compound seen from one tag, and every
 * answer of a run can be kept: linear in the page, however deep.
 */
export function hasTest(tokens: readonly Selector[], compoundTest: (tokens: readonly Selector[]) => Test): Test {
  // A selector that begins with no combinator is about descendants.
  const whole: readonly Selector[] = combinators.has(tokens[0]?.type ?? '') ? tokens : [{ type: 'descendant' } as Selector, ...tokens]
  let right: Test | undefined
  let compound: Selector[] = []
  for (const token of whole.toReversed()) {
    if (!combinators.has(token.type)) {
      compound.unshift(token)
      continue
    }
    right = seenFrom(token.type, both(compoundTest(compound), right))
    compound = []
  }
  return right!
}

function both(one: Test, other: Test | undefined): Test {
  return other === undefined ? one : (tag, context) => one(tag, context) && other(tag, context)
}

function seenFrom(combinator: string, test: Test): Test {
  switch (combinator) {
    case 'child':
      return (tag, context) => {
        for (let child = tag.firstNode; child !== null; child = child.next) {
          if (child.kind === 'tag' && test(child as Tag, context)) return true
        }
        return false
      }
    case 'adjacent':
      return (tag, context) => {
        const next = nextTag(tag)
        return next !== null && test(next, context)
      }
    case 'sibling':
      return somewhere(test, nextTag)
    default:
      return below(test)
  }
}

/** At the first question of a run every tag of the tree is asked, and all that stand above a match are marked. */
function below(test: Test): Test {
  const key = {}
  return (tag, context) => {
    const marks = context.memo(key)
    if (marks.size === 0) {
      for (let node: SoupNode | null = context.top; node !== null; node = nextNode(node)) {
        if (node.kind === 'tag' && test(node as Tag, context)) markAbove(node, marks)
      }
      // Never empty again, so that the tree is walked once.
      if (!marks.has(context.top)) marks.set(context.top, false)
    }
    return marks.get(tag) === true
  }
}

function markAbove(node: SoupNode, marks: Map<SoupNode, boolean>): void {
  for (let up: Branch | null = node.up; up !== null && !marks.has(up); up = up.up) marks.set(up, true)
}
