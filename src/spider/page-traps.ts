import { createHash } from 'node:crypto'
import type { Page } from '../page/index.ts'
import { pathOf, siteOf } from '../url/site.ts'

/**
 * Trap rules that need to have seen pages: calendars, session ids and sort orders give one page under ever new URLs. URLs of one shape
 * (numbers and ids masked, queries dropped) form a family; a family whose pages keep saying the same with other numbers is left.
 */
export type PageTraps = {
  /** Before a page is asked for: true, or the reason to leave it. */
  verdict(url: string): true | string
  /** After a page was read. */
  learn(url: string, page: Page): void
}

/** Look-alikes a family may have beyond the number of its pages that said something new. */
const firstLookAlikes = 6
/** The same, on a site that has already shown a trap. */
const laterLookAlikes = 3
/** Families remembered; the oldest go first. */
const mostFamilies = 20_000
/** Texts remembered for one family. */
const mostTexts = 2_000

type Family = { pages: number; news: number; titles: Set<string>; texts: Set<string> }

export function createPageTraps(): PageTraps {
  const families = new Map<string, Family>()
  const trapSites = new Set<string>()
  return {
    verdict(url) {
      const shape = shapeOf(url)
      const family = shape === undefined ? undefined : families.get(shape)
      if (family === undefined) return true
      const site = siteOf(url)
      const allowed = (trapSites.has(site) ? laterLookAlikes : firstLookAlikes) + family.news
      if (family.pages - family.news < allowed) return true
      trapSites.add(site)
      return 'trap-look-alikes'
    },
    learn(url, page) {
      const shape = shapeOf(url)
      if (shape === undefined) return
      const family = families.get(shape) ?? { pages: 0, news: 0, titles: new Set(), texts: new Set() }
      if (family.pages === 0) {
        if (families.size >= mostFamilies) families.delete(families.keys().next().value!)
        families.set(shape, family)
      }
      family.pages++
      if (saysNews(family, page)) family.news++
    },
  }
}

/** A new title is news by itself; only under a known title is the text read. */
function saysNews(family: Family, page: Page): boolean {
  const title = masked(page.title ?? '')
  const newTitle = !family.titles.has(title)
  if (family.titles.size < mostTexts) family.titles.add(title)
  if (newTitle && title !== '') return true
  const words = masked(page.text).split(' ').sort().join(' ')
  const text = createHash('sha1').update(words).digest('base64')
  const newText = !family.texts.has(text)
  if (family.texts.size < mostTexts) family.texts.add(text)
  return newText
}

const dateWords =
  /\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b/g

/** Lower case, without numbers, ids and the names of days and months, white space collapsed. */
function masked(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\w-]*\d[\w-]*/g, '#')
    .replace(dateWords, '#')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Site and path with what counts or identifies masked, all queries under one path together; undefined where nothing is masked: no family. */
export function shapeOf(url: string): string | undefined {
  const path = pathOf(url)
  const question = path.indexOf('?')
  const plain = question < 0 ? path : path.slice(0, question)
  if (question < 0 && !/\d/.test(plain)) return undefined
  const shape = plain.replace(/[^/]*\d[^/]*/g, segment => `#${/\.[a-z]{2,5}$/i.exec(segment)?.[0] ?? ''}`)
  return `${siteOf(url)}${shape}${question < 0 ? '' : '?'}`
}
