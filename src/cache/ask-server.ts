import { CrawlError } from '../base/crawl-error.ts'
import type { Exchange, Fetcher } from '../exchange/exchange.ts'
import { headerValue, headerValues } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { conditionalFields } from '../headers/index.ts'
import type { CacheRules } from './cache-rules.ts'
import { copyBody } from './copy-body.ts'
import { controlOf } from './freshness.ts'
import { maySubstitute } from './judge-answer.ts'
import { keepAnswer } from './keep-answer.ts'
import { mayStore } from './may-store.ts'
import type { Kept } from './partial-answer.ts'
import { isConditional } from './preconditions.ts'
import { serveAnswer } from './serve-answer.ts'
import type { AnswerTimes, StoredAnswer } from './stored-answer.ts'
import { isConfirmed, updateAnswer } from './update-answer.ts'
import { variantOf } from './variant.ts'

/**
 * Asks the server, on conditions when there is something to confirm (RFC 9111 section 4.3), and keeps what it answers.
 * @param kept the stored answer that would do for the order if the server confirmed it
 */
export async function askServer(rules: CacheRules, order: Order, next: Fetcher, kept?: Kept): Promise<Exchange> {
  const conditions = kept === undefined || isConditional(order.headers) ? [] : conditionsOf(kept.answer)
  const asked = conditions.length === 0 ? order : { ...order, headers: [...order.headers, ...conditions] }
  const isSpare = kept !== undefined && maySubstitute(kept.answer, controlOf(order.headers), rules.now(), rules.heuristics)
  const copy = copyBody(asked, rules.maxBodyBytes, head => {
    if (failures.has(head.status) && isSpare) return 'drop'
    return mayStore(head, rules.now(), rules.heuristics) ? 'copy' : 'pass'
  })
  const substitute = async () => (isSpare && !copy.sank() ? serveAnswer(order, kept, { stored: 'stale', now: rules.now() }) : undefined)

  const requestedAt = rules.now()
  let exchange: Exchange
  try {
    exchange = await next(copy.order)
  } catch (failure) {
    const stale = failure instanceof CrawlError && failure.retryable ? await substitute() : undefined
    if (stale !== undefined) return stale
    throw failure
  }
  const receivedAt = Math.min(rules.now(), requestedAt + Math.ceil(exchange.timings.headersMs))
  const times = { requestedAt, receivedAt }
  const own = { ...exchange, order }
  if (exchange.status === 304) {
    const answer = kept === undefined ? undefined : confirmedAnswer(rules, own, kept, times, conditions.length > 0)
    if (conditions.length === 0) return own
    const served =
      kept && answer && (await serveAnswer(order, { ...kept, answer }, { stored: 'revalidated', now: rules.now(), confirmed: exchange }))
    if (served) return served
    // The server confirms what it was not asked about, or the body is of no use: all of it is needed.
    if (kept !== undefined) rules.store.remove(kept.answer.url, kept.answer.variant)
    return askServer(rules, order, next)
  }
  const stale = failures.has(exchange.status) ? await substitute() : undefined
  if (stale !== undefined) return stale
  keepAnswer(rules, own, copy, times, kept?.answer)
  return own
}

/** What RFC 5861 section 4 calls an error. */
const failures: ReadonlySet<number> = new Set([500, 502, 503, 504])

function conditionsOf({ headers }: StoredAnswer): string[] {
  return conditionalFields({ etag: headerValue(headers, 'etag'), modified: headerValue(headers, 'last-modified') })
}

/** Brings the stored answer up to date with a 304 that speaks of it. */
function confirmedAnswer(
  { store }: CacheRules,
  { order, headers }: Exchange,
  { answer, body }: Kept,
  times: AnswerTimes,
  isAsked: boolean,
): StoredAnswer | undefined {
  if (!isConfirmed(answer, headers, isAsked)) return undefined
  const updated = updateAnswer(answer, headers, times)
  if (controlOf(headers).has('no-store')) {
    store.remove(answer.url, answer.variant)
    return updated
  }
  const variant = variantOf(order.headers, headerValues(updated.headers, 'vary'), answer.status === 206)
  if (variant === answer.variant) {
    store.put(updated)
    return updated
  }
  store.remove(answer.url, answer.variant)
  store.put({ ...updated, variant }, body)
  return { ...updated, variant }
}
