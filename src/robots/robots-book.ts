import type { Clock } from '../base/clock.ts'
import { asCrawlError, CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Exchange, Fetcher } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue, withoutHeaders } from '../exchange/header-list.ts'
import { conditionalFields, validatorOf } from '../headers/validators.ts'
import type { Site } from '../url/site.ts'
import type { RobotsOutcome } from './robots-outcome.ts'
import { failureOutcome, robotsOutcome } from './robots-outcome.ts'
import { robotsText } from './robots-text.ts'
import type { SiteRules } from './site-rules.ts'
import { createSiteRules } from './site-rules.ts'

export type RobotsBookOptions = {
  /** Product token or whole User-Agent string whose rules count. */
  readonly agent: string
  readonly clock: Clock
  readonly fetch: Fetcher
  /** The headers of a request, by its URL and the redirects that led there, the first one first. */
  readonly headers: (url: string, redirects: readonly string[]) => HeaderList
  /** As for `parseRobots`; default false. */
  readonly google?: boolean | undefined
  /** Address classes that may be connected to beside `public`, by URL; asked again for each redirect. */
  readonly allow?: ((url: string) => readonly string[] | undefined) | undefined
  /** Reads Retry-After: seconds, or null to ignore it. `parseRetryAfter` of the http room. */
  readonly retryAfter: (value: string, now: Date) => number | null
}

export type RobotsLook =
  | { readonly known: true; readonly rules: SiteRules }
  /**
   * `next`: what the next `ask` requests, maybe on another host; `notBefore`: wall time in ms, 0 = now. Until then ask the site nothing.
   */
  | { readonly known: false; readonly next: string; readonly notBefore: number }

export type RobotsAsked = {
  /** False: a redirect, `look` says where it leads. */
  readonly done: boolean
  /** What was requested. */
  readonly url: string
  readonly exchange?: Exchange
  /** Why robots.txt is unreachable: the failure, or `robots-unreachable` with the status as its value. */
  readonly error?: CrawlError
}

/** One site as a store keeps it: JSON-safe. Times are wall ms. */
export type RobotsRecord = {
  readonly state: 'rules' | 'allow-all' | 'disallow-all' | 'unasked'
  /** The file as text, cut to `limits.robotsBytes`; in state `rules` only. */
  readonly body?: string
  /** Of the answer that gave the copy. */
  readonly status?: number
  /** Where the copy came from, after redirects. */
  readonly url?: string
  readonly fetchedAt?: number
  readonly expiresAt?: number
  readonly etag?: string
  readonly lastModified?: string
  readonly unreachableSince?: number
  /** Attempts that failed since then. */
  readonly failures?: number
  readonly notBefore?: number
  /** The URLs of a redirect chain under way, oldest first; the last one comes next. */
  readonly redirects?: readonly string[]
}

/** The robots.txt of every site: asked for one request at a time, so that whoever holds the book can pace each of them. */
export type RobotsBook = {
  /** What is known of a site now; cheap enough for every URL. */
  look(site: Site): RobotsLook
  /**
   * Makes the one request that is next, also when a copy is still good. Never rejects. Callers of one site at one time share the request. A
   * failed request leaves the copy in use; without one, `look` names the time of the next attempt, and after `limits.robotsUnreachableMs`
   * allows everything (RFC 9309 section 2.3.1.4).
   */
  ask(site: Site): Promise<RobotsAsked>
  /** Undefined for a site never met. */
  record(site: Site): RobotsRecord | undefined
  restore(site: Site, record: RobotsRecord): void
}

