import type { Branch } from '../tree/branch.ts'
import type { Tag } from '../tree/tag.ts'
import { plainText } from './plain-text.ts'

export type OutlineEntry = {
  /** 1 to 6. */
  readonly level: number
  readonly text: string
  /** Of the heading itself; undefined without one. */
  readonly id: string | undefined
  /** The headings of lower rank up to the next one of this rank. */
  readonly children: OutlineEntry[]
}

/**
 * The headings of a page, nested by their rank. One that skips a rank stands below the nearest higher one; one that
 * stands in another has an entry of its own.
 */
export function outline(root: Branch): OutlineEntry[] {
  const top: OutlineEntry[] = []
  const open: OutlineEntry[] = []
  for (const heading of root.findAll(isHeading)) {
    const entry: OutlineEntry = { level: Number(heading.name[1]), text: plainText(heading, isHeading), id: heading.get('id'), children: [] }
    while (open.length > 0 && open.at(-1)!.level >= entry.level) open.pop()
    const siblings = open.at(-1)?.children ?? top
    siblings.push(entry)
    open.push(entry)
  }
  return top
}

const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

function isHeading({ name }: Tag): boolean {
  return headings.has(name)
}
