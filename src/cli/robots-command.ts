import { systemClock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal, withoutCredentials } from '../base/escape.ts'
import type { Fetcher } from '../exchange/exchange.ts'
import { identityHeaders } from '../fetch/index.ts'
import { parseRetryAfter } from '../headers/retry-after.ts'
import { createHttpFetcher, proxyFromEnvironment } from '../http/index.ts'
import { guardedClasses } from '../net/address-class.ts'
import { createRobotsBook, parseRobots } from '../robots/index.ts'
import { canonicalUrl } from '../url/canonical.ts'
import type { Site } from '../url/site.ts'
import { pathOf, siteOf } from '../url/site.ts'
import { exitCodes } from './exit-codes.ts'
import { webUrl } from './given-url.ts'
import { givenUrls } from './given-urls.ts'
import { jsonLine } from './json-line.ts'
import { readGivenFile } from './read-input.ts'
import type { IdentityFlags } from './single-fetch.ts'
import { identityOf } from './single-fetch.ts'

type RobotsFlags = IdentityFlags & { readonly file?: string; readonly google?: boolean; readonly json?: boolean }
type Judged = {
  url: string
  allowed: boolean
  state: string
  line?: number
  rule?: string
  group?: string
  crawlDelay?: number
  sitemaps: readonly string[]
}

type Judge = (url: string) => Judged | Promise<Judged>

/** `orbweaver robots URL...`: exit code 0 when all are allowed, 11 when one is refused, 10 when a robots.txt cannot be had. */
export async function robotsCommand(given: readonly string[], flags: RobotsFlags): Promise<void> {
  const urls = (await givenUrls(given, 'robots')).map(text => {
    const url = canonicalUrl(webUrl(text).href)
    if (url === null)
      throw new CrawlError(
        'url-invalid',
        `"${withoutCredentials(text)}" is no URL. Write it whole, for example https://example.org/private/.`,
      )
    return url
  })
  const http = createHttpFetcher({ proxy: proxyFromEnvironment(process.env) })
  try {
    const judge = flags.file === undefined ? bySite(urls, flags, http) : byFile(flags.file, flags)
    for (const url of urls) {
      const judged = await judge(url)
      process.stdout.write(flags.json ? jsonLine(judged) : textOf(judged))
      if (judged.state === 'unreachable') process.exitCode = exitCodes.held
      else if (!judged.allowed) process.exitCode ??= exitCodes.refused
    }
  } finally {
    await http.close()
  }
}

function byFile(file: string, flags: RobotsFlags): Judge {
  const rules = parseRobots(readGivenFile(file), { google: flags.google ?? false })
  const agent = identityHeaders(identityOf(flags))[1]!
  return url => {
    const crawlDelay = rules.crawlDelay(agent)
    return {
      url,
      state: 'rules',
      ...rules.verdict(url, agent),
      ...(crawlDelay === undefined ? {} : { crawlDelay }),
      sitemaps: rules.sitemaps,
    }
  }
}

/** Each site is asked once, however many of its URLs are given. */
function bySite(urls: readonly string[], flags: RobotsFlags, http: Fetcher): Judge {
  const identity = identityHeaders(identityOf(flags))
  const named = new Set(urls.map(siteOf))
  const book = createRobotsBook({
    agent: identity[1]!,
    clock: systemClock,
    fetch: http,
    headers: () => identity,
    google: flags.google ?? false,
    allow: asked => (named.has(siteOf(asked)) ? guardedClasses : []),
    retryAfter: parseRetryAfter,
  })
  const failures = new Map<Site, CrawlError | undefined>()
  return async url => {
    const site = siteOf(url)
    if (!book.look(site).known && !failures.has(site)) {
      let asked = await book.ask(site)
      while (!asked.done) asked = await book.ask(site)
      failures.set(site, asked.error)
    }
    const look = book.look(site)
    if (look.known) {
      const { state, crawlDelay, sitemaps } = look.rules
      return { url, state, ...look.rules.verdict(pathOf(url)), ...(crawlDelay === undefined ? {} : { crawlDelay }), sitemaps }
    }
    const failure = failures.get(site)
    if (failure !== undefined && failure.code !== 'robots-unreachable') throw failure
    return { url, state: 'unreachable', allowed: false, rule: failure?.message ?? '', sitemaps: [] }
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
  return `${allowed ? 'allowed' : 'refused'}  ${escapeTerminal(url, Infinity)}  ${escapeTerminal(why)}${delay}\n`
}
