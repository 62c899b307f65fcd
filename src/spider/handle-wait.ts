import type { Clock } from '../base/clock.ts'
import type { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'

/**
 * When this machine has no file handle left (EMFILE), no site is to blame: nothing new is taken for a moment, what was asked is asked
 * again, and from then on as many requests less are under way at once as had none. When no connection can be made for long, the crawl ends
 * with the error.
 */
export type HandleWait = {
  /**
   * No connection could be made.
   * @param underWay requests at that time
   * @returns when to try again, ms of the clock
   * @throws the error when that has gone on for `limits.handleWaitMs`, over several attempts
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
/** Of a site that is asked once in five minutes two attempts say little. */
const fewestAttempts = 10

export function createHandleWait(clock: Clock): HandleWait {
  let since: number | undefined
  let until = -Infinity
  let most = Infinity
  let attempts = 0
  return {
    none(error, underWay) {
      const now = clock.now()
      since ??= now
      if (++attempts >= fewestAttempts && now - since >= limits.handleWaitMs) throw error
      // Those that fail together are each one too many of what was under way at first.
      most = Math.max(1, (now < until ? most : Math.min(most, underWay)) - 1)
      until = now + pauseMs
      return until
    },
    some() {
      since = undefined
      attempts = 0
    },
    get until() {
      return until
    },
    get most() {
      return most
    },
  }
}
