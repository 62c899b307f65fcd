import { readFileSync } from 'node:fs'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import { systemClock } from '../base/clock.ts'
import { createHttpFetcher } from '../http/index.ts'
import { parseRetryAfter } from '../http/retry-after.ts'
import { createRobotsBook, parseRobots } from '../robots/index.ts'
import { canonicalUrl } from '../url/canonical.ts'
import { pathOf, siteOf } from '../url/site.ts'
import { exitCodes } from './exit-codes.ts'
import type { IdentityFlags } from './single-fetch.ts'
import { identityOf } from './single-fetch.ts'

type RobotsFlags = IdentityFlags & { readonly file?: string; readonly google?: boolean; readonly json?: boolean }
type Judged = { url: string; allowed: boolean; state: string; line?: number; rule?: string; group?: string; crawlDelay?: number; sitemaps: readonly string[] }

/** `orbweaver robots URL...`: exit code 0 when all are allowed, 11 when one is refused, 10 when robots.txt cannot be had. */
export async function robotsCommand(given: readonly string[], flags: RobotsFlags): Promise<void> {
  const judge = flags.file === undefined ? bySite(flags) : byFile(flags.file, flags)
  for (const text of given) {
    const url = canonicalUrl(/^https?:\/\//i.test(text) ? text : `http://${text}`)
    if (url === null) throw new CrawlError('url-invalid', `"${text}" is no URL. Write it whole, for example https://example.org/private/.`)
    const judged = await judge(url)
    process.stdout.write(flags.json ? `${JSON.stringify(judged)}\n` : textOf(judged))
    if (judged.state === 'unreachable') process.exitCode = exitCodes.held
    else if (!judged.allowed) process.exitCode ??= exitCodes.refused
  }
}

function byFile(file: string, flags: RobotsFlags): (url: string) => Promise<Judged> {
  const rules = parseRobots(readFileSync(file), { google: flags.google ?? false })
  const agent = identityOf(flags)[1]!
  return async url => {
    const crawlDelay = rules.crawlDelay(agent)
    return { url, state: 'rules', ...rules.verdict(url, agent), ...(crawlDelay === undefined ? {} : { crawlDelay }), sitemaps: rules.sitemaps }
  }
}

function bySite(flags: RobotsFlags): (url: string) => Promise<Judged> {
  const identity = identityOf(flags)
  return async url => {
    const site = siteOf(url)
    const http = createHttpFetcher({})
    const book = createRobotsBook({
      agent: identity[1]!,
      clock: systemClock,
      fetch: http,
      headers: () => identity,
      google: flags.google ?? false,
      allow: asked => (siteOf(asked) === site ? ['loopback', 'private', 'link-local', 'unspecified', 'special'] : []),
      retryAfter: parseRetryAfter,
    })
    try {
      let asked = await book.ask(site)
      while (!asked.done) asked = await book.ask(site)
      const look = book.look(site)
      if (look.known) {
        const { state, crawlDelay, sitemaps } = look.rules
        return { url, state, ...look.rules.verdict(pathOf(url)), ...(crawlDelay === undefined ? {} : { crawlDelay }), sitemaps }
      }
      if (asked.error !== undefined && asked.error.code !== 'robots-unreachable') throw asked.error
      return { url, state: 'unreachable', allowed: false, rule: asked.error?.message ?? '', sitemaps: [] }
    } finally {
      await http.close()
    }
  }
}

function textOf({ url, allowed, state, line, rule, group, crawlDelay }: Judged): string {
  const why =
    state === 'unreachable'
      ? `${rule}; ask again later`
      : state === 'allow-all'
        ? 'the site has no robots.txt'
        : line === undefined
          ? group === undefined
            ? 'no group is meant for you'
            : `no line of the group "${group}" matches`
          : `line ${line}: ${rule} (group ${group})`
  const delay = crawlDelay === undefined ? '' : `; wait ${crawlDelay} s between requests`
  return `${allowed ? 'allowed' : 'refused'}  ${escapeTerminal(url)}  ${escapeTerminal(why)}${delay}\n`
}
