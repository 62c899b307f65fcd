import { CrawlError } from '../../base/crawl-error.ts'
import type { AnyNode, Branch, ValueFilter } from '../../soup/index.ts'
import { Soup } from '../../soup/index.ts'

export type ChoiceFlags = {
  /** Names with commas. */
  readonly find?: string
  readonly class?: string
  readonly id?: string
  readonly attrIs?: readonly (readonly [name: string, value: string])[]
  readonly has?: readonly string[]
  readonly limit?: number
  readonly first?: boolean
}

export type Choice = (root: Branch) => readonly AnyNode[]

/**
 * Which parts of a page the command line asks for; undefined when it says nothing of it.
 * @throws CrawlError usage, before anything is fetched
 */
export function choiceOf(selector: string | undefined, flags: ChoiceFlags): Choice | undefined {
  const { find, class: classes, id, attrIs = [], has = [] } = flags
  const limit = flags.first ? 1 : (flags.limit ?? Number.POSITIVE_INFINITY)
  const attrs = new Map<string, ValueFilter>([...has.map(name => [name, true] as const), ...attrIs])
  if (classes !== undefined) attrs.set('class', classes)
  if (id !== undefined) attrs.set('id', id)
  const searches = find !== undefined || attrs.size > 0
  if (selector !== undefined) {
    if (searches) throw new CrawlError('usage', 'Give a selector, or --find and what belongs to it, not both.')
    // A slip in it is told now.
    new Soup().select(selector)
    return root => root.select(selector, { limit })
  }
  if (!searches) return undefined
  const names = find?.split(/[,\s]+/).filter(name => name !== '')
  return root => root.findAll(names ?? null, { attrs: Object.fromEntries(attrs), limit })
}
