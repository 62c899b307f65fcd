import type { Link } from '../url/link.ts'
import { pathOf, siteOf } from '../url/site.ts'
import type { PageTraps } from './page-traps.ts'

/** Links that make a page fresh: one alone is a next page, and the depth of the crawl ends such a line. */
const leastLinks = 2
/** From this generation on a section must show that it hangs together. */
const firstDoubt = 3
/** Pages of such generations that may lead to nothing but new ones, beyond those that did not. */
const mostFresh = 3
/** Pages with a generation that are remembered, and sections; the oldest go first. */
const mostRemembered = 20_000
/** Bits of the table of links met, a power of two: 1 MiB. When it is full everything counts as met, and the rule sleeps. */
const tableBits = 2 ** 23

/**
 * A maze makes pages out of fresh words, and every page leads to new ones. Pages of a real site refer to each other: up, back, next,
 * related. A page is fresh when it has links within its section (first path segment) and all are to URLs that no page before it named; its
 * generation counts the fresh pages of the section in a row that led to it.
 */
export function createMazeTrap(): PageTraps {
  const met = new Uint32Array(tableBits / 32)
  const generations = new Map<string, number>()
  const sections = new Map<string, { fresh: number; other: number }>()
  return {
    verdict(link) {
      if (generationOf(link) < firstDoubt) return true
      const section = sections.get(sectionOf(link.url))
      return section === undefined || section.fresh - section.other < mostFresh || 'trap-maze'
    },
    learn(link, _page, links) {
      const name = sectionOf(link.url)
      // Once each: on real pages two links of three name a URL that the page has named before.
      const named = new Set<string>([link.url])
      for (const { url } of links) named.add(url)
      const own = [...named].filter(url => url.startsWith(name) && url !== link.url && sectionOf(url) === name)
      const isFresh = own.length >= leastLinks && !own.some(isMet)
      for (const url of named) meet(url)
      const generation = generationOf(link)
      if (isFresh) remember(generations, link.url, generation)
      if (generation < firstDoubt) return
      const section = sections.get(name) ?? { fresh: 0, other: 0 }
      section[isFresh ? 'fresh' : 'other']++
      remember(sections, name, section)
    },
  }

  function generationOf({ url, from }: Link): number {
    return from !== undefined && sectionOf(from) === sectionOf(url) ? (generations.get(from) ?? 0) + 1 : 1
  }

  function isMet(url: string): boolean {
    const bit = bitOf(url)
    return (met[bit >>> 5]! & (1 << (bit & 31))) !== 0
  }

  function meet(url: string): void {
    const bit = bitOf(url)
    met[bit >>> 5]! |= 1 << (bit & 31)
  }
}

/** Site and first path segment; the pages above all segments are a section too. */
function sectionOf(url: string): string {
  const path = pathOf(url)
  const slash = path.indexOf('/', 1)
  const question = path.indexOf('?')
  return siteOf(url) + (slash < 0 || (question >= 0 && question < slash) ? '/' : path.slice(0, slash + 1))
}

/** FNV-1a. */
function bitOf(url: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < url.length; at++) value = Math.imul(value ^ url.charCodeAt(at), 0x01000193)
  return (value ^ (value >>> 15)) & (tableBits - 1)
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (!map.has(key) && map.size >= mostRemembered) map.delete(map.keys().next().value!)
  map.set(key, value)
}
