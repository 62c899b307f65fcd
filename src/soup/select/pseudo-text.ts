import { steps } from '../tree/steps.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'
import type { Context, Test } from './context.ts'
import { perRun } from './context.ts'

/** `:-soup-contains("a", "b")`: one of these in all the text below, that of scripts and styles too, as soupsieve counts it. */
export function containsTest(parts: readonly string[]): Test {
  const runs = perRun(() => ({ asked: 0, holders: undefined as ReadonlySet<Tag> | undefined }))
  return (tag, context) => {
    const run = runs(context)
    // A few tags are read by themselves: mostly it is one, that of matches().
    if (run.holders === undefined && run.asked++ < fewTags) return isIn(textOf(tag), parts)
    run.holders ??= holdersOf(context, parts)
    return run.holders.has(tag)
  }
}

const fewTags = 8

/** `:-soup-contains-own("a")`: in one of the texts that are children. */
export function ownTextTest(parts: readonly string[]): Test {
  return tag => {
    for (let node = tag.firstNode; node !== null; node = node.next) if (node.kind === 'text' && isIn(node.value, parts)) return true
    return false
  }
}

function isIn(text: string, parts: readonly string[]): boolean {
  return parts.some(part => text.includes(part))
}

function textOf(tag: Tag): string {
  const texts: string[] = []
  for (let node = nextNode(tag, tag); node !== null; node = nextNode(node, tag)) if (node.kind === 'text') texts.push(node.value)
  return texts.join('')
}

/** All tags that hold one of the parts: the text of the page is searched once, from left to right as the tags begin in it. */
function holdersOf({ top }: Context, parts: readonly string[]): ReadonlySet<Tag> {
  const { text, ranges } = textByTag(top)
  const holders = new Set<Tag>()
  for (const part of parts) {
    let found = -1
    for (const [tag, { start, end }] of ranges) {
      if (found < start) found = text.indexOf(part, start)
      if (found < 0) break
      if (found + part.length <= end) holders.add(tag)
    }
  }
  return holders
}

type Range = { readonly start: number; end: number }

function textByTag(top: Context['top']): { readonly text: string; readonly ranges: ReadonlyMap<Tag, Range> } {
  const texts: string[] = []
  const ranges = new Map<Tag, Range>()
  let length = 0
  for (const step of steps(top)) {
    if (step.at === 'open') ranges.set(step.tag, { start: length, end: 0 })
    else if (step.at === 'close') ranges.get(step.tag)!.end = length
    if (step.at !== 'string' || step.node.kind !== 'text') continue
    texts.push(step.node.value)
    length += step.node.value.length
  }
  return { text: texts.join(''), ranges }
}
