import type { Token as Tokens } from 'parse5'
import { limits } from '../../base/limits.ts'
import type { NodeLocation } from '../parse/located-parser.ts'
import { LocatedParser } from '../parse/located-parser.ts'
import { absoluteUrl, baseOf } from '../read/document-base.ts'
import type { AnyNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { createPlaces } from '../xml/line-and-column.ts'

export type ComparedLink = {
  /** Line and column of where it stands, from 1. */
  readonly line: number
  readonly column: number
  /** As the tree has it, absolute if the page's URL was given; of what the expression alone finds, its text. */
  readonly url: string
  /** `spoilt`: both find it, and the expression has another text. */
  readonly found: 'both' | 'spoilt' | 'regex' | 'tree'
  /** Why they differ; empty where they do not. */
  readonly why: string
}

/** The expression of many a first program that looks for links: whole addresses in double quotes, in small letters. */
export const linkExpression: RegExp = /href="(http:\/\/.+?)"/

/**
 * The links that a regular expression finds in a page beside those of its tree, in the order of the source, at most `limits.linksPerPage`
 * of each: what it misses, what it spoils, and what it takes for a link that is none.
 */
export function compareLinks(html: string, pageUrl = ''): ComparedLink[] {
  const parser = new LocatedParser()
  const soup = parser.read(html)
  const base = baseOf(soup, pageUrl)
  const matches = new Map<number, string>()
  for (const match of html.matchAll(new RegExp(linkExpression, 'g'))) {
    if (matches.size < limits.linksPerPage) matches.set(match.index, match[1]!)
  }
  const compared: Compared[] = []
  const seen = new Set<number>()
  for (const tag of soup.findAll(['a', 'area'], { href: true })) {
    const place = parser.locations.get(tag)?.attrs?.['href']
    // An element that was opened again stands where it was opened first.
    if (place === undefined || seen.has(place.startOffset) || seen.size >= limits.linksPerPage) continue
    seen.add(place.startOffset)
    compared.push(inTree(tag, place, html, matches, base))
  }
  const placeOf = createLookup(parser.locations)
  for (const [at, url] of matches) compared.push({ at, url, found: 'regex', why: placeOf(at) })
  const lineOf = createPlaces(html)
  return compared.toSorted((one, other) => one.at - other.at).map(({ at, ...link }): ComparedLink => ({ ...lineOf(at), ...link }))
}

type Compared = Omit<ComparedLink, 'line' | 'column'> & { readonly at: number }

/** Takes its match out of those that are left. */
function inTree(tag: Tag, place: Tokens.Location, html: string, matches: Map<number, string>, base: string): Compared {
  const at = place.startOffset
  const value = tag.get('href')!
  const url = absoluteUrl(value.trim(), base) ?? value
  const match = matches.get(at)
  matches.delete(at)
  if (match === value) return { at, url, found: 'both', why: '' }
  if (match !== undefined) return { at, url, found: 'spoilt', why: `the expression has ${match.slice(0, 200)}` }
  return { at, url, found: 'tree', why: whyMissed(html.slice(at, Math.min(place.endOffset, at + 1000)), value) }
}

function whyMissed(source: string, value: string): string {
  if (!source.startsWith('href')) return 'the name is not in small letters'
  if (/^href\s+=|^href=\s/.test(source)) return 'white space stands around the equals sign'
  if (source.startsWith("href='")) return 'it stands between single quotes'
  if (!source.startsWith('href="')) return 'it stands without quotes'
  return value.startsWith('http://') ? 'a line end stands in it' : 'it does not begin with http://'
}

/** What stands at an offset that is no link. */
function createLookup(locations: ReadonlyMap<AnyNode, NodeLocation>): (at: number) => string {
  const places = [...locations].flatMap(([node, location]) => placesIn(node, location)).sort((one, other) => one.start - other.start)
  return at => {
    let [low, high] = [0, places.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (places[middle]!.start <= at) low = middle + 1
      else high = middle
    }
    const place = places[low - 1]
    return place !== undefined && at < place.end ? place.what : 'it stands in text'
  }
}

type Place = { readonly start: number; readonly end: number; readonly what: string }

const rawTags: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'title', 'iframe', 'noembed', 'noframes', 'xmp'])

function placesIn(node: AnyNode, location: NodeLocation): Place[] {
  if (node.kind === 'comment') return [{ start: location.startOffset, end: location.endOffset, what: 'it stands in a comment' }]
  if (node.kind !== 'tag') return []
  const places = Object.entries(location.attrs ?? {}).map(([name, { startOffset: start, endOffset: end }]): Place => {
    return { start, end, what: name === 'href' ? `it is the href of <${node.name}>` : `it stands in the ${name} of <${node.name}>` }
  })
  const start = location.startTag?.endOffset
  if (rawTags.has(node.name) && start !== undefined) places.push({ start, end: location.endOffset, what: `it stands in <${node.name}>` })
  return places
}
