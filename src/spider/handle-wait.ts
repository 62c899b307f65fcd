import type { Clock } from '../base/clock.ts'
import type { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'

/**
 * When this machine has no file handle left (EMFILE), no site is to blame: nothing new is taken for a moment, what was asked is asked
 * again, and from then on one request less is under way at once. When no connection can be made for long, the crawl ends with the error.
 */
export type HandleWait = {
  /**
   * No connection could be made.
   * @param underWay requests at that time
   * @returns when to try again, ms of the clock
   * @throws the error when that has gone on for `limits.handleWaitMs`
   */
  none(error: CrawlError, underWay: number): number
  /** A connection was there. */
  some(): void
  /** Nothing is taken before this time. */
  readonly until: number
  /** Requests that may be under way at once. */
  readonly most: number
}

const pauseMs = 1000

export function createHandleWait(clock: Clock): HandleWait {
  let since: number | undefined
  let until = -Infinity
  let most = Infinity
  return {
    none(error, underWay) {
      const now = clock.now()
      since ??= now
      if (now - since >= limits.handleWaitMs) throw error
      // Those that fail together are one lesson.
      if (now >= until) most = Math.max(1, Math.min(most, underWay) - 1)
      until = now + pauseMs
      return until
    },
    some() {
      since = undefined
    },
    get until() {
      return until
    },
    get most() {
      return most
    },
  }
}
