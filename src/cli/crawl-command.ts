import { createInterface } from 'node:readline/promises'
import { text as textOf } from 'node:stream/consumers'
import { CrawlError } from '../base/crawl-error.ts'
import { classifyHost } from '../net/address-class.ts'
import { csvSink, jsonlSink } from '../sinks/index.ts'
import type { CrawlOptions, ScopeKind } from '../spider/index.ts'
import { contactKind, isPublic, readCrawlFile, Spider } from '../spider/index.ts'
import { exitCodeOfReport, exitCodes } from './exit-codes.ts'
import type { ProgressKind } from './progress.ts'
import { showProgress } from './progress.ts'
import { reportText } from './report-text.ts'

export type CrawlFlags = {
  readonly store?: string
  readonly depth?: number
  readonly maxPages?: number
  readonly maxPerSite?: number
  readonly scope?: ScopeKind
  readonly include?: readonly RegExp[]
  readonly exclude?: readonly RegExp[]
  readonly delay?: number
  readonly concurrency?: number
  readonly perSite?: number
  readonly header?: readonly string[]
  readonly user?: string
  readonly robots?: 'obey' | 'google' | 'ignore'
  readonly nofollow?: boolean
  readonly traps?: boolean
  readonly sitemaps?: boolean
  readonly resources?: boolean
  readonly stripTracking?: boolean
  readonly stripSessions?: boolean
  readonly allowAddress?: readonly string[]
  readonly durable?: boolean
  readonly verifyTls?: boolean
  readonly output?: readonly string[]
  readonly jsonl?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly progress?: ProgressKind
  readonly agent?: string
  readonly contact?: string
  readonly userAgent?: string
}

/** `orbweaver crawl URL...`: the same command goes on with an unfinished store and visits a finished one again. */
export async function crawlCommand(given: readonly string[], flags: CrawlFlags): Promise<void> {
  const urls = (await Promise.all(given.map(async url => (url === '-' ? (await textOf(process.stdin)).split(/\s+/).filter(Boolean) : [url])))).flat()
  const seeds = urls.map(withScheme)
  if (flags.json && flags.jsonl) throw new CrawlError('usage', '--json and --jsonl both want standard output. Give one of them.')
  await run(seeds, await withContact(seeds, flags))
}

/** `orbweaver resume DIR`: the options come from crawl.json; secrets must be given again. */
export async function resumeCommand(folder: string, flags: CrawlFlags): Promise<void> {
  const file = readCrawlFile(folder)
  if (file === undefined) {
    throw new CrawlError('store-missing', `${folder} holds no crawl (no crawl.json there). Begin one with: orbweaver crawl URL --store ${folder}`)
  }
  const { include = [], exclude = [], ...options } = file.options as CrawlFlags
  const patterns = { include: include.map(source => new RegExp(source)), exclude: exclude.map(source => new RegExp(source)) }
  await run([], { ...options, ...patterns, ...flags, store: folder })
}

