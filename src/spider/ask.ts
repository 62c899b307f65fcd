import { asCrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { OrderLimits } from '../exchange/order.ts'
import type { Lease } from '../frontier/index.ts'
import { parseRetryAfter } from '../headers/retry-after.ts'
import type { PaceResult } from '../politeness/index.ts'
import type { Link } from '../url/link.ts'
import { conditionsOf } from './revisit.ts'
import type { Rooms } from './rooms.ts'
import { silenceOf } from './settle.ts'
import { isNamedSitemap } from './visit-page.ts'

/** Step 6: one hop. Politeness hears how it went before anything else happens, so a server's wish counts from its last byte on. */
export async function ask(lease: Lease, rooms: Rooms): Promise<Exchange> {
  const { clock, events, fetcher, signal } = rooms
  const { link } = lease
  const startedAt = clock.now()
  events.emit('asked', { link })
  try {
    const exchange = await fetcher({
      method: 'GET',
      url: link.url,
      headers: [...rooms.headersFor(link), ...conditionsOf(lease, rooms)],
      allow: rooms.allowFor(link.url),
      wants: rooms.wants,
      redirects: link.redirects,
      limits: { ...rooms.politeness.clocks(rooms.politeness.pace(lease.site), startedAt), ...sizesOf(link, rooms), onSilence: 'cut' },
      signal,
    })
    rooms.handles.some()
    const failure = silenceOf(exchange)
    if (failure !== undefined) {
      pace(lease, rooms, { failure, answered: true, latencyMs: clock.now() - startedAt })
      return exchange
    }
    const retryAfter = exchange.status < 300 ? undefined : headerValue(exchange.headers, 'retry-after')
    pace(lease, rooms, {
      status: exchange.status,
      retryAfterSeconds: retryAfter === undefined ? undefined : parseRetryAfter(retryAfter, new Date(clock.wall())),
      latencyMs: exchange.timings.headersMs,
      address: exchange.peer,
    })
    return exchange
  } catch (fault) {
    const error = asCrawlError(fault, link.url)
    pace(lease, rooms, { failure: error.code, answered: error.answered, latencyMs: clock.now() - startedAt })
    throw error
  }
}

/** A sitemap is read as far as it may be long, also one that the user begins with; a page that is longer than a page is none. */
function sizesOf(link: Link, { options }: Rooms): OrderLimits {
  if (isNamedSitemap(link) || (link.via === 'seed' && /\.xml(?:\.gz)?$/.test(link.url))) return sitemapSizes
  return { bodyBytes: options.pageBytes, bodyRawBytes: options.pageBytes }
}

const sitemapSizes: OrderLimits = { bodyBytes: limits.sitemapBytes, bodyRawBytes: limits.sitemapBytes, overLimit: 'cut' }

function pace(lease: Lease, { clock, frontier, politeness }: Rooms, result: PaceResult): void {
  const handle = politeness.pace(lease.site)
  politeness.finished(handle, clock.now(), result)
  // Only what a restart must know goes to disk: a pause, a back-off. The plain gap is kept by asking nothing at once after a crash.
  const slowed = result.failure !== undefined || (result.status ?? 0) >= 400
  if (slowed) frontier.note(lease.site, { pace: politeness.snapshot(handle, clock.now(), clock.wall()) })
}
