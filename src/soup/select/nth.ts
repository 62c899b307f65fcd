import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { Context, Test } from './context.ts'
import { nextTag, perNode, previousTag } from './context.ts'

export type NthOptions = { readonly fromEnd: boolean; readonly ofType: boolean; readonly of?: Test | undefined }

/** `2n+1`, `odd`, `-n + 3`, `5`: which positions are meant (CSS Syntax, section 6). */
export function parseNth(text: string): (position: number) => boolean {
  const given = text.toLowerCase().replace(/\s+/g, '')
  if (given === 'even') return position => position % 2 === 0
  if (given === 'odd') return position => position % 2 === 1
  if (!given.includes('n')) return position => position === Number(given)
  const [factor = '', offset] = given.split('n')
  const step = /\d/.test(factor) ? Number(factor) : Number(`${factor}1`)
  const start = Number(offset)
  return position => (step === 0 ? position === start : (position - start) / step >= 0 && (position - start) % step === 0)
}

/** The position of a tag among its siblings is what is asked. All siblings are counted at the first question of a run. */
export function nthTest(isMeant: (position: number) => boolean, options: NthOptions): Test {
  const counted = perNode<number>()
  return (tag, context) => {
    if (options.of !== undefined && !options.of(tag, context)) return false
    const positions = counted(context)
    if (!positions.has(tag)) count(tag, options, context, positions)
    return isMeant(positions.get(tag) ?? 0)
  }
}

function count(tag: Tag, { fromEnd, ofType, of }: NthOptions, context: Context, positions: Map<SoupNode, number>): void {
  const [back, step] = fromEnd ? [nextTag, previousTag] : [previousTag, nextTag]
  let first = tag
  for (let at: Tag | null = tag; at !== null; at = back(at)) first = at
  const counts = new Map<string, number>()
  for (let at: Tag | null = first; at !== null; at = step(at)) {
    if (of !== undefined && !of(at, context)) continue
    const kind = ofType ? `${at.namespace} ${at.name}` : ''
    const position = (counts.get(kind) ?? 0) + 1
    counts.set(kind, position)
    positions.set(at, position)
  }
}
