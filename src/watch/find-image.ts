import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import type { Page } from '../page/index.ts'
import { userPattern } from '../url/user-pattern.ts'

/**
 * The URL of the first image of a page, or of the first whose URL matches; site icons are none.
 * @throws CrawlError image-missing
 */
export function findImage(page: Page, select: RegExp | undefined): string {
  const images = page.links({ resources: true, nofollow: true, via: 'image' }).filter(({ rel }) => rel === undefined)
  const matches = userPattern(select ?? /^/)
  const found = select === undefined ? images[0] : images.find(({ url }) => matches(url) === true)
  if (found !== undefined) return found.url
  const what = select === undefined ? 'has no image' : `has ${images.length} images, and the URL of none matches ${select.source}`
  const next = `Look at: orbweaver links --resources --text ${page.url}`
  throw new CrawlError('image-missing', escapeTerminal(`${page.url} ${what}. ${next}`), { url: page.url })
}
