import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { identityHeaders } from '../fetch/identity.ts'
import type { Account } from '../fetch/index.ts'
import { accountIn, authWrap } from '../fetch/index.ts'
import { requireContact } from '../fetch/require-contact.ts'
import { knownAgent } from '../manual/index.ts'
import { canonicalUrl } from '../url/canonical.ts'
import type { Site } from '../url/site.ts'
import { siteOf } from '../url/site.ts'
import type { CrawlFile } from './crawl-file.ts'
import { readCrawlFile } from './crawl-file.ts'
import type { CrawlOptions } from './crawl-options.ts'
import { handlerModule } from './handlers/handler-module.ts'
import type { RevisitKind } from './revisit.ts'
import type { ScopeMaker } from './scope.ts'
import { allOf, matching, sameSite, scopeOf, within } from './scope.ts'
import { urlTraps } from './url-traps.ts'

/** What a run is made of, checked before anything is opened or asked. */
export type Plan = {
  /** Canonical, without credentials; those of the store included. */
  readonly seeds: readonly string[]
  readonly moved: readonly string[]
  readonly file: CrawlFile | undefined
  readonly identity: HeaderList
  readonly agent: string
  /** Secret headers by site: sent there and nowhere else. */
  readonly secrets: ReadonlyMap<Site, HeaderList>
  /** Names and passwords, each with its sites. */
  readonly accounts: readonly Account[]
  readonly scope: ScopeMaker
  /** Acts of discourtesy that the user chose, to be logged. */
  readonly notices: readonly string[]
  readonly revisit: RevisitKind
  /** Hash of what decides which links of a page are followed. */
  readonly rules: string
}

/** @throws CrawlError usage, url-invalid, scheme-unsupported, identity-missing */
export function planRun(given: readonly string[], options: CrawlOptions): Plan {
  const file = options.store === undefined ? undefined : readCrawlFile(options.store)
  const own = given.map(seed => canonicalSeed(seed, options))
  const seeds = [...new Set([...own, ...(file?.seeds ?? [])])]
  if (seeds.length === 0) throw new CrawlError('usage', 'No seed. Give at least one URL to begin with, for example https://example.org/.')
  for (const [name, value] of Object.entries({
    delayMs: options.delayMs,
    retryMs: options.retryMs,
    depth: options.depth,
    pageMs: options.pageMs,
    diskFloor: options.diskFloor,
  })) {
    if (value !== undefined && !(value >= 0)) throw new CrawlError('usage', `${name} must be 0 or more, not ${value}.`)
  }
  for (const [name, value] of Object.entries({
    concurrency: options.concurrency,
    perSite: options.perSite,
    maxPages: options.maxPages,
    attempts: options.attempts,
    pageBytes: options.pageBytes,
  })) {
    if (value !== undefined && !(value >= 1)) throw new CrawlError('usage', `${name} must be 1 or more, not ${value}.`)
  }
  requireUsableHandlers(options)
  const identity = identityHeaders(options.identity ?? {})
  requireContact(seeds, options.identity)
  const rules = rulesOf(options)
  const ruled = file?.rules === undefined || file.rules === rules
  return {
    seeds,
    moved: file?.moved ?? [],
    file,
    identity,
    agent: identity[1]!,
    secrets: new Map(options.headers === undefined ? [] : own.map(seed => [siteOf(seed), options.headers!])),
    accounts: accountsOf(given, options),
    scope: scopeFor(options),
    notices: [...addedNotice(own, file), ...(ruled ? [] : [ruleNotice]), ...noticesOf(options)],
    // A page that answers 304 sends no links: they are those of the old rules.
    revisit: file?.rules === rules ? (options.revisit ?? 'all') : 'whole',
    rules,
  }
}

function requireUsableHandlers({ handlers, workers = 0, visit }: CrawlOptions): void {
  if (workers !== 'auto' && !(Number.isInteger(workers) && workers >= 0 && workers <= mostWorkers))
    throw new CrawlError('usage', `workers must be "auto" or a whole number from 0 to ${mostWorkers}, not ${workers}.`)
  if (workers !== 0 && handlers === undefined)
    throw new CrawlError('usage', 'workers need handlers in a module of their own (handlers): a function cannot go to another thread.')
  if (handlers !== undefined && visit !== undefined)
    throw new CrawlError(
      'usage',
      'visit takes every page, and handlers none then. Give one of them; visits with patterns may stand beside handlers.',
    )
}

