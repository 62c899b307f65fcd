import { resolve } from 'node:path'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import { proxyFromEnvironment } from '../http/index.ts'
import type { AddressClass } from '../net/address-class.ts'
import { classifyHost } from '../net/address-class.ts'
import { createDnsLookup } from '../net/dns-lookup.ts'
import { paceDefaults } from '../politeness/index.ts'
import { csvSink, jsonlSink } from '../sinks/index.ts'
import type { CrawlOptions, ScopeKind } from '../spider/index.ts'
import { defaultConcurrency, identityHeaders } from '../spider/index.ts'
import type { ProgressKind } from './progress.ts'

/** The options of `crawl` and `resume` as the command line gives them: flags first, then the environment, then crawl.json. */
export type CrawlFlags = {
  readonly store?: string
  readonly depth?: number
  readonly maxPages?: number
  readonly maxPerSite?: number
  readonly maxFilesize?: number
  readonly maxTime?: number
  readonly revisit?: CrawlOptions['revisit']
  readonly scope?: ScopeKind
  readonly include?: readonly RegExp[]
  readonly exclude?: readonly RegExp[]
  readonly delay?: number
  readonly concurrency?: number
  readonly perSite?: number
  readonly tries?: number
  readonly header?: readonly string[]
  readonly user?: string
  readonly cookies?: string
  readonly proxy?: string
  readonly robots?: 'obey' | 'google' | 'ignore'
  readonly nofollow?: boolean
  readonly traps?: boolean
  readonly sitemaps?: boolean
  readonly resources?: boolean
  readonly stripTracking?: boolean
  readonly stripSessions?: boolean
  readonly allowAddress?: readonly AddressClass[]
  readonly dnsServers?: readonly string[]
  readonly handlers?: string
  readonly workers?: number | 'auto'
  readonly durable?: boolean
  readonly diskFloor?: number
  readonly verifyTls?: boolean
  readonly output?: readonly string[]
  readonly jsonl?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly progress?: ProgressKind
  readonly profile?: boolean
  readonly printConfig?: boolean
  readonly agent?: string
  readonly contact?: string
  readonly userAgent?: string
}

export function crawlOptions(seeds: readonly string[], flags: CrawlFlags): CrawlOptions {
  const { delay, agent, contact, userAgent, output = [] } = flags
  const perSite = perSiteOf(seeds, flags)
  return {
    identity: { name: agent, contact, agent: userAgent },
    scope: flags.scope,
    include: flags.include,
    exclude: flags.exclude,
    depth: flags.depth,
    maxPages: flags.maxPages,
    store: flags.store,
    revisit: flags.revisit,
    durable: flags.durable,
    handlers: flags.handlers,
    workers: flags.workers,
    diskFloor: flags.diskFloor,
    sinks: output.map(file => (file.endsWith('.csv') ? csvSink(file) : jsonlSink(file))),
    delayMs: delay === undefined ? undefined : delay * 1000,
    concurrency: flags.concurrency,
    perSite,
    attempts: flags.tries,
    pageBytes: flags.maxFilesize,
    pageMs: flags.maxTime === undefined ? undefined : flags.maxTime * 1000,
    budget: flags.maxPerSite === undefined ? undefined : { pages: flags.maxPerSite },
    headers: flags.header,
    user: flags.user,
    cookies: flags.cookies,
    proxy: proxyFromEnvironment(process.env, { proxy: flags.proxy }),
    robots: flags.robots,
    nofollow: flags.nofollow,
    sitemaps: flags.sitemaps,
    resources: flags.resources,
    traps: flags.traps,
    canonical: { tracking: flags.stripTracking ?? false, session: flags.stripSessions ?? false },
    allowAddresses: flags.allowAddress,
    lookup: flags.dnsServers && createDnsLookup({ servers: flags.dnsServers }),
    verifyTls: flags.verifyTls,
    profile: flags.profile,
    recorded: recorded({ ...flags, ...(perSite === undefined ? {} : { perSite }) }),
  }
}

/** `--print-config`: every option as it would be used. Of secrets only that they are there. */
export function printedConfig(seeds: readonly string[], flags: CrawlFlags): Record<string, unknown> {
  const { agent, contact, userAgent, header = [], user, proxy, progress = 'auto' } = flags
  const { output = [], ...kept } = recorded(flags)
  return {
    seeds: seeds.map(withoutCredentials),
    store: flags.store === undefined ? null : resolve(flags.store),
    delay: paceDefaults.delayMs / 1000,
    concurrency: defaultConcurrency,
    tries: limits.attempts,
    maxPages: null,
    maxPerSite: null,
    maxFilesize: limits.pageBytes,
    maxTime: limits.pageMs / 1000,
    contact: null,
    ...kept,
    perSite: perSiteOf(seeds, flags) ?? paceDefaults.perSite,
    output,
    progress,
    userAgent: identityHeaders({ name: agent, contact, agent: userAgent })[1],
    secrets: [
      ...header.filter((_, at) => at % 2 === 0).map(name => `header ${name}`),
      ...(user === undefined ? [] : ['user']),
      ...(proxy === undefined ? [] : ['proxy']),
    ],
  }
}

/** What `resume` needs: no secrets, nothing that is about one run's terminal. Files whole, for it may be called from another folder. */
function recorded(flags: CrawlFlags): Record<string, unknown> {
  const {
    header,
    user,
    proxy,
    store,
    json,
    jsonl,
    quiet,
    progress,
    profile,
    printConfig,
    output,
    include,
    exclude,
    cookies,
    handlers,
    ...kept
  } = flags
  return {
    ...kept,
    include: include?.map(({ source }) => source),
    exclude: exclude?.map(({ source }) => source),
    output: output?.map(file => resolve(file)),
    cookies: cookies === undefined ? undefined : resolve(cookies),
    handlers: handlers === undefined ? undefined : resolve(handlers),
  }
}

/** Without a delay, on this machine alone, one request at a time would be a pause after all. */
function perSiteOf(seeds: readonly string[], { perSite, delay, concurrency }: CrawlFlags): number | undefined {
  const atHome = seeds.length > 0 && seeds.every(isAtHome)
  return perSite ?? (delay === 0 && atHome ? concurrency : undefined)
}

function isAtHome(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && classifyHost(parsed.hostname) === 'loopback'
}
