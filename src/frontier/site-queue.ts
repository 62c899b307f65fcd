import type { SitePace } from '../politeness/index.ts'
import type { Site } from '../url/site.ts'
import type { Scheduled } from './due-heap.ts'
import type { SiteBudget, SiteCounts } from './frontier.ts'
import { IdQueue } from './id-queue.ts'

/** One site's waiting URLs: lanes by priority, first in first out within a lane, returned leases before all others. */
export class SiteQueue implements Scheduled, SiteCounts {
  readonly id: number
  readonly site: Site
  readonly pace: SitePace
  dueAt = 0
  heapAt = -1
  /** A read of cold links is under way. */
  loading = false
  /** How many links its next read takes. */
  readAhead = 16
  urls = 0
  leased = 0
  done = 0
  failed = 0
  dropped = 0
  bytes = 0
  heldBy: string | undefined = undefined
  #retrying = 0
  #queued = 0
  readonly #returned: number[] = []
  readonly #lanes: { priority: number; ids: IdQueue }[] = []
  readonly #budget: SiteBudget

  constructor(id: number, site: Site, pace: SitePace, budget: SiteBudget) {
    this.id = id
    this.site = site
    this.pace = pace
    this.#budget = budget
  }

  /** URLs that wait, those waiting for their retry included. */
  get waiting(): number {
    return this.#queued + this.#retrying
  }

  /** URLs that could be taken now. */
  get queued(): number {
    return this.#queued
  }

  /** Why nothing is taken although URLs wait: a budget that is spent, or what the run said. */
  get held(): string | undefined {
    const { pages, bytes, errors } = this.#budget
    if (this.done + this.failed + this.leased >= pages) return 'budget-pages'
    if (this.bytes >= bytes) return 'budget-bytes'
    if (this.failed >= errors) return 'budget-errors'
    return this.heldBy
  }

  get full(): boolean {
    return this.urls >= this.#budget.urls
  }

  push(id: number, priority: number): void {
    let at = this.#lanes.length
    while (at > 0 && this.#lanes[at - 1]!.priority > priority) at--
    let lane = this.#lanes[at - 1]
    if (lane?.priority !== priority) {
      lane = { priority, ids: new IdQueue() }
      this.#lanes.splice(at, 0, lane)
    }
    lane.ids.push(id)
    this.#queued++
  }

  /** Back to the very front. */
  unshift(id: number): void {
    this.#returned.push(id)
    this.#queued++
  }

  shift(): number {
    if (this.#queued === 0) return 0
    this.#queued--
    const returned = this.#returned.pop()
    if (returned !== undefined) return returned
    while (this.#lanes[0]!.ids.length === 0) this.#lanes.shift()
    return this.#lanes[0]!.ids.shift()
  }

  /** The ids that come next, at most `count`, left where they are. */
  peek(count: number): number[] {
    const ids = this.#returned.slice(-count).reverse()
    for (const lane of this.#lanes) {
      if (ids.length >= count) break
      ids.push(...lane.ids.peek(count - ids.length))
    }
    return ids
  }

  retryLater(): void {
    this.#retrying++
  }

  retryNow(id: number): void {
    this.#retrying--
    this.unshift(id)
  }
}
