import type { Site } from '../../url/site.ts'

/** Where the time of a run went. Times in ms; JSON-safe. */
export type Profile = {
  /** From the start to the last settled page. */
  readonly wallMs: number
  readonly verdict: Verdict
  /** What the next request waited for; adds up to `wallMs`. */
  readonly waits: Readonly<Record<Wait, number>>
  readonly requests: RequestFacts
  readonly pauses: Pauses
  readonly journeys: JourneyTimes
  readonly thread: ThreadTimes
  /** CPU time of all threads of this process. */
  readonly cpuMs: number
}

/**
 * - `opening`: the store was opened, and its robots.txt and links read
 * - `politeness`: no site could be asked before some time: its delay, Retry-After, a back-off, the pause before a retry
 * - `perSite`: every site with URLs had as many requests under way as allowed
 * - `concurrency`: as many pages were under way as allowed
 * - `links`: no known URL waited; those under way had to tell of others first
 * - `store`: links were read back from the store
 * - `other`: nothing, it left at once; or the crawl was paused, about to end, short of disk or handles, or its items were read slowly
 */
export type Wait = 'opening' | 'politeness' | 'perSite' | 'concurrency' | 'links' | 'store' | 'other'

export type RequestFacts = {
  /** Requests for pages, those that failed among them, and for robots.txt. */
  readonly pages: number
  readonly failed: number
  readonly robots: number
  readonly meanUnderWay: number
  readonly mostUnderWay: number
  /** What the options allow. */
  readonly concurrency: number
  readonly perSite: number
}

/** How long politeness left sites alone between two of their requests, summed over sites. */
export type Pauses = {
  readonly sites: number
  readonly totalMs: number
  /** ms by reason, as in `PaceReport.why`, most first. */
  readonly reasons: Readonly<Record<string, number>>
  /** At most 10. */
  readonly longest: readonly SitePause[]
}

export type SitePause = { readonly site: Site; readonly pausedMs: number; readonly requests: number; readonly why: string }

/** Sums over all pages under way, from lease to settlement: with several at once more than the wall time. */
export type JourneyTimes = {
  readonly count: number
  readonly wholeMs: number
  /** Of requests for pages: name and TCP, TLS, to the end of the header, body, and those that ended without an answer. */
  readonly connectMs: number
  readonly tlsMs: number
  readonly firstByteMs: number
  readonly bodyMs: number
  readonly failedMs: number
  readonly robotsMs: number
  /** Handlers after they returned a promise. */
  readonly handlersMs: number
  /** Until a settlement would survive a crash. */
  readonly storeMs: number
  /** On the main thread, or waiting for it. */
  readonly otherMs: number
}

/** The main thread. Reading, handlers, frontier, output and rest add up to `busyMs`; gc happens during all of them. */
export type ThreadTimes = {
  /** Not waiting for events (event loop utilisation). */
  readonly busyMs: number
  /** Of it on a core: the rest it was ready, but others had the core, or a system call blocked. */
  readonly cpuMs: number
  /** Encodings, links, trees: whatever is made of a page's bytes. */
  readonly readingMs: number
  /** Handlers until they returned, without what they had read. */
  readonly handlersMs: number
  /** Links known or new, whose turn it is, batches for the store. */
  readonly frontierMs: number
  /** Sinks, and listeners of events. */
  readonly outputMs: number
  /** Sockets, TLS, HTTP, decompression; what a handler does after it has waited. */
  readonly restMs: number
  readonly gcMs: number
  /** Longest time that events had to wait. */
  readonly longestDelayMs: number
}

/** What kept the crawl from being faster, and what to do. */
export type Verdict = {
  readonly kind: VerdictKind
  /** Part of the wall time, 0 to 1. */
  readonly share: number
  readonly says: string
  readonly next: string
}

export type VerdictKind =
  | 'short'
  | 'politeness'
  | 'network'
  | 'links'
  | 'store'
  | 'opening'
  | 'held-up'
  | 'machine'
  | 'reading'
  | 'handlers'
  | 'frontier'
  | 'output'
  | 'rest'
