import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { asCrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import type { RevisitOutcome } from '../cache/index.ts'
import { freshFor } from '../cache/index.ts'
import type { Reading, ResourceParts } from './ask-resource.ts'
import { askResource } from './ask-resource.ts'
import { findImage } from './find-image.ts'
import type { Versions } from './versions.ts'
import type { ChangedEvent, CheckedEvent, FailedEvent, UnchangedEvent } from './watch-event.ts'
import type { WatchOptions } from './watch-options.ts'
import type { WatchState } from './watch-state.ts'

export type RoundParts = ResourceParts & { readonly image: WatchOptions['image']; readonly versions: Versions | undefined }

/** What one round found: the next state but for its times, and what decides on the next round. */
export type Round = {
  readonly state: WatchState
  readonly event: ChangedEvent | UnchangedEvent | FailedEvent
  readonly outcome: RevisitOutcome
  readonly freshMs: number
  readonly retryAfterMs: number
  /** What is watched is gone (410), the URL itself and not only an image. */
  readonly gone: boolean
}

/**
 * One round: the image is looked for when there is a page, then what is watched is asked whether it has changed. A round that fails is one
 * that may succeed later; rejects with CrawlError for what ends a watch: our own disk, a refusal by robots.txt, a first check that cannot
 * work.
 */
export async function* playRound(state: WatchState, parts: RoundParts): AsyncGenerator<CheckedEvent, Round> {
  const { clock } = parts
  const at = () => new Date(clock.wall()).toISOString()
  let next = parts.image === undefined ? { ...state, page: null } : state
  try {
    if (parts.image !== undefined) {
      const page = yield* readImagePage(state, parts)
      if ('is' in page) return failed(next, page, page.error.value === 410)
      next = { ...next, page }
    }
    const named = next.page === null ? state.url : next.page.image
    const reading = yield* askResource(named, state.target ?? undefined, parts)
    if (reading.is === 'failed') return failed(next, reading, reading.error.value === 410 && parts.image === undefined)
    const { known, exchange } = reading
    const freshMs = freshFor(exchange.headers, clock.wall())
    if (reading.is === 'same') {
      const { by, flapped } = reading
      const event = { kind: 'unchanged', at: at(), url: withoutCredentials(known.at), by, flapped } as const
      return { state: { ...next, target: known }, event, outcome: 'unchanged', freshMs, retryAfterMs: 0, gone: false }
    }
    const { page } = reading
    const first = state.target === null
    const time = at()
    const kept = parts.versions?.save(exchange, new Date(time), state.files)
    const event = {
      kind: 'changed',
      at: time,
      url: withoutCredentials(known.at),
      first,
      type: page.type,
      bytes: exchange.body.length,
      etag: known.etag ?? null,
      modified: known.modified ?? null,
      file: kept?.path ?? null,
      page,
    } as const
    next = { ...next, target: known, changed: first ? next.changed : time, files: kept?.files ?? next.files }
    return { state: next, event, outcome: 'changed', freshMs, retryAfterMs: 0, gone: false }
  } catch (thrown) {
    const error = asCrawlError(thrown, state.url)
    if (endsWatch.has(error.code) || (state.target === null && !error.retryable)) throw error
    return failed(next, { is: 'failed', error, retryAfterMs: 0, moved: false }, false)
  }

  function failed(kept: WatchState, { error, retryAfterMs, moved }: Reading & { is: 'failed' }, isGone: boolean): Round {
    const failures = (state.revisit.failures ?? 0) + 1
    const event = { kind: 'failed', at: at(), url: error.url ?? state.url, failures, error } as const
    return { state: moved ? unmoved(kept) : kept, event, outcome: 'failed', freshMs: 0, retryAfterMs, gone: isGone && !moved }
  }
}

/** The page that shows the image, and the URL of the image. */
async function* readImagePage(
  state: WatchState,
  parts: RoundParts,
): AsyncGenerator<CheckedEvent, NonNullable<WatchState['page']> | (Reading & { is: 'failed' })> {
  const select = parts.image === 'first' ? undefined : parts.image
  // Another pattern than last time: the source is needed again.
  const known = state.page?.select === (select?.source ?? null) ? state.page : undefined
  const reading = yield* askResource(state.url, known, { ...parts, byText: false, count: cost => parts.count({ ...cost, downloads: 0 }) })
  if (reading.is === 'failed') return reading
  const image = reading.is === 'same' ? known!.image : findImage(reading.page, select)
  return { ...reading.known, image, select: select?.source ?? null }
}

/** Where a page had moved for good it is not any more: the next question goes to its old place. */
function unmoved(state: WatchState): WatchState {
  const { page, target } = state
  return { ...state, page: page && { ...page, url: page.named }, target: target && { ...target, url: target.named } }
}

/** What asking again cannot mend, or must not try. */
const endsWatch: ReadonlySet<CrawlErrorCode> = new Set(['aborted', 'robots-refused', 'disk-full', 'file', 'usage', 'internal', 'handler'])
