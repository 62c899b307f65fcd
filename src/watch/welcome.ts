import type { Clock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { RobotsBook } from '../robots/index.ts'
import type { Site } from '../url/site.ts'
import { pathOf, siteOf } from '../url/site.ts'

/**
 * Are we welcome? Asks for robots.txt when no copy is good, redirects of it included. Resolves with the Crawl-delay in ms, 0 for none.
 * Rejects with CrawlError `robots-refused`, `robots-unreachable`, or as the request for robots.txt did.
 */
export async function welcome(url: string, book: RobotsBook, clock: Clock): Promise<number> {
  const site = siteOf(url)
  let failure: CrawlError | undefined
  for (;;) {
    const look = book.look(site)
    if (look.known) {
      const { allowed, rule, line } = look.rules.verdict(pathOf(url))
      if (allowed) return Math.min((look.rules.crawlDelay ?? 0) * 1000, limits.crawlDelayMs)
      const by = line === undefined ? '' : ` (line ${line}: ${rule})`
      throw new CrawlError('robots-refused', `${site}/robots.txt does not let a robot watch ${url}${by}. Ask its webmaster.`, { url })
    }
    if (look.notBefore > clock.wall()) throw failure ?? unreachable(site, look.notBefore)
    // A failure leaves an older copy in use, where there is one.
    failure = (await book.ask(site)).error
    if (failure?.code === 'aborted' || failure?.code === 'no-handles') throw failure
  }
}

/** When the robots.txt of a site is asked for again, wall ms; 0 when nothing stands in the way. */
export function closedUntil(site: Site, book: RobotsBook): number {
  const look = book.look(site)
  return look.known ? 0 : look.notBefore
}

function unreachable(site: string, notBefore: number): CrawlError {
  const says = `The robots.txt of ${site} cannot be had: the site counts as closed until ${new Date(notBefore).toISOString()}.`
  return new CrawlError('robots-unreachable', says, { url: `${site}/robots.txt`, retryable: true })
}
