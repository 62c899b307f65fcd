import { limits } from '../base/limits.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { classifyAddress } from '../net/index.ts'
import type { CacheStore } from './cache-store.ts'
import type { Kept } from './partial-answer.ts'
import { askedRange, cutPart } from './partial-answer.ts'
import type { StoredAnswer } from './stored-answer.ts'
import { storeKey } from './stored-answer.ts'
import { variantOf } from './variant.ts'

/** The stored answer that could be used for an order, whether it is fresh or not (RFC 9111 section 4): the last one, with its body. */
export function chooseAnswer(store: CacheStore, order: Order): Kept | undefined {
  for (const answer of store.find(storeKey(order.url))) {
    if (!isVariantFor(answer, order) || !mayReach(order, answer.peer) || !fits(order, answer)) continue
    const body = order.method === 'HEAD' ? new Uint8Array(0) : store.read(answer)
    if (body !== undefined) return { answer, body }
  }
  return undefined
}

export function isVariantFor({ headers, status, variant }: StoredAnswer, order: Order): boolean {
  return variantOf(order.headers, headerValues(headers, 'vary'), status === 206) === variant
}

/** The store is no way around the address guard. */
function mayReach({ allow }: Order, peer: string | undefined): boolean {
  const kind = peer === undefined ? 'public' : classifyAddress(peer)
  return kind === 'public' || allow?.includes(kind) === true
}

/** Does the answer hold what is asked for, within the limits of the order? */
function fits({ method, headers, limits: own, into }: Order, answer: StoredAnswer): boolean {
  if (method === 'HEAD') return answer.status !== 206
  const raw = own?.bodyRawBytes ?? limits.bodyRawBytes
  if (answer.length > (into === undefined ? Math.min(raw, own?.bodyBytes ?? limits.bodyBytes) : raw)) return false
  const range = askedRange(headers)
  if (range === undefined) return answer.status !== 206
  // A range counts the bytes of the message: only a body without codings is that.
  return range !== 'many' && headerValue(answer.headers, 'content-encoding') === undefined && cutPart(answer, range) !== undefined
}
