import { CrawlError } from '../base/crawl-error.ts'
import type { Revisit } from '../cache/revisit-interval.ts'
import type { RobotsRecord } from '../robots/index.ts'
import type { Known } from './known.ts'
import { lessons } from './known.ts'
import type { WaitReason } from './next-check.ts'
import { waitReasons } from './next-check.ts'

/** All that a restart must know of a watch: the state file, format 1. Holds no secret. Times are ISO 8601, UTC. */
export type WatchState = {
  readonly format: 1
  /** The URL that is watched, without user name and password. */
  readonly url: string
  readonly begun: string
  /** When the last round ended, and when the next is due. */
  readonly checked: string | null
  readonly due: string | null
  /** What decided on that time. */
  readonly why: WaitReason | null
  /** When the last change was seen; null until there is a second version. */
  readonly changed: string | null
  /** The page, the URL of the image that was found on it, and the pattern that found it; null when the URL itself is watched. */
  readonly page: (Known & { readonly image: string; readonly select: string | null }) | null
  /** What is watched. */
  readonly target: Known | null
  readonly revisit: Revisit
  readonly counts: WatchCounts
  /** Names of the files that were kept, oldest first, within the folder of the versions. */
  readonly files: readonly string[]
  readonly robots: readonly SiteRobots[]
}

export type SiteRobots = { readonly site: string; readonly record: RobotsRecord }

/** Sums over all runs on one state. */
export type WatchCounts = {
  /** Rounds; a round that fails is one. */
  readonly checks: number
  /** Requests for the page and what is on it. */
  readonly requests: number
  /** Requests for robots.txt. */
  readonly robots: number
  /** Versions after the first. */
  readonly changes: number
  /** Answers of 304. */
  readonly notModified: number
  /** Bodies of what is watched. */
  readonly downloads: number
  /** Rounds with other validators and the same content. */
  readonly flaps: number
  readonly failures: number
  /** Bytes of all answers, header and body as they came. */
  readonly bytes: number
  /** ms under watch; the time between two runs is not. */
  readonly watchedMs: number
  /** What a plain GET at every naive interval would have cost. */
  readonly naive: { readonly checks: number; readonly bytes: number }
}

const noCounts: WatchCounts = {
  checks: 0,
  requests: 0,
  robots: 0,
  changes: 0,
  notModified: 0,
  downloads: 0,
  flaps: 0,
  failures: 0,
  bytes: 0,
  watchedMs: 0,
  naive: { checks: 0, bytes: 0 },
}

export function newState(url: string, begun: number, intervalMs: number): WatchState {
  return {
    format: 1,
    url,
    begun: new Date(begun).toISOString(),
    checked: null,
    due: null,
    why: null,
    changed: null,
    page: null,
    target: null,
    revisit: { intervalMs },
    counts: noCounts,
    files: [],
    robots: [],
  }
}

/**
 * Reads the text of a state file. A state that is not understood is never begun anew: that would ask at once for what is not due.
 * @param name of the file, for messages
 * @throws CrawlError store-corrupt, store-newer
 */
export function parseState(text: string, name: string): WatchState {
  const corrupt = (why: string, cause?: unknown) =>
    new CrawlError('store-corrupt', `${name} is no state of a watch: ${why}. Mend it, or remove it to begin anew.`, { cause })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw corrupt((cause as Error).message, cause)
  }
  if (!isObject(value)) throw corrupt('it holds no object')
  const { format } = value
  if (typeof format === 'number' && format > 1) {
    throw new CrawlError(
      'store-newer',
      `${name} has format ${format}, this Orbweaver reads format 1. Update Orbweaver, or name another file.`,
    )
  }
  const wrong = Object.entries(shape).find(([field, fits]) => !fits(value[field]))
  if (wrong !== undefined) throw corrupt(`its field "${wrong[0]}" is missing or not as it should be`)
  return value as WatchState
}

type Fits = (value: unknown) => boolean

const isText: Fits = value => typeof value === 'string'
const isCount: Fits = value => typeof value === 'number' && Number.isFinite(value) && value >= 0
const isTime: Fits = value => typeof value === 'string' && Number.isFinite(Date.parse(value))
const isUrl: Fits = value => typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value)
const isFileName: Fits = value => typeof value === 'string' && /^[^/\\\0]+$/.test(value) && value !== '.' && value !== '..'
const isLesson: Fits = value => lessons.some(lesson => lesson === value)
const orNull =
  (fits: Fits): Fits =>
  value =>
    value === null || fits(value)
const maybe =
  (fits: Fits): Fits =>
  value =>
    value === undefined || fits(value)
const listOf =
  (fits: Fits): Fits =>
  value =>
    Array.isArray(value) && value.every(fits)
const objectOf =
  (fields: Readonly<Record<string, Fits>>): Fits =>
  value =>
    isObject(value) && Object.entries(fields).every(([name, fits]) => fits(value[name]))

const known = {
  named: isUrl,
  url: isUrl,
  at: isUrl,
  etag: maybe(isText),
  modified: maybe(isText),
  hash: isText,
  bytes: isCount,
  learnt: listOf(isLesson),
}

const robotsRecord = objectOf({
  state: value => ['rules', 'allow-all', 'disallow-all', 'unasked'].includes(value as string),
  body: maybe(isText),
  status: maybe(isCount),
  url: maybe(isUrl),
  fetchedAt: maybe(isCount),
  expiresAt: maybe(isCount),
  etag: maybe(isText),
  lastModified: maybe(isText),
  unreachableSince: maybe(isCount),
  failures: maybe(isCount),
  notBefore: maybe(isCount),
  redirects: maybe(listOf(isUrl)),
})

const shape: { readonly [Field in keyof WatchState]: Fits } = {
  format: value => value === 1,
  url: isUrl,
  begun: isTime,
  checked: orNull(isTime),
  due: orNull(isTime),
  why: orNull(value => waitReasons.some(reason => reason === value)),
  changed: orNull(isTime),
  page: orNull(objectOf({ ...known, image: isUrl, select: orNull(isText) })),
  target: orNull(objectOf(known)),
  revisit: objectOf({ intervalMs: isCount, learntMs: maybe(isCount), failures: maybe(isCount) }),
  counts: objectOf({
    ...Object.fromEntries(Object.keys(noCounts).map(name => [name, isCount])),
    naive: objectOf({ checks: isCount, bytes: isCount }),
  }),
  files: listOf(isFileName),
  robots: listOf(objectOf({ site: isUrl, record: robotsRecord })),
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
