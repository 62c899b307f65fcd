import type { Link } from '../url/link.ts'
import type { Site } from '../url/site.ts'

/**
 * What is known and what waits. Sites are scheduled, not URLs: a lease is given only when politeness lets its site and address be asked.
 * Every answer may be a value or a promise: memory is synchronous, a disk or a cluster is not.
 */
export type Frontier = {
  /** Offers links; those not met before wait in their site's queue. Idempotent. */
  add(links: readonly Link[]): Awaitable<AddResult>
  /** One URL whose site may be asked at `now` (ms of the run's clock), or when to come back, or that nothing is left. */
  take(now: number): Awaitable<Taken>
  /** Ends a lease: links first, outputs, then state, all or nothing. Resolves once it would survive a crash. */
  settle(lease: Lease, settlement: Settlement): Awaitable<AddResult>
  /** Gives a lease back as if it had not been taken. @param notBefore ms of the run's clock; default at once */
  release(lease: Lease, notBefore?: number): void
  /** Leaves a site alone, its URLs waiting, until `until` (ms of the run's clock) or for this run. Held sites keep no run going. */
  hold(site: Site, reason: string, until?: number): void
  /** Tells politeness's changes and robots.txt of a site to the store. */
  note(site: Site, note: SiteNote): void
  counts(): Counts
  site(site: Site): SiteCounts | undefined
  sites(): Iterable<SiteCounts>
  /** The pages with the most links to them; asks the store. */
  topLinked(count: number): Awaitable<readonly InLinks[]>
  /** Resolves when everything settled, added and noted so far would survive a crash. */
  flush(): Awaitable<void>
  /** @param finished nothing is left to do: the next run over this store visits its pages again */
  close(finished?: boolean): Awaitable<void>
}

export type InLinks = { readonly url: string; readonly count: number }

export type Awaitable<Value> = Value | Promise<Value>

/** How many of the offered links were new, how many known, how many over their site's budget. */
export type AddResult = { readonly added: number; readonly known: number; readonly overBudget: number }

export type Taken =
  | { readonly state: 'lease'; readonly lease: Lease }
  /** None of the `urls` that wait may be asked before `until` (ms of the run's clock); Infinity: only a settled lease can change that. */
  | { readonly state: 'waiting'; readonly until: number; readonly urls: number }
  /** Nothing waits and nothing is leased. */
  | { readonly state: 'drained' }

export type Lease = {
  readonly id: number
  readonly site: Site
  readonly link: Link
  /** Attempts before this one. */
  readonly attempts: number
  /** What the last visit left, when this is a visit to a known page. */
  readonly before?: PageState | undefined
}

/** The end of a lease. `retry` puts the URL back; all others are final for this round. */
export type Outcome = 'done' | 'unchanged' | 'redirected' | 'failed' | 'dropped' | 'retry'

export type Settlement = {
  readonly outcome: Outcome
  /** Why it failed or was dropped: an error code or the name of a rule. */
  readonly reason?: string | undefined
  readonly page?: PageState | undefined
  /** Links found on the page, canonical, in scope. */
  readonly links?: readonly Link[] | undefined
  /** Records to append, in the same transaction as the state. */
  readonly outputs?: readonly Output[] | undefined
  /** For `retry`: not before this time (ms of the run's clock). */
  readonly retryAt?: number | undefined
  /** Links refused before they were offered, by reason. */
  readonly refused?: ReadonlyMap<string, number> | undefined
}

/** A line (or more) for an output file of the store. */
export type Output = { readonly file: string; readonly text: string }

/** What is kept of a visited page. */
export type PageState = {
  readonly status?: number | undefined
  readonly type?: string | undefined
  readonly title?: string | undefined
  readonly bytes?: number | undefined
  /** Wall time in ms. */
  readonly fetched?: number | undefined
  readonly ms?: number | undefined
  readonly etag?: string | undefined
  readonly modified?: string | undefined
  /** Hash of the body, to tell a changed page. */
  readonly digest?: string | undefined
  /** Where a redirect led. */
  readonly target?: string | undefined
  /** From one visit to the next, as its changes have taught, ms. */
  readonly interval?: number | undefined
  /** When the next visit is worth a request, wall time in ms. */
  readonly due?: number | undefined
}

export type SiteNote = {
  /** Politeness's clocks (wall time), JSON-safe. */
  readonly pace?: unknown
  /** The copy of robots.txt, JSON-safe. */
  readonly robots?: unknown
}

/** met = done + failed + dropped + waiting + leased, always. Redirected and unchanged pages are done. */
export type Counts = {
  readonly met: number
  readonly done: number
  readonly failed: number
  readonly dropped: number
  readonly waiting: number
  readonly leased: number
  readonly bytes: number
  /** Of the waiting: held, by reason (`budget-pages`, `robots-unreachable` ...). */
  readonly held: ReadonlyMap<string, number>
  /** Final outcomes by reason: `dropped` and `failed` ones. */
  readonly reasons: ReadonlyMap<string, number>
  /** Links refused before they were met, by reason. */
  readonly refused: ReadonlyMap<string, number>
}

export type SiteCounts = {
  readonly site: Site
  readonly waiting: number
  readonly leased: number
  readonly done: number
  readonly failed: number
  readonly dropped: number
  readonly bytes: number
  /** Why its URLs are held, if they are. */
  readonly held: string | undefined
}

/** Ceilings for one site; what is over them waits, held, until they are raised. Infinity: none. */
export type SiteBudget = {
  /** Pages visited. */
  readonly pages: number
  /** Body bytes received. */
  readonly bytes: number
  /** Failed pages. */
  readonly errors: number
  /** URLs known; further ones are refused as `over-budget`. */
  readonly urls: number
}

export const noBudget: SiteBudget = { pages: Infinity, bytes: Infinity, errors: Infinity, urls: Infinity }
