import type { CrawlError } from '../base/crawl-error.ts'
import type { Counts, Outcome } from '../frontier/index.ts'
import type { Link } from '../url/link.ts'
import type { Site } from '../url/site.ts'
import type { DiskRoom } from './disk-floor.ts'
import type { Item } from './visit.ts'

/** Everything that a watcher can hear of a crawl. Add new happenings here, so that dashboards and logs are checked by the compiler. */
export type CrawlEvents = {
  /** The crawl begins, or goes on with what a store holds. */
  started: { readonly seeds: readonly string[]; readonly resumed: boolean; readonly counts: Counts }
  /** robots.txt of a site was asked for. */
  robots: { readonly site: Site; readonly url: string; readonly status?: number; readonly error?: CrawlError }
  /** A request is about to leave. */
  asked: { readonly link: Link }
  /** A lease ended and would survive a crash. */
  settled: {
    readonly link: Link
    readonly outcome: Outcome
    readonly reason?: string | undefined
    /** The reason in words, where no answer came. */
    readonly says?: string | undefined
    readonly status?: number | undefined
    readonly bytes: number
    /** Bytes that the server did not have to send again, since the page is as it was. */
    readonly saved: number
    readonly ms: number
    readonly added: number
    readonly items: number
  }
  /** One committed item. */
  item: { readonly item: Item; readonly link: Link }
  /** A site is left alone for this run. */
  held: { readonly site: Site; readonly reason: string }
  /** The disk of the store has less room than it is to keep: nothing new is taken. Or there is room again: the crawl goes on. */
  disk: DiskRoom & { readonly low: boolean }
  /** Something the user should know: a rule turned off, a listener that threw. */
  notice: { readonly message: string; readonly cause?: unknown }
  finished: { readonly counts: Counts; readonly state: RunState; readonly why?: string }
}

/** How a run ended: nothing left, or work left that the same command goes on with. */
export type RunState = 'finished' | 'unfinished'
