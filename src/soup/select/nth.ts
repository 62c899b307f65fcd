import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { Context, Test } from './context.ts'
import { nextTag, previousTag } from './context.ts'

export type NthOptions = { readonly fromEnd: boolean; readonly ofType: boolean; readonly of?: Test | undefined }

/** `2n+1`, `odd`, `-n + 3`, `5`: the positions that are meant (CSS Syntax, section 6). @throws Error when it is none of them */
export function parseNth(text: string): (position: number) => boolean {
  const given = text.trim().toLowerCase()
  if (given === 'even') return position => position % 2 === 0
  if (given === 'odd') return position => position % 2 === 1
  const match = /^([+-]?\d{0,9})n(?:\s*([+-])\s*(\d{1,9}))?$|^([+-]?\d{1,9})$/.exec(given)
  if (match === null) throw new Error(`"${text}" is no position: give 2n+1, odd, even or a number`)
  const [, factor, sign, offset, only] = match
  if (only !== undefined) return position => position === Number(only)
  const step = factor === '' || factor === '+' ? 1 : factor === '-' ? -1 : Number(factor)
  const start = offset === undefined ? 0 : Number(sign + offset)
  return position => (step === 0 ? position === start : (position - start) / step >= 0 && (position - start) % step === 0)
}

/** The position of a tag among its siblings is what is asked. All siblings are counted at the first question of a run. */
export function nthTest(isMeant: (position: number) => boolean, { fromEnd, ofType, of }: NthOptions): Test {
  const key = {}
  return (tag, context) => {
    if (of !== undefined && !of(tag, context)) return false
    const positions = context.positions(key)
    let position = positions.get(tag)
    if (position === undefined) {
      count(tag, { fromEnd, ofType, of }, context, positions)
      position = positions.get(tag)
    }
    return position !== undefined && isMeant(position)
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
