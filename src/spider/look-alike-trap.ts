import type { Page } from '../page/index.ts'
import type { Site } from '../url/site.ts'
import { pathOf, siteOf } from '../url/site.ts'
import type { PageTraps } from './page-traps.ts'
import { wordSign } from './word-sign.ts'

/** Look-alikes a family may have, beyond one for each page with news, when its own pages led to them: each month leads to the next. */
const bredLookAlikes = 1
/** The same for pages that others led to, on a site that has shown a trap. Elsewhere a list of look-alikes is a list: it has an end. */
const listedLookAlikes = 2
/** Numbers new to their family that make a page news: a table says something with numbers alone, a session id does not. */
const newNumbers = 4
/** Families remembered; the oldest go first. */
const mostFamilies = 20_000
/** Titles, texts and numbers remembered for one family. */
const mostTexts = 2_000
/** Text of one page that is compared, in UTF-16 units, and bytes of its source that are read for it. */
const textLength = 256 * 1024
const sourceLength = 1024 * 1024

type Family = { lookAlikes: number; news: number; readonly titles: Set<string>; readonly texts: Set<number>; readonly numbers: Set<string> }

/**
 * Calendars, session ids and sort orders give one page under ever new URLs. URLs of one shape (numbers and ids masked, queries dropped)
 * form a family; when its pages lead to more of their kind that say the same with other numbers, the rest of it is left.
 */
export function createLookAlikeTrap(): PageTraps {
  const families = new Map<string, Family>()
  const trapSites = new Set<Site>()
  return {
    verdict({ url, from }) {
      const shape = shapeOf(url)
      const family = shape === undefined ? undefined : families.get(shape)
      if (family === undefined || family.lookAlikes < bredLookAlikes + family.news) return true
      const most = isBred(shape, from) ? bredLookAlikes : trapSites.has(siteOf(url)) ? listedLookAlikes : Infinity
      return family.lookAlikes < most + family.news || 'trap-look-alikes'
    },
    learn({ url, from }, page) {
      const shape = shapeOf(url)
      if (shape === undefined) return
      const family = families.get(shape) ?? { lookAlikes: 0, news: 0, titles: new Set(), texts: new Set(), numbers: new Set() }
      if (!families.has(shape)) {
        if (families.size >= mostFamilies) families.delete(families.keys().next().value!)
        families.set(shape, family)
      }
      if (saysNews(family, page)) family.news++
      else family.lookAlikes++
      if (family.lookAlikes >= bredLookAlikes + family.news && isBred(shape, from)) trapSites.add(siteOf(url))
    },
  }
}

function isBred(shape: string | undefined, from: string | undefined): boolean {
  return from !== undefined && shapeOf(from) === shape
}

/** A new title is news by itself; only under a known title is the text read, and on the first page, so that the second can be like it. */
function saysNews({ titles, texts, numbers }: Family, page: Page): boolean {
  const title = masked(page.title ?? '')
  const isFirst = titles.size === 0
  if (isNew(titles, title) && title !== '' && !isFirst) return true
  const text = page.textBegin(sourceLength).slice(0, textLength)
  const newText = isNew(texts, wordSign(text))
  const found = text.match(plainNumber)?.filter(number => isNew(numbers, number)) ?? []
  return newText || found.length >= newNumbers
}

function isNew<Sign>(known: Set<Sign>, text: Sign): boolean {
  if (known.has(text)) return false
  if (known.size < mostTexts) known.add(text)
  return true
}

/** Neither part of a word, nor a date, a time or a year. */
const plainNumber = /(?<![\w./:-])(?!(?:19|20)\d\d\b)\d{1,12}(?:[.,]\d{1,12})?(?![\w/:-]|[.,]\d)/g

// Looked for at the beginning of a word alone: from every letter, 50 kB without a space took 3 s.
const wordWithDigit = /(?<![\w-])(?=[a-z_-]*\d)[\w-]+/g

const dateWords =
  /\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b/g

/** Lower case, without numbers, ids and the names of days and months, white space collapsed. */
function masked(text: string): string {
  return text.toLowerCase().replace(wordWithDigit, '#').replace(dateWords, '#').replace(/\s+/g, ' ').trim()
}

/**
 * Site and path with what counts or identifies masked, all queries under one path together; undefined where nothing is masked: no family.
 */
function shapeOf(url: string): string | undefined {
  const path = pathOf(url)
  const question = path.indexOf('?')
  const plain = question < 0 ? path : path.slice(0, question)
  if (question < 0 && !/\d/.test(plain)) return undefined
  const shape = plain.replace(/[^/]+/g, segment => (/\d/.test(segment) ? `#${/\.[a-z]{2,5}$/i.exec(segment)?.[0] ?? ''}` : segment))
  return `${siteOf(url)}${shape}${question < 0 ? '' : '?'}`
}
