import type { CrawlErrorCode } from '../../base/crawl-error.ts'
import type { InLinks } from '../frontier.ts'
import type { Batch, LoadedBlock, SiteRow, StoredLink } from '../frontier-store.ts'

/** What passes between the crawl and the thread that owns the database. */
export type WriterOptions = {
  readonly folder: string
  /** fsync files and database at every commit: survives power loss, not only a killed process. */
  readonly durable: boolean
  /** Files that will be appended to. */
  readonly outputs: readonly string[]
}

export type Call =
  | { readonly do: 'open'; readonly options: WriterOptions }
  | { readonly do: 'block'; readonly after: number }
  | { readonly do: 'write'; readonly batch: PackedBatch }
  | { readonly do: 'read'; readonly ids: readonly number[] }
  | { readonly do: 'links'; readonly count: number }
  | { readonly do: 'close'; readonly finished: boolean }

export type Opened = {
  readonly seed: number
  readonly round: number
  readonly sites: readonly SiteRow[]
  readonly links: number
  readonly refused: ReadonlyMap<string, number>
  readonly unclean: boolean
  readonly astray: ReadonlyMap<string, number>
}

/** New links in columns: one string and four typed arrays cross threads far faster than thousands of objects. */
export type PackedBatch = Omit<Batch, 'links'> & {
  readonly links: {
    readonly firstId: number
    readonly sites: Uint32Array
    readonly paths: string
    readonly depths: Uint32Array
    readonly priorities: Uint8Array
    readonly vias: string
    readonly foundOn: Uint32Array
    readonly highs: Uint32Array
    readonly lows: Uint32Array
    /** Redirect chains by position: rare. */
    readonly redirects: readonly (readonly [position: number, chain: string])[]
  }
}

export type Answer =
  | { readonly ok: true; readonly value: Opened | LoadedBlock | readonly StoredLink[] | readonly InLinks[] | undefined }
  | { readonly ok: false; readonly code: CrawlErrorCode; readonly message: string }
