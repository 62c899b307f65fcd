import type { Link } from '../url/link.ts'
import type { Awaitable, InLinks, Output, PageState } from './frontier.ts'

/**
 * Where a frontier keeps what must survive. Few verbs; batches are applied in the order they are written, each all or nothing.
 * A batch is durable when its promise resolves.
 */
export type FrontierStore = {
  load(): Awaitable<Loaded>
  write(batch: Batch): Awaitable<void>
  /** Links that were written before, by id; `before` for those with an earlier visit. */
  read(ids: readonly number[]): Awaitable<readonly StoredLink[]>
  /** The pages with the most links to them. */
  topLinked(count: number): Awaitable<readonly InLinks[]>
  /** @param finished marks the round as finished: opened again, a new one begins */
  close(finished: boolean): Awaitable<void>
  /** True when `read` is never needed because the frontier may keep every waiting link itself. */
  readonly keepsNothing: boolean
}

export type StoredLink = { readonly id: number; readonly link: Link; readonly before?: PageState | undefined }

export type Batch = {
  readonly links: readonly NewLink[]
  readonly settled: readonly Settled[]
  readonly sites: readonly SiteRow[]
  /** Reason -> how many more. */
  readonly refused: ReadonlyMap<string, number>
}

/** Ids within a batch follow each other. */
export type NewLink = {
  readonly id: number
  readonly site: number
  /** Id of the page it was found on, 0 for none. */
  readonly foundOn: number
  readonly link: Link
  /** The two halves of its URL's fingerprint, each 32 bits, unsigned; to be given back by `blocks`. */
  readonly high: number
  readonly low: number
}

export type Settled = {
  readonly id: number
  readonly outcome: 'done' | 'unchanged' | 'redirected' | 'failed' | 'dropped' | 'retry'
  readonly reason?: string | undefined
  readonly attempts: number
  readonly page?: PageState | undefined
  /** Ids of the pages linked to, as JSON array text. */
  readonly linksTo?: string | undefined
  readonly outputs?: readonly Output[] | undefined
  /** Wall time in ms for a retry. */
  readonly retryAt?: number | undefined
}

export type SiteRow = { readonly id: number; readonly site: string; readonly pace?: unknown; readonly robots?: unknown }

/** What a store gives back when it is opened. */
export type Loaded = {
  readonly seed: number
  readonly sites: readonly SiteRow[]
  /** How many links `blocks` gives, or a little more: room is made for them. */
  readonly links: number
  /** Every known link in id order, in blocks so that millions never stand in memory at once. */
  blocks(): AsyncIterable<LoadedBlock> | Iterable<LoadedBlock>
  readonly refused: ReadonlyMap<string, number>
  /** The store was not closed: whoever held it died. */
  readonly unclean: boolean
  /** Output files that held more bytes than were committed, which were cut off, or fewer (below 0). */
  readonly astray: ReadonlyMap<string, number>
  /** 1 for the first crawl, one more each time its pages are visited again. */
  readonly round: number
}

export type LoadedBlock = {
  readonly ids: Uint32Array
  readonly sites: Uint32Array
  /** The fingerprints of the URLs. */
  readonly highs: Uint32Array
  readonly lows: Uint32Array
  readonly priorities: Uint8Array
  /** Index in `outcomeNames`. */
  readonly outcomes: Uint8Array
  readonly bytes: Float64Array
  /** Reasons of failed and dropped ones by position; retries with their time and attempts. */
  readonly reasons: readonly (readonly [position: number, reason: string])[]
  readonly retries: readonly (readonly [position: number, attempts: number, wallAt: number])[]
}

/** Outcome codes on disk and in blocks; 0 waits. */
export const outcomeNames = ['waiting', 'done', 'unchanged', 'redirected', 'failed', 'dropped'] as const
