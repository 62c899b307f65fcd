import type { Clock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { ClientOptions } from '../fetch/index.ts'
import type { Interval } from './next-check.ts'
import type { How } from './what-to-ask.ts'

export type WatchOptions = Omit<ClientOptions, 'clock' | 'follow' | 'cache'> & {
  /** The URL is a page, and what is watched is an image on it: the first one, or the first whose URL matches. Default: the URL itself. */
  readonly image?: 'first' | RegExp | undefined
  /** From one check to the next, ms; default: adaptive, between `minMs` and `maxMs`. */
  readonly everyMs?: number | undefined
  /** Adaptive: never sooner, ms; default `limits.revisitShortestMs`. */
  readonly minMs?: number | undefined
  /** Adaptive: never later, ms; default `limits.revisitLongestMs`. */
  readonly maxMs?: number | undefined
  /**
   * `auto` (default): a conditional GET, and what else the server turns out to understand. `head`: HEAD, and a GET when its validators
   * differ.
   * `get`: always the body, for servers whose validators lie.
   */
  readonly how?: How | undefined
  /** Of pages compare the text that a reader sees, not the bytes; default false. */
  readonly byText?: boolean | undefined
  /** Keep each version in this folder, under a name with its time; default: none is kept. */
  readonly dir?: string | undefined
  /** Of the versions that were kept, the newest so many stay; default: all. */
  readonly keep?: number | undefined
  /** The file that a later run goes on from, also after a kill; default: none. */
  readonly state?: string | undefined
  /** End after so many checks in this run; default: no limit. */
  readonly count?: number | undefined
  /** End with the first change; default false. */
  readonly untilChange?: boolean | undefined
  /** End once no check falls due within so many ms from the start of this run; default: no limit. */
  readonly forMs?: number | undefined
  /** Bytes of the content at most; default `limits.bodyBytes`. */
  readonly maxBytes?: number | undefined
  /** robots.txt is obeyed, read with Google's leniencies, or not asked for at your own responsibility; default `obey`. */
  readonly robots?: 'obey' | 'google' | 'ignore' | undefined
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined
  readonly signal?: AbortSignal | undefined
}

/** @throws CrawlError usage for numbers that cannot be meant */
export function intervalOf({ everyMs, minMs, maxMs, keep, count, forMs, maxBytes }: WatchOptions): Interval {
  for (const [name, value] of Object.entries({ everyMs, minMs, maxMs, keep, count, maxBytes })) {
    if (value !== undefined && !(value >= 1)) throw new CrawlError('usage', `${name} must be 1 or more, not ${value}.`)
  }
  if (forMs !== undefined && !(forMs >= 0)) throw new CrawlError('usage', `forMs must be 0 or more, not ${forMs}.`)
  const shortest = minMs ?? Math.min(limits.revisitShortestMs, maxMs ?? Infinity)
  const longest = maxMs ?? Math.max(limits.revisitLongestMs, shortest)
  if (shortest > longest)
    throw new CrawlError('usage', `The shortest interval (${shortest} ms) is longer than the longest (${longest} ms).`)
  return { everyMs, minMs: shortest, maxMs: longest }
}
