import type { AnyNode, SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode, nextOutside } from '../tree/walk.ts'
import type { Context, Test } from './context.ts'
import { firstTag, nextTag, parentTag, perNode, previousTag } from './context.ts'

export type Combinator = ' ' | '>' | '+' | '~'

/** One compound of a selector, and what joins it to the one before. */
export type Step = { readonly combinator: Combinator | undefined; readonly test: Test }

/** `a > b c`, asked of a c: each compound asks the one on its left. */
export function lookingBack(steps: readonly Step[]): Test {
  let whole: Test | undefined
  for (const { combinator, test } of steps) {
    whole = whole === undefined || combinator === undefined ? test : allOf([test, seenFrom(whole, backwards[combinator])])
  }
  return whole ?? never
}

/** `:has(> a b)`, asked of what has it; read from right to left as what says the same: `:has(> a:has(b))`. */
export function lookingAhead(steps: readonly Step[]): Test {
  let whole: Test | undefined
  for (const { combinator = ' ', test } of steps.toReversed()) {
    const both = whole === undefined ? test : allOf([test, whole])
    whole = combinator === ' ' ? below(both) : combinator === '>' ? amongChildren(both) : seenFrom(both, forwards[combinator])
  }
  return whole ?? never
}

export function allOf(tests: readonly Test[]): Test {
  const [first, second] = tests
  if (first === undefined) return () => true
  if (second === undefined) return first
  if (tests.length === 2) return (tag, context) => first(tag, context) && second(tag, context)
  return (tag, context) => tests.every(test => test(tag, context))
}

/** One of several; an empty list is none. */
export function anyOf(tests: readonly Test[]): Test {
  const [only] = tests
  return tests.length === 1 && only !== undefined ? only : (tag, context) => tests.some(test => test(tag, context))
}

const never: Test = () => false

type Way = { readonly step: (tag: Tag) => Tag | null; readonly isLong: boolean }

const backwards: Readonly<Record<Combinator, Way>> = {
  '>': { step: parentTag, isLong: false },
  '+': { step: previousTag, isLong: false },
  ' ': { step: parentTag, isLong: true },
  '~': { step: previousTag, isLong: true },
}
const forwards = { '+': { step: nextTag, isLong: false }, '~': { step: nextTag, isLong: true } } as const

function seenFrom(test: Test, { step, isLong }: Way): Test {
  if (isLong) return somewhere(test, step)
  return (tag, context) => {
    const at = step(tag)
    return at !== null && test(at, context)
  }
}

/** Does a tag match that is reached by one step or more? Each answer is kept, so that a run asks along a path once. */
function somewhere(test: Test, step: (tag: Tag) => Tag | null): Test {
  const answers = perNode<boolean>()
  return (tag, context) => {
    const known = answers(context)
    const path: Tag[] = []
    let answer: boolean | undefined
    for (let at: Tag | null = tag; at !== null && answer === undefined; ) {
      answer = known.get(at)
      if (answer !== undefined) break
      path.push(at)
      at = step(at)
      if (at !== null && test(at, context)) answer = true
    }
    for (const at of path) known.set(at, answer ?? false)
    return answer ?? false
  }
}

function amongChildren(test: Test): Test {
  return (tag, context) => {
    for (let child = firstTag(tag); child !== null; child = nextTag(child)) if (test(child, context)) return true
    return false
  }
}

/** Is there a match below? What a look at one tag showed of those in it is kept: no tag is looked into twice. */
function below(test: Test): Test {
  const answers = perNode<boolean>()
  return (tag, context) => {
    const known = answers(context)
    if (!known.has(tag)) look(tag, test, context, known)
    return known.get(tag) === true
  }
}

/** Walks until the first match: what was passed before it holds none, what stands around it does. */
function look(root: Tag, test: Test, context: Context, known: Map<SoupNode, boolean>): void {
  const passed: Tag[] = [root]
  let match: AnyNode | null = null
  for (let node = nextNode(root, root); node !== null && match === null; ) {
    const inside = node.kind === 'tag' ? known.get(node) : false
    if (node.kind === 'tag' && inside === undefined) passed.push(node)
    if (node.kind === 'tag' && (inside === true || test(node, context))) match = node
    else node = inside === false ? nextOutside(node, root) : nextNode(node, root)
  }
  for (const tag of passed) if (tag !== match) known.set(tag, false)
  for (let up = match?.up ?? null; up !== null; up = up === root ? null : up.up) known.set(up, true)
}