async function run(seeds: readonly string[], flags: CrawlFlags): Promise<void> {
  const spider = new Spider(seeds, optionsOf(seeds, flags))
  const interrupted = onSignals(spider)
  const kind = flags.quiet || flags.json === true ? (flags.progress === undefined || flags.progress === 'auto' ? (flags.quiet ? 'none' : 'auto') : flags.progress) : (flags.progress ?? 'auto')
  const progress = showProgress(spider, kind, flags.maxPages)
  if (flags.jsonl) spider.on('item', ({ item }) => process.stdout.write(`${JSON.stringify(item)}\n`))
  try {
    const report = await spider.run()
    progress.end()
    if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`)
    else if (!flags.quiet) (flags.jsonl ? process.stderr : process.stdout).write(reportText(report))
    process.exitCode = exitCodeOfReport(report, interrupted.first)
  } finally {
    progress.end()
    interrupted.off()
  }
}

function optionsOf(seeds: readonly string[], flags: CrawlFlags): CrawlOptions {
  const { delay, concurrency, agent, contact = process.env['ORBWEAVER_CONTACT'], userAgent, output = [] } = flags
  const atHome = seeds.length > 0 && seeds.every(isAtHome)
  const perSite = flags.perSite ?? (delay === 0 && atHome && concurrency !== undefined ? concurrency : undefined)
  return {
    identity: { name: agent, contact, agent: userAgent },
    scope: flags.scope,
    include: flags.include,
    exclude: flags.exclude,
    depth: flags.depth,
    maxPages: flags.maxPages,
    store: flags.store,
    durable: flags.durable,
    sinks: output.map(file => (file.endsWith('.csv') ? csvSink(file) : jsonlSink(file))),
    delayMs: delay === undefined ? undefined : delay * 1000,
    concurrency,
    perSite,
    budget: flags.maxPerSite === undefined ? undefined : { pages: flags.maxPerSite },
    headers: flags.header,
    user: flags.user,
    robots: flags.robots,
    nofollow: flags.nofollow,
    sitemaps: flags.sitemaps,
    resources: flags.resources,
    traps: flags.traps,
    canonical: { tracking: flags.stripTracking ?? false, session: flags.stripSessions ?? false },
    allowAddresses: flags.allowAddress as CrawlOptions['allowAddresses'],
    verifyTls: flags.verifyTls,
    recorded: recordedOf({ ...flags, ...(contact === undefined ? {} : { contact }), ...(perSite === undefined ? {} : { perSite }) }),
  }
}

/** What `resume` needs: no secrets, nothing that is about one run's terminal. */
function recordedOf(flags: CrawlFlags): Record<string, unknown> {
  const { header, user, store, json, jsonl, quiet, progress, output, include, exclude, ...kept } = flags
  return { ...kept, include: include?.map(({ source }) => source), exclude: exclude?.map(({ source }) => source), output }
}

/** `example.org` means http://example.org, as for curl and wget. */
function withScheme(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) || /^(?:mailto|javascript|data|about|file):/i.test(url) ? url : `http://${url}`
}

function isAtHome(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && classifyHost(parsed.hostname) === 'loopback'
}

/** A public crawl needs somebody to write to: a person at a terminal is asked. */
async function withContact(seeds: readonly string[], flags: CrawlFlags): Promise<CrawlFlags> {
  const needed = flags.contact === undefined && flags.userAgent === undefined && process.env['ORBWEAVER_CONTACT'] === undefined && seeds.some(url => URL.canParse(url) && isPublic(url))
  if (!needed || !process.stdin.isTTY || !process.stderr.isTTY) return flags
  const ask = createInterface({ input: process.stdin, output: process.stderr })
  try {
    process.stderr.write('Webmasters must be able to see who asks and to reach you.\n')
    const agent = flags.agent ?? ((await ask.question('Name of your robot, as Name/1.0 (Enter for Orbweaver/0.1): ')).trim() || undefined)
    const contact = (await ask.question('Your mail address or a page about the crawl: ')).trim()
    if (contact !== '') contactKind(contact)
    return { ...flags, ...(agent === undefined ? {} : { agent }), ...(contact === '' ? {} : { contact }) }
  } finally {
    ask.close()
  }
}

/** The first Ctrl-C drains and saves, the second stops at once. */
function onSignals(spider: Spider): { first: boolean; off(): void } {
  const state = {
    first: false,
    off() {
      process.off('SIGINT', signal)
      process.off('SIGTERM', signal)
    },
  }
  const signal = (): void => {
    if (state.first) process.exit(exitCodes.interrupted)
    state.first = true
    process.stderr.write('\nEnding what is under way, then saving. Once more stops at once.\n')
    spider.stop('interrupted')
  }
  process.on('SIGINT', signal)
  process.on('SIGTERM', signal)
  return state
}
