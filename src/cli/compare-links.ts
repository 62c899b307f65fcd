import type { Page } from '../page/index.ts'
import { canonicalUrl } from '../url/canonical.ts'

export type ComparedLink = {
  /** As its finder gives it: the parser resolved, the expression as it stands in the page. */
  readonly url: string
  readonly found: 'both' | 'regex' | 'parser'
}

/** What the links of a program of the textbook look like: written whole, in double quotes, in small letters. */
export const bookExpression = /href="(http:\/\/.+?)"/
/** The same without its question mark: on a line with two links it takes both for one. */
export const greedyExpression = /href="(http:\/\/.+)"/

/**
 * Where an expression and a parser see the same links, and where not: in the order of the parser, then what only the expression has. Two
 * spellings of one URL are the same.
 */
export function compareLinks(page: Page, matches: readonly string[]): ComparedLink[] {
  const spoilt = new Map<string, string>()
  for (const match of matches) spoilt.set(canonicalUrl(match, page.url) ?? match, match)
  const compared = new Map<string, ComparedLink>()
  for (const { url } of page.links({ nofollow: true, via: ['anchor', 'area'] }))
    compared.set(url, { url, found: spoilt.delete(url) || compared.get(url)?.found === 'both' ? 'both' : 'parser' })
  return [...compared.values(), ...[...spoilt.values()].map(url => ({ url, found: 'regex' as const }))]
}
