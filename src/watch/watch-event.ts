import type { CrawlError } from '../base/crawl-error.ts'
import type { Page } from '../page/index.ts'
import type { WaitReason } from './next-check.ts'
import type { SameBy } from './read-answer.ts'

/** What happens in a watch, in order: `checked` for each answer, then the round's result, then `waiting`. `at`: ISO 8601, UTC. */
export type WatchEvent = CheckedEvent | ChangedEvent | UnchangedEvent | FailedEvent | WaitingEvent

export type CheckedEvent = {
  readonly kind: 'checked'
  readonly at: string
  readonly method: 'GET' | 'HEAD'
  /** The URL that answered, after redirects. */
  readonly url: string
  readonly status: number
  /** Header and body as they came, redirects included. */
  readonly bytes: number
}

/** A new version. */
export type ChangedEvent = {
  readonly kind: 'changed'
  readonly at: string
  readonly url: string
  /** The version that the watch begins with: nothing has changed yet. */
  readonly first: boolean
  /** Media type, lower case; empty when the server named none. */
  readonly type: string
  /** Size of the content. */
  readonly bytes: number
  readonly etag: string | null
  readonly modified: string | null
  /** Where the version was kept; null without `dir`. */
  readonly file: string | null
  /** The content, read: `page.exchange.body`, `page.text`. */
  readonly page: Page
}

export type UnchangedEvent = {
  readonly kind: 'unchanged'
  readonly at: string
  readonly url: string
  readonly by: SameBy
  /** The validators were others, the content the same. */
  readonly flapped: boolean
}

export type FailedEvent = {
  readonly kind: 'failed'
  readonly at: string
  readonly url: string
  /** Failed rounds in a row. */
  readonly failures: number
  readonly error: CrawlError
}

export type WaitingEvent = {
  readonly kind: 'waiting'
  readonly at: string
  /** When the next round is due. */
  readonly until: string
  readonly ms: number
  readonly why: WaitReason
}