export function createRobotsBook(options: RobotsBookOptions): RobotsBook {
  const { agent, clock, fetch, headers, google = false, allow, retryAfter } = options
  const entries = new Map<Site, Entry>()
  const asking = new Map<Site, Promise<RobotsAsked>>()
  const parsed = createParsedCache()

  const entryOf = (site: Site): Entry => entries.get(site) ?? nothingKnown

  const keep = (site: Site, entry: Entry) => {
    entries.set(site, entry)
    parsed.drop(site)
  }

  const rulesOf = (site: Site, text: string | undefined, expiresAt: number): SiteRules => {
    if (text === undefined) return createSiteRules(text, { agent, google, expiresAt })
    const known = parsed.get(site)
    if (known?.expiresAt === expiresAt) return known
    const rules = createSiteRules(text, { agent, google, expiresAt })
    parsed.set(site, rules, text.length)
    return rules
  }

  const request = async (site: Site): Promise<RobotsAsked> => {
    const url = nextOf(site, entryOf(site))
    const redirects = entryOf(site).chain.slice(0, -1)
    try {
      const conditions = conditionsFor(entryOf(site), url)
      const exchange = await fetch({
        method: 'GET',
        url,
        headers: [...withoutHeaders(headers(url, redirects), ['if-none-match', 'if-modified-since']), ...conditions],
        limits: { bodyBytes: limits.robotsBytes, bodyRawBytes: limits.robotsBytes, overLimit: 'cut', totalMs: limits.robotsTotalMs },
        allow: allow?.(url),
        redirects,
      })
      const entry = entryOf(site)
      const asked = entry.chain.length === 0 ? [url] : entry.chain
      const answer = { status: exchange.status, headers: exchange.headers, length: exchange.body.length, cut: exchange.cut }
      const now = new Date(clock.wall())
      const outcome = robotsOutcome(answer, { asked, conditional: conditions.length > 0, now, retryAfter })
      keep(site, settle(entry, outcome, { url, asked, exchange, wall: now.getTime(), now: clock.now() }))
      if (outcome.kind !== 'disallow-all') return { done: outcome.kind !== 'redirect', url, exchange }
      return { done: true, url, exchange, error: unreachableError(url, exchange) }
    } catch (thrown) {
      const error = asCrawlError(thrown, url)
      // Our own stop, or our own want, says nothing about the site.
      if (error.code !== 'aborted' && error.code !== 'no-handles') {
        keep(site, settle(entryOf(site), failureOutcome(error), { url, asked: [], wall: clock.wall(), now: clock.now() }))
      }
      return { done: true, url, error }
    }
  }

  return {
    look(site) {
      const entry = entryOf(site)
      const now = clock.now()
      const { copy, unreachableFrom } = entry
      if (copy !== undefined && now < copy.goodUntil && clock.wall() < copy.expiresAt) {
        return { known: true, rules: rulesOf(site, copy.text, copy.expiresAt) }
      }
      const left = entry.waitUntil - now
      const isGone = unreachableFrom !== undefined && now - unreachableFrom >= limits.robotsUnreachableMs
      if (unreachableFrom !== undefined && left > 0 && (copy !== undefined || isGone)) {
        return { known: true, rules: rulesOf(site, copy?.text, entry.notBefore) }
      }
      return { known: false, next: nextOf(site, entry), notBefore: left > 0 ? clock.wall() + left : 0 }
    },
    ask(site) {
      const under = asking.get(site)
      if (under !== undefined) return under
      const promise = request(site).finally(() => asking.delete(site))
      asking.set(site, promise)
      return promise
    },
    record(site) {
      const entry = entries.get(site)
      return entry === undefined ? undefined : recordOf(entry, clock)
    },
    restore: (site, record) => keep(site, entryFrom(record, clock)),
  }
}

/**
 * Ready rules of the sites met last, as many as `limits.robotsParsedLength` holds: the others are read again from their text when asked.
 */
function createParsedCache() {
  const held = new Map<Site, { rules: SiteRules; length: number }>()
  let total = 0
  const drop = (site: Site) => {
    total -= held.get(site)?.length ?? 0
    held.delete(site)
  }
  return {
    get: (site: Site) => held.get(site)?.rules,
    drop,
    set(site: Site, rules: SiteRules, length: number) {
      drop(site)
      held.set(site, { rules, length })
      total += length
      for (const oldest of held.keys()) {
        if (total <= limits.robotsParsedLength) break
        drop(oldest)
      }
    },
  }
}

type Copy = {
  /** Undefined: everything is allowed. */
  readonly text: string | undefined
  readonly status: number
  readonly url: string
  readonly fetchedAt: number
  readonly expiresAt: number
  /**
   * The same end on the clock that never goes back, so that a wall clock that was put back makes no copy younger; `expiresAt` holds beside
   * it, for that clock may stand still while the machine sleeps.
   */
  readonly goodUntil: number
  readonly etag: string | undefined
  readonly lastModified: string | undefined
}

type Entry = {
  readonly copy?: Copy | undefined
  /** Both on the clock that never goes back: no change of the wall clock ends a pause. */
  readonly unreachableFrom?: number | undefined
  readonly waitUntil: number
  /** The same pause in wall time, as it was meant. */
  readonly notBefore: number
  readonly failures: number
  readonly chain: readonly string[]
}

const nothingKnown: Entry = { failures: 0, waitUntil: -Infinity, notBefore: 0, chain: [] }

type Happening = {
  readonly url: string
  readonly asked: readonly string[]
  readonly exchange?: Exchange
  readonly wall: number
  readonly now: number
}

