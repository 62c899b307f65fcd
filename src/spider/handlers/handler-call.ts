import type { CrawlErrorCode } from '../../base/crawl-error.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import type { CanonicalRules } from '../../url/canonical.ts'
import type { Link } from '../../url/link.ts'
import type { FollowOptions, Item, Visit } from '../visit.ts'

/** What a thread of handlers is begun with. */
export type ThreadStart = { readonly module: string; readonly canonical: CanonicalRules | undefined }

/** One page for one handler, as it crosses threads. */
export type HandlerCall = {
  readonly id: number
  /** Which of the module's handlers. */
  readonly route: number
  readonly exchange: Exchange
  readonly link: Link
  readonly params: Visit['params']
}

/** What the handler did with its page, in its order; or why it failed. */
export type HandlerAnswer = { readonly id: number } & ({ readonly acts: readonly Act[] } | { readonly fault: Fault })

export type Act = { readonly follow: readonly (Link | string)[]; readonly options: FollowOptions | undefined } | { readonly save: Item }

export type Fault = { readonly name: string; readonly message: string; readonly stack?: string | undefined; readonly code?: CrawlErrorCode }

/** The body is a copy, to be handed over: that of the page stays, and what it was cut from may be many times as long. */
export function handlerCall(
  id: number,
  route: number,
  { page, link, params }: Visit,
): HandlerCall & { readonly exchange: { body: Uint8Array<ArrayBuffer> } } {
  const { order, version, status, reason, headers, body, bytes, timings, peer, cut, anomalies, stored } = page.exchange
  const { method, url, redirects } = order
  // Of the order what is plain data: signals and functions stay here.
  const plain = { method, url, headers: order.headers, redirects }
  const exchange = {
    order: plain,
    version,
    status,
    reason,
    headers,
    bytes,
    timings,
    peer,
    cut,
    anomalies,
    stored,
    body: new Uint8Array(body),
  }
  return { id, route, exchange, link, params }
}

/** Does what the handler did, here. */
export function perform(acts: readonly Act[], { follow, save }: Visit): void {
  for (const act of acts) {
    if ('save' in act) save(act.save)
    else follow(act.follow, act.options)
  }
}

export function faultOf(cause: unknown): Fault {
  if (!(cause instanceof Error)) return { name: 'Error', message: String(cause) }
  const { name, message, stack } = cause
  return { name, message, stack, ...(cause instanceof CrawlError ? { code: cause.code } : {}) }
}

export function errorOf({ name, message, stack, code }: Fault): Error {
  return code === undefined ? Object.assign(new Error(message), { name, stack }) : new CrawlError(code, message)
}
