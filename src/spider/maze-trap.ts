import type { Link } from '../url/link.ts'
import { registrableDomain } from '../url/registrable.ts'
import { pathOf, siteOf } from '../url/site.ts'
import type { PageTraps } from './page-traps.ts'

/** Links that make a page fresh: one alone is a next page, and the depth of the crawl ends such a line. */
const leastLinks = 2
/** Pages of doubtful generations that may lead to nothing but new ones, beyond those that did not. */
const mostFresh = 3
/** Pages with a generation that are remembered, and groups; the oldest go first. */
const mostRemembered = 20_000
/**
 * Bits of the table of links met, a power of two: 1 MiB. When it is full everything counts as met, and the rule sleeps. With one bit a
 * link, 100,000 links made every eleventh page of a maze look honest, each with 72 pages behind it: the maze had no end. With four, one of
 * 30,000.
 */
const tableBits = 2 ** 23
const bitsPerLink = 4

/** Pages that should refer to each other: a section of a site, a site, the sites of a domain. */
type Width = {
  /** From this generation on a group must show that it hangs together. */
  readonly firstDoubt: number
  groupOf(url: string): string
  readonly generations: Map<string, number>
  readonly groups: Map<string, { fresh: number; other: number }>
}

/** Of a page's links within a group: how many, and was one of them met before? */
type Found = { own: number; met: boolean }

/**
 * A maze makes pages out of fresh words, and every page leads to new ones. Pages of a real site refer to each other: up, back, next,
 * related. A page is fresh within a group when it has links there and all are to URLs that no page before it named; its generation counts
 * the fresh pages of the group in a row that led to it. Names of hosts can be made up like paths, and cost a robots.txt each: among the
 * hosts of a domain, the second generation is doubted already.
 */
export function createMazeTrap(): PageTraps {
  const met = new Uint32Array(tableBits / 32)
  const section = createWidth(sectionOf, 3)
  const site = createWidth(siteOf, 3)
  const domain = createWidth(createDomainOf(), 2)
  const widths = [section, site, domain]

  return {
    verdict: link => (widths.some(width => isDoubtful(width, link)) ? 'trap-maze' : true),
    learn(link, _page, links) {
      const { url } = link
      const [ownSection, ownSite] = [sectionOf(url), siteOf(url)]
      const inSection: Found = { own: 0, met: false }
      const inSite: Found = { own: 0, met: false }
      const outside: string[] = []
      meet(url)
      const named = new Set<string>()
      for (const { link: other } of links) {
        const found = other.url
        if (named.has(found)) continue
        named.add(found)
        const wasMet = meet(found)
        if (found === url) continue
        if (!found.startsWith(ownSite) || siteOf(found) !== ownSite) {
          if (!wasMet) outside.push(found)
          continue
        }
        count(inSite, wasMet)
        if (found.startsWith(ownSection) && sectionOf(found) === ownSection) count(inSection, wasMet)
      }
      judge(section, link, inSection)
      judge(site, link, inSite)
      // To be fresh among hosts a page must be fresh at home; only then is it worth to look at the names.
      if (!inSite.met && outside.length >= leastLinks) {
        const ownDomain = domain.groupOf(url)
        judge(domain, link, { own: outside.filter(found => domain.groupOf(found) === ownDomain).length, met: false })
      }
    },
  }

  /** @returns whether it was met before */
  function meet(url: string): boolean {
    const first = hashOf(url)
    const step = Math.imul(first ^ (first >>> 16), 0x45d9f3b) | 1
    let wasMet = true
    for (let at = 0; at < bitsPerLink; at++) {
      const bit = (first + at * step) & (tableBits - 1)
      const mask = 1 << (bit & 31)
      wasMet &&= (met[bit >>> 5]! & mask) !== 0
      met[bit >>> 5]! |= mask
    }
    return wasMet
  }
}

function createWidth(groupOf: Width['groupOf'], firstDoubt: number): Width {
  return { groupOf, firstDoubt, generations: new Map(), groups: new Map() }
}

function count(found: Found, wasMet: boolean): void {
  found.own++
  found.met ||= wasMet
}

function isDoubtful(width: Width, link: Link): boolean {
  if (generationOf(width, link) < width.firstDoubt) return false
  const group = width.groups.get(width.groupOf(link.url))
  return group !== undefined && group.fresh - group.other >= mostFresh
}

function judge(width: Width, link: Link, { own, met }: Found): void {
  const isFresh = own >= leastLinks && !met
  const generation = generationOf(width, link)
  if (isFresh) remember(width.generations, link.url, generation)
  if (generation < width.firstDoubt) return
  const name = width.groupOf(link.url)
  const group = width.groups.get(name) ?? { fresh: 0, other: 0 }
  group[isFresh ? 'fresh' : 'other']++
  remember(width.groups, name, group)
}

function generationOf({ generations, groupOf }: Width, { url, from }: Link): number {
  const before = from === undefined ? undefined : generations.get(from)
  return before !== undefined && groupOf(from!) === groupOf(url) ? before + 1 : 1
}

/** Site and first path segment; the pages above all segments are a section too. */
function sectionOf(url: string): string {
  const path = pathOf(url)
  const slash = path.indexOf('/', 1)
  const question = path.indexOf('?')
  return siteOf(url) + (slash < 0 || (question >= 0 && question < slash) ? '/' : path.slice(0, slash + 1))
}

/** A host without a registrable domain, such as an IP address, is a group of its own. */
function createDomainOf(): (url: string) => string {
  let lastSite = ''
  let last = ''
  return url => {
    const site = siteOf(url)
    if (site !== lastSite) {
      const { hostname } = new URL(site)
      lastSite = site
      last = registrableDomain(hostname) ?? hostname
    }
    return last
  }
}

/** FNV-1a. */
function hashOf(url: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < url.length; at++) value = Math.imul(value ^ url.charCodeAt(at), 0x01000193)
  return value ^ (value >>> 15)
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (!map.has(key) && map.size >= mostRemembered) map.delete(map.keys().next().value!)
  map.set(key, value)
}