/** The table of states: an entry and what happened -> the next entry. */
function settle(entry: Entry, outcome: RobotsOutcome, { url, asked, exchange, wall, now }: Happening): Entry {
  const times = { fetchedAt: wall, expiresAt: wall + limits.robotsLifeMs, goodUntil: now + limits.robotsLifeMs }
  switch (outcome.kind) {
    case 'redirect':
      return { ...entry, chain: [...asked, outcome.url] }
    case 'keep':
      return { copy: entry.copy && { ...entry.copy, ...times }, ...nothingKnown }
    case 'allow-all':
      return {
        copy: { text: undefined, status: exchange?.status ?? 0, url, ...times, etag: undefined, lastModified: undefined },
        ...nothingKnown,
      }
    case 'parse': {
      const text = robotsText(exchange!.body, exchange!.cut === 'limit')
      const etag = validatorOf(headerValue(exchange!.headers, 'etag'))
      const lastModified = validatorOf(headerValue(exchange!.headers, 'last-modified'))
      return {
        copy: { text, status: exchange!.status, url, ...times, etag, lastModified },
        ...nothingKnown,
      }
    }
    case 'disallow-all': {
      const failures = entry.failures + 1
      const growing = Math.min(limits.robotsRetryMs * 2 ** Math.min(failures - 1, 20), limits.robotsRetryLongestMs)
      const wait = outcome.retryAfterMs ?? growing
      const pause = { waitUntil: now + wait, notBefore: wall + wait }
      return { copy: entry.copy, unreachableFrom: entry.unreachableFrom ?? now, failures, ...pause, chain: [] }
    }
  }
}

function nextOf(site: Site, entry: Entry): string {
  return entry.chain.at(-1) ?? `${site}/robots.txt`
}

/** Validators go back only to the URL that gave them. */
function conditionsFor({ copy }: Entry, url: string): readonly string[] {
  return copy === undefined || copy.url !== url ? [] : conditionalFields({ etag: copy.etag, modified: copy.lastModified })
}

function unreachableError(url: string, { status, cut }: Exchange): CrawlError {
  const [code, what] =
    cut === 'truncated'
      ? (['body-truncated', 'the body of robots.txt ended early'] as const)
      : (['robots-unreachable', `robots.txt was answered with status ${status}`] as const)
  const message = `${what}: the site counts as closed until it is asked again`
  return new CrawlError(code, message, { url, value: status, retryable: true })
}

function recordOf({ copy, unreachableFrom, failures, waitUntil, chain }: Entry, clock: Clock): RobotsRecord {
  const isGone = unreachableFrom !== undefined
  const state = copy !== undefined ? (copy.text === undefined ? 'allow-all' : 'rules') : isGone ? 'disallow-all' : 'unasked'
  const ahead = clock.wall() - clock.now()
  const { text: body, goodUntil = 0, ...rest } = copy ?? { text: undefined }
  const fields = {
    body,
    ...rest,
    expiresAt: copy && Math.min(copy.expiresAt, Math.ceil(goodUntil + ahead)),
    unreachableSince: isGone ? Math.floor(unreachableFrom + ahead) : undefined,
    failures: failures || undefined,
    notBefore: waitUntil > clock.now() ? Math.ceil(waitUntil + ahead) : undefined,
  }
  const given = Object.entries({ ...fields, redirects: chain.length > 0 ? [...chain] : undefined }).filter(
    ([, value]) => value !== undefined,
  )
  return { state, ...(Object.fromEntries(given) as Omit<RobotsRecord, 'state'>) }
}

function entryFrom(record: RobotsRecord, clock: Clock): Entry {
  const { state, body, status = 0, url = '', fetchedAt, expiresAt, etag, lastModified, notBefore, unreachableSince } = record
  const ahead = clock.wall() - clock.now()
  const pause = (notBefore ?? -Infinity) - clock.wall()
  // Further ahead than a life or a pause reaches: the clock was put back, and what is left of it is not known.
  const isPaused = pause > 0 && pause <= limits.retryAfterMs
  const isGood = expiresAt !== undefined && expiresAt - clock.wall() <= limits.robotsLifeMs
  const hasCopy = fetchedAt !== undefined && expiresAt !== undefined && (state === 'allow-all' || (state === 'rules' && body !== undefined))
  return {
    copy: hasCopy
      ? {
          text: state === 'rules' ? body : undefined,
          status,
          url,
          fetchedAt,
          expiresAt,
          goodUntil: isGood ? expiresAt - ahead : -Infinity,
          etag,
          lastModified,
        }
      : undefined,
    unreachableFrom: unreachableSince === undefined ? undefined : unreachableSince - ahead,
    failures: record.failures ?? 0,
    waitUntil: isPaused ? clock.now() + pause : -Infinity,
    notBefore: notBefore ?? 0,
    chain: record.redirects ?? [],
  }
}
