import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { Exchange, Fetcher, Wrap } from '../exchange/exchange.ts'
import { headerValues } from '../exchange/header-list.ts'
import { isSafe } from '../exchange/methods.ts'
import type { Order } from '../exchange/order.ts'
import { askServer } from './ask-server.ts'
import type { CacheRules } from './cache-rules.ts'
import type { CacheStore } from './cache-store.ts'
import { chooseAnswer, isVariantFor } from './choose-answer.ts'
import { controlOf } from './freshness.ts'
import type { Verdict } from './judge-answer.ts'
import { judgeAnswer } from './judge-answer.ts'
import type { Kept } from './partial-answer.ts'
import { isForOrigin } from './preconditions.ts'
import { serveAnswer } from './serve-answer.ts'
import { storeKey } from './stored-answer.ts'
import { isSameVersion, updateAnswer } from './update-answer.ts'

export type CacheOptions = {
  /** Where answers are kept: `memoryCacheStore()` or `diskCacheStore(folder)`. It stays the caller's to close. */
  readonly store: CacheStore
  /** Is an answer that says nothing of its freshness fresh for a tenth of the time since its Last-Modified? Default true. */
  readonly heuristics?: boolean | undefined
  /** Longest body kept, in bytes; default `limits.cacheBodyBytes`. */
  readonly maxBodyBytes?: number | undefined
  /**
   * Takes the refreshing of an answer that was served stale under stale-while-revalidate (RFC 5861); the promise never rejects. Without it
   * nothing is asked behind the caller's back: such an answer is confirmed before it is served.
   */
  readonly waitUntil?: ((refreshing: Promise<void>) => void) | undefined
  readonly clock?: Clock | undefined
}

/**
 * A private cache (RFC 9111) around a fetcher. Fresh answers come from the store; stale ones are asked for on conditions, and come from
 * there when the server says 304: `Exchange.stored` tells. An order's own conditions go to the server untouched, unless a fresh answer can
 * judge them. `Cache-Control` of the order is obeyed; its no-store leaves the store out both ways. Wraps that add cookies or credentials
 * belong outside: `createClient({ cache })` puts it there.
 */
export function cacheWrap(options: CacheOptions): Wrap {
  const { store, heuristics = true, maxBodyBytes = limits.cacheBodyBytes, waitUntil, clock = systemClock } = options
  const rules: CacheRules = { store, heuristics, maxBodyBytes, now: () => clock.wall() }
  const refreshing = new Set<string>()

  async function serve(order: Order, next: Fetcher, kept: Kept, verdict: Verdict): Promise<Exchange | undefined> {
    if (verdict === 'ask' || (verdict === 'refresh' && waitUntil === undefined)) return undefined
    const served = await serveAnswer(order, kept, { stored: verdict === 'fresh' ? 'fresh' : 'stale', now: rules.now() })
    const key = `${kept.answer.url} ${kept.answer.variant}`
    if (verdict === 'refresh' && served !== undefined && !refreshing.has(key)) {
      refreshing.add(key)
      const plain = { ...order, signal: undefined, wants: undefined, into: undefined }
      const done = () => void refreshing.delete(key)
      waitUntil?.(askServer(rules, plain, next, kept).then(done, done))
    }
    return served
  }

  return async (order, next) => {
    if (!/^https?:/i.test(order.url)) return next(order)
    if (!isSafe(order.method)) return forgetting(store, await next(order))
    const request = controlOf(order.headers)
    const isRead = order.method === 'GET' || order.method === 'HEAD'
    if (!isRead || order.body !== undefined || request.has('no-store') || isForOrigin(order.headers)) return next(order)
    const kept = chooseAnswer(store, order)
    const verdict = kept === undefined ? 'ask' : judgeAnswer(kept.answer, request, rules.now(), heuristics)
    const served = kept === undefined ? undefined : await serve(order, next, kept, verdict)
    if (served !== undefined) return served
    if (request.has('only-if-cached')) return notStored(order, rules.now())
    if (order.method === 'HEAD') return comparing(rules, order, await next(order))
    return askServer(rules, order, next, kept)
  }
}

/** RFC 9110 section 9.2.1. */
/**
 * An unsafe method that succeeded may have changed what is stored, there and at the places that its answer names (RFC 9111 section 4.4).
 */
function forgetting(store: CacheStore, exchange: Exchange): Exchange {
  const { order, status, headers } = exchange
  if (status < 200 || status >= 400) return exchange
  store.remove(storeKey(order.url))
  for (const place of [...headerValues(headers, 'location'), ...headerValues(headers, 'content-location')]) {
    const url = URL.parse(place, order.url)
    if (url !== null && url.origin === URL.parse(order.url)?.origin) store.remove(storeKey(url.href))
  }
  return exchange
}

/** The answer to a HEAD brings stored fields up to date, or tells that what is stored is not the version of today. */
function comparing({ store, now }: CacheRules, order: Order, exchange: Exchange): Exchange {
  if (exchange.status !== 200) return exchange
  const receivedAt = now()
  const requestedAt = receivedAt - Math.ceil(exchange.timings.headersMs)
  for (const answer of store.find(storeKey(order.url))) {
    if (!isVariantFor(answer, order)) continue
    const mayStay = isSameVersion(answer, exchange.headers) && !controlOf(exchange.headers).has('no-store')
    if (mayStay) store.put(updateAnswer(answer, exchange.headers, { requestedAt, receivedAt }))
    else store.remove(answer.url, answer.variant)
  }
  return exchange
}

/** What only-if-cached gets for an answer that is not there (RFC 9111 section 5.2.1.7). */
function notStored(order: Order, now: number): Exchange {
  return {
    order,
    status: 504,
    reason: 'Gateway Timeout',
    headers: [],
    body: new Uint8Array(0),
    bytes: { raw: 0, decoded: 0 },
    timings: { startedAt: now, headersMs: 0, totalMs: 0 },
    anomalies: [],
  }
}
