import { CrawlError } from '../../base/crawl-error.ts'
import type { ValueFilter, XPathNode } from '../../soup/index.ts'
import { Soup, xpath, xpathValue } from '../../soup/index.ts'

export type ChoiceFlags = {
  /** Names with commas. */
  readonly find?: string
  readonly class?: string
  readonly id?: string
  readonly attrIs?: readonly (readonly [name: string, value: string])[]
  readonly has?: readonly string[]
  readonly xpath?: string
  readonly limit?: number
  readonly first?: boolean
}

/** Parts of a page, or what an XPath expression says of it. */
export type Choice = (root: Soup) => readonly XPathNode[] | Said

type Said = string | number | boolean

/**
 * Which parts of a page the command line asks for; undefined when it says nothing of it.
 * @throws CrawlError usage, before anything is fetched
 */
export function choiceOf(selector: string | undefined, flags: ChoiceFlags): Choice | undefined {
  const { find, class: classes, id, attrIs = [], has = [], xpath: path } = flags
  const limit = flags.first ? 1 : (flags.limit ?? Number.POSITIVE_INFINITY)
  const attrs = new Map<string, ValueFilter>([...has.map(name => [name, true] as const), ...attrIs])
  if (classes !== undefined) attrs.set('class', classes)
  if (id !== undefined) attrs.set('id', id)
  const searches = find !== undefined || attrs.size > 0
  if ([selector !== undefined, path !== undefined, searches].filter(Boolean).length > 1)
    throw new CrawlError('usage', 'Give a selector, or --xpath, or --find and what belongs to it: one of the three.')
  if (path !== undefined) return pathChoice(path, limit)
  if (selector !== undefined) {
    // A slip in it is told now.
    new Soup().select(selector)
    return root => root.select(selector, { limit })
  }
  if (!searches) return undefined
  const names = find?.split(/[,\s]+/).filter(name => name !== '')
  return root => root.findAll(names ?? null, { attrs: Object.fromEntries(attrs), limit })
}

/** An expression that cannot be read throws now; one that gives no nodes says its value. */
function pathChoice(path: string, limit: number): Choice {
  xpathValue(new Soup(), path)
  try {
    xpath(new Soup(), path)
  } catch {
    return root => xpathValue(root, path)
  }
  return root => xpath(root, path).slice(0, limit)
}

export function isSaid(chosen: ReturnType<Choice>): chosen is Said {
  return typeof chosen !== 'object'
}
