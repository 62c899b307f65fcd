import type { CrawlError } from '../base/crawl-error.ts'
import { asCrawlError } from '../base/crawl-error.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Lease } from '../frontier/index.ts'
import type { Page } from '../page/index.ts'
import { readPage } from '../page/index.ts'
import type { GivenBack } from './admit.ts'
import { admit } from './admit.ts'
import { ask } from './ask.ts'
import { commit } from './commit.ts'
import type { Rooms } from './rooms.ts'
import type { Explained } from './settle.ts'
import { meaningOf, settlementOfFailure, settlementOfStatus, settlementOfTruncated } from './settle.ts'
import type { Item } from './visit.ts'
import type { Gathered } from './visit-page.ts'
import { visitPage } from './visit-page.ts'

/**
 * The journey of a URL, from its lease to its settlement. Steps 1 to 3 (name it, is it ours, have we met) happen to the links of the page
 * before, in commit.ts; step 4 (whose turn) is the lease itself.
 */
export async function journey(lease: Lease, rooms: Rooms): Promise<void> {
  const { frontier, events, signal } = rooms
  const settlement = settle(await travel(lease, rooms), lease, rooms)
  if (settlement.outcome === 'given-back') return frontier.release(lease, settlement.notBefore)
  if (signal.aborted) return frontier.release(lease)
  const { added } = await frontier.settle(lease, settlement)
  const { outcome, reason, says, page, items = [] } = settlement
  for (const item of items) events.emit('item', { item, link: lease.link })
  events.emit('settled', {
    link: lease.link,
    outcome,
    reason,
    says,
    status: page?.status,
    bytes: page?.bytes ?? 0,
    saved: outcome === 'unchanged' && page?.bytes === undefined ? (lease.before?.bytes ?? 0) : 0,
    ms: page?.ms ?? 0,
    added,
    items: items.length,
  })
}

/** Steps 5 to 8. Whatever fails becomes a settlement with a code. */
async function travel(lease: Lease, rooms: Rooms): Promise<Arrived | Journeyed | GivenBack> {
  try {
    const admission = await admit(lease, rooms) // 5. are we welcome?
    if (admission !== 'go') return admission
    const exchange = await ask(lease, rooms) // 6. ask
    if (meaningOf(exchange.status) !== 'visit') return { exchange }
    const truncated = settlementOfTruncated(exchange, lease, rooms)
    if (truncated !== undefined) return truncated
    const page = readPage(exchange, lease.link, rooms) // 7. read
    return { page, gathered: await visitPage(page, lease, rooms) } // 8. visit
  } catch (fault) {
    const error = asCrawlError(fault, lease.link.url)
    if (error.code === 'aborted') return { outcome: 'given-back' }
    return error.code === 'no-handles' ? { lacks: error } : settlementOfFailure(error, lease, rooms)
  }
}

/** Step 9. What fails here is no fault of the page, but of this machine: it ends the crawl, and the page waits. */
function settle(came: Arrived | Journeyed | GivenBack, lease: Lease, rooms: Rooms): Journeyed | GivenBack {
  if ('lacks' in came) return { outcome: 'given-back', notBefore: rooms.handles.none(came.lacks, rooms.frontier.counts().leased) }
  if ('exchange' in came) return settlementOfStatus(came.exchange, lease, rooms)
  return 'gathered' in came ? commit(came.page, came.gathered, lease, rooms) : came
}

/** Nothing, for this machine had no file handle; an answer whose status says it all; or a page that was visited. */
type Arrived = { readonly lacks: CrawlError } | { readonly exchange: Exchange } | { readonly page: Page; readonly gathered: Gathered }

export type Journeyed = Explained & { readonly items?: readonly Item[] }
