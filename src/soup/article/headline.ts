import type { Metadata } from '../metadata/metadata.ts'
import { collapseSpace, plainText } from '../read/plain-text.ts'
import type { Branch } from '../tree/branch.ts'

/** A heading that the title of the page repeats, else what is meant for sharing, else the title without the name of the site. */
export function titleOf(root: Branch, { title = '', openGraph, site }: Metadata): string {
  const headings = root
    .findAll('h1')
    .map(heading => plainText(heading))
    .filter(text => text !== '')
  const repeated = headings.find(text => title.includes(text))
  if (repeated !== undefined) return repeated
  if (headings.length === 1 && title === '') return headings[0]!
  const shared = openGraph.get('title')?.[0]
  if (shared !== undefined && shared !== '') return shared
  const parts = collapseSpace(title)
    .split(/\s+[|\u2013\u2014\u00b7\u00bb-]\s+/)
    .filter(part => part !== site)
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '')
}

export function authorOf(root: Branch, { author, jsonLd }: Metadata): string | undefined {
  if (author !== undefined && !/^https?:/.test(author)) return author
  const said = articlesOf(jsonLd.items)
    .map(item => nameOf(item['author']))
    .find(name => name !== undefined)
  if (said !== undefined) return said
  const tag = root.selectOne('a[rel~=author], [itemprop~=author]:not(meta, link), .byline, .author')
  const text = tag === null ? '' : plainText(tag).replace(/^(?:by|von|par|por)\s+/i, '')
  return text === '' || text.length > 100 ? undefined : text
}

export function publishedOf(root: Branch, { published, jsonLd }: Metadata): string | undefined {
  const said = articlesOf(jsonLd.items)
    .map(item => item['datePublished'])
    .find(date => typeof date === 'string')
  return published ?? said ?? root.find('time', { datetime: true })?.get('datetime')
}

type Item = Readonly<Record<string, unknown>>

/** Articles among the items of JSON-LD, those of a graph too. */
function articlesOf(items: readonly unknown[]): Item[] {
  const all = items.flatMap(item => (isItem(item) && Array.isArray(item['@graph']) ? [item, ...(item['@graph'] as unknown[])] : [item]))
  return all.filter(isItem).filter(item => [item['@type']].flat().some(type => typeof type === 'string' && /Article$|Posting$/.test(type)))
}

function nameOf(author: unknown): string | undefined {
  const one: unknown = Array.isArray(author) ? author[0] : author
  const name: unknown = isItem(one) ? one['name'] : one
  return typeof name === 'string' && name !== '' ? name : undefined
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