const mostWorkers = 64

function canonicalSeed(seed: string, { canonical }: CrawlOptions): string {
  const url = canonicalUrl(seed, undefined, canonical)
  if (url !== null) return url
  if (seed.length > limits.urlInputLength) {
    throw new CrawlError('url-invalid', `A seed is longer than ${limits.urlInputLength} characters.`)
  }
  const parsed = URL.parse(seed)
  const shown = withoutCredentials(seed)
  if (parsed === null)
    throw new CrawlError('url-invalid', `"${shown}" is no URL. Write it whole, for example https://example.org/.`, { url: shown })
  throw new CrawlError('scheme-unsupported', `${parsed.protocol} URLs cannot be crawled ("${shown}"). Give an http or https URL.`, {
    url: shown,
  })
}

function scopeFor({ scope = 'site', include = [], exclude = [], depth = limits.depth, traps = true }: CrawlOptions): ScopeMaker {
  const kind = typeof scope === 'string' ? scopeOf(scope) : scope
  return allOf(
    kind ?? sameSite(),
    matching(include, 'include'),
    matching(exclude, 'exclude'),
    within(depth),
    ...(traps ? [urlTraps()] : []),
  )
}

const ruleNotice = 'Which links are followed has changed since the last round: every page is asked for whole, once.'

function rulesOf(options: CrawlOptions): string {
  const { scope, include, exclude, depth, nofollow, sitemaps, resources, traps, canonical, visit, visits } = options
  const handlers = sourceOf(options)
  const rules = { scope, include, exclude, depth, nofollow, sitemaps, resources, traps, canonical, visit, visits, handlers }
  const text = JSON.stringify(rules, (_, value: unknown) =>
    typeof value === 'function' || value instanceof RegExp ? String(value) : value,
  )
  return hash('sha1', text, 'base64url')
}

/** The text of the module of handlers; a missing one is told where it is loaded. */
function sourceOf({ handlers }: CrawlOptions): string | undefined {
  try {
    return handlers === undefined ? undefined : readFileSync(handlerModule(handlers), 'utf8')
  } catch {
    return undefined
  }
}

/** The user's name and password for the seeds' sites; those inside a seed's URL for its own. Whether they can be sent is checked here. */
function accountsOf(given: readonly string[], { user }: CrawlOptions): Account[] {
  const accounts = given.flatMap(seed => accountIn(seed).account ?? [])
  const sites = given.filter(seed => accountIn(seed).account === undefined)
  if (user !== undefined && sites.length > 0) {
    const [name = '', ...password] = user.split(':')
    accounts.push({ user: name, password: password.join(':'), sites })
  }
  for (const account of accounts) authWrap(account)
  return accounts
}

function addedNotice(own: readonly string[], file: CrawlFile | undefined): string[] {
  const added = file === undefined ? [] : [...new Set(own)].filter(seed => !file.seeds.includes(seed))
  if (added.length === 0) return []
  const shown = added.slice(0, 3).join(' ')
  return [`Seeds added to those of the store: ${shown}${added.length > 3 ? ` and ${added.length - 3} more` : ''}.`]
}

function noticesOf({ robots, delayMs, nofollow, traps, verifyTls, identity, allowAddresses }: CrawlOptions): string[] {
  return [
    robots === 'ignore' && 'robots.txt is ignored, as you asked: the responsibility is yours.',
    delayMs === 0 && 'No delay between requests, as you asked.',
    nofollow === false && 'nofollow and noindex are ignored, as you asked.',
    traps === false && 'Trap rules are off, as you asked.',
    verifyTls === false && 'Certificates are not checked, as you asked.',
    identity?.agent !== undefined && `The User-Agent is "${identity.agent}", as you asked${poses(identity.agent)}.`,
    (allowAddresses?.length ?? 0) > 0 && `Addresses allowed beside public ones: ${allowAddresses?.join(', ')}.`,
  ].filter(notice => notice !== false)
}

function poses(agent: string): string {
  return knownAgent(agent)?.kind === 'browser' ? ': that of a browser, so nobody sees that a robot asks' : ''
}
