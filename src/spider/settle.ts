import type { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue } from '../exchange/header-list.ts'
import { mayPass } from '../exchange/may-pass.ts'
import { isRedirect, redirectTarget } from '../exchange/redirects.ts'
import type { Lease, PageState, Settlement } from '../frontier/index.ts'
import { validatorOf } from '../headers/index.ts'
import { silenceInBody } from '../http/index.ts'
import type { Link } from '../url/link.ts'
import { nextVisit } from './revisit.ts'
import type { Rooms } from './rooms.ts'

/** What an answer's status means for its URL. `visit`: read it; the others end the lease. */
export type Meaning = 'visit' | 'unchanged' | 'redirect' | 'retry' | 'fail'

/** Step 10's one table (RFC 9110 section 15). */
export function meaningOf(status: number): Meaning {
  if (status === 304) return 'unchanged'
  // A part, and a crawl asks for none: what is in it is not the page.
  if (status === 206) return 'fail'
  if (status >= 200 && status < 300) return 'visit'
  if (isRedirect(status)) return 'redirect'
  return mayPass(status) ? 'retry' : 'fail'
}

/** The end of a lease whose answer is not visited. */
export function settlementOfStatus(exchange: Exchange, lease: Lease, rooms: Rooms): Settlement {
  const page = pageStateOf(exchange)
  const reason = `http-${exchange.status}`
  switch (meaningOf(exchange.status)) {
    case 'unchanged': {
      // Unasked: there is no copy that it could confirm.
      if (lease.before?.digest === undefined) return { outcome: 'failed', reason, page }
      return { outcome: 'unchanged', page: { ...page, bytes: undefined, ...nextVisit(lease.before, 'unchanged', exchange.headers, rooms) } }
    }
    case 'redirect':
      return settlementOfRedirect(exchange, lease, rooms)
    case 'retry':
      return retryOr({ outcome: 'failed', reason, page }, lease, rooms)
    default:
      return { outcome: 'failed', reason, page }
  }
}

/** With the reason in words. */
export type Explained = Settlement & { readonly says?: string | undefined }

/** The end of a lease that got no answer. */
export function settlementOfFailure(error: CrawlError, lease: Lease, rooms: Rooms): Explained {
  const page = { fetched: rooms.clock.wall() }
  const { code: reason, message: says } = error
  if (reason === 'address-guarded') return { outcome: 'dropped', reason, page, says }
  const failed: Explained = { outcome: 'failed', reason, page, says }
  return error.retryable ? retryOr(failed, lease, rooms) : failed
}

export function pageStateOf(exchange: Exchange): PageState {
  const { status, headers, timings } = exchange
  return {
    status,
    bytes: sizeOf(exchange),
    fetched: timings.startedAt,
    ms: Math.round(timings.totalMs),
    ...(meaningOf(status) === 'visit' || status === 304
      ? { etag: validatorOf(headerValue(headers, 'etag')), modified: validatorOf(headerValue(headers, 'last-modified')) }
      : {}),
  }
}

/** A body that was left on the server still has the size its header states. */
export function sizeOf({ cut, bytes }: Exchange): number {
  return cut === 'unwanted' ? bytes.raw : bytes.decoded
}

/** What politeness hears of a body that ended in silence, though some of it came. */
export function silenceOf({ anomalies }: Exchange): 'timeout-idle' | undefined {
  return anomalies.includes(silenceInBody) ? 'timeout-idle' : undefined
}

/** A body that ended early is asked for again; the last attempt makes do with what came. */
export function settlementOfTruncated(exchange: Exchange, lease: Lease, rooms: Rooms): Settlement | undefined {
  if (exchange.cut !== 'truncated') return undefined
  const reason = silenceOf(exchange) ?? 'body-truncated'
  const settlement = retryOr({ outcome: 'failed', reason, page: pageStateOf(exchange) }, lease, rooms)
  return settlement.outcome === 'retry' ? settlement : undefined
}

/** Attempts beyond the usual that a server gets which says itself that it is too busy. */
const patience = 3

/** Attempts at one URL in all, of which `usual` are everybody's. A body that did not end would not end the next time. */
export function attemptsAfter(reason: string | undefined, usual: number): number {
  if (reason === 'timeout-rate' || reason === 'timeout-total') return 1
  if (reason === 'timeout-headers' || reason === 'timeout-idle') return Math.min(usual, 2)
  return usual + (reason === 'http-429' || reason === 'http-503' ? patience : 0)
}

function retryOr(failed: Settlement, lease: Lease, { clock, options, politeness }: Rooms): Settlement {
  const timedOut = failed.reason?.startsWith('timeout-') === true
  if (timedOut && politeness.isOutOfPatience(politeness.pace(lease.site), clock.now())) return failed
  if (lease.attempts + 1 >= attemptsAfter(failed.reason, options.attempts)) return failed
  return { outcome: 'retry', reason: failed.reason, retryAt: clock.now() + options.retryMs * 2 ** lease.attempts }
}

/** A redirect is a link back to step 1: the frontier, scope, robots and politeness see its target like any other. */
function settlementOfRedirect(exchange: Exchange, lease: Lease, rooms: Rooms): Settlement {
  const { link } = lease
  const page = pageStateOf(exchange)
  const failed = (reason: string): Settlement => ({ outcome: 'failed', reason, page })
  const target = redirectTarget(link.url, exchange.status, exchange.headers)
  if (target === undefined) return failed(`http-${exchange.status}`)
  if ('refused' in target) return failed(target.refused)
  const url = rooms.canonical(target.url, link.url)
  if (url === null) return failed('redirect-invalid')
  const redirects = [...(link.redirects ?? []), link.url]
  if (redirects.includes(url)) {
    const heals = rooms.options.cookies && url === link.url && headerValue(exchange.headers, 'set-cookie') !== undefined
    return heals ? retryOr(failed('redirect-loop'), lease, rooms) : failed('redirect-loop')
  }
  if (redirects.length > rooms.options.redirects) return failed('redirect-limit')
  const next: Link = { ...link, url, via: 'redirect', from: link.url, redirects }
  let verdict = rooms.scope(next)
  if (verdict !== true && link.depth === 0 && (link.via === 'seed' || link.via === 'redirect') && !verdict.startsWith('trap')) {
    rooms.adopt(url)
    verdict = rooms.scope(next)
  }
  const moved = { ...page, target: withoutCredentials(url) }
  if (verdict !== true) return { outcome: 'redirected', page: moved, refused: new Map([[verdict, 1]]) }
  return { outcome: 'redirected', page: moved, links: [next] }
}
