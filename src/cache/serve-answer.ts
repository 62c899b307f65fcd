import { asCrawlError, CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue, headerValues, withHeader, withoutHeaders } from '../exchange/header-list.ts'
import type { BodySink, Head, Order } from '../exchange/order.ts'
import { contentCodings, decodeBody } from '../http/index.ts'
import { currentAge } from './freshness.ts'
import type { Kept } from './partial-answer.ts'
import { askedRange, cutPart, partFields } from './partial-answer.ts'
import { isNotModified } from './preconditions.ts'

export type Serving = {
  readonly stored: NonNullable<Exchange['stored']>
  /** Wall time, ms. */
  readonly now: number
  /** The 304 that confirmed the answer. */
  readonly confirmed?: Exchange | undefined
}

/**
 * A stored answer as the Exchange that its order would have had, with its Age. Undefined when its codings cannot be taken off within the
 * order's limits: ask the server then. Rejects as the order's sink does.
 */
export async function serveAnswer(
  order: Order,
  { answer, body }: Kept,
  { stored, now, confirmed }: Serving,
): Promise<Exchange | undefined> {
  const exchange = ({ status, headers }: Head, parts: Partial<Exchange> = {}): Exchange => ({
    order,
    version: answer.version,
    status,
    reason: reasons.get(status) ?? answer.reason,
    headers,
    body: new Uint8Array(0),
    bytes: { raw: 0, decoded: 0 },
    timings: confirmed?.timings ?? { startedAt: now, headersMs: 0, totalMs: 0 },
    peer: confirmed?.peer,
    anomalies: [],
    stored,
    ...parts,
  })
  const fields = servedFields(answer.headers, currentAge(answer, now), confirmed)
  if (isNotModified(order.headers, answer)) return exchange({ status: 304, headers: withoutHeaders(fields, ['content-length']) })
  if (order.method === 'HEAD') return exchange({ status: answer.status, headers: fields })

  const range = askedRange(order.headers)
  const part = typeof range === 'object' ? cutPart(answer, range) : undefined
  const bytes = part === undefined ? body : body.subarray(part.offset, part.offset + part.last - part.first + 1)
  const codings = contentCodings(headerValues(answer.headers, 'content-encoding'))
  const head = part === undefined ? { status: answer.status, headers: fields } : { status: 206, headers: partFields(fields, part) }
  // A sink takes the bytes of the message: these were kept without their codings.
  const sunk = answer.coded || codings.length === 0 ? head : { ...head, headers: bareFields(head.headers, bytes.length) }
  const wish = wishOf(order, sunk)
  if (wish === 'unwanted') return exchange(head, { cut: 'unwanted' })
  if (wish !== undefined) {
    await pour(wish, bytes, order.url)
    return exchange(sunk, { bytes: { raw: bytes.length, decoded: 0 } })
  }
  if (!answer.coded || codings.length === 0) return exchange(head, { body: bytes, bytes: { raw: 0, decoded: bytes.length } })
  const { bytes: decoded, cut, anomalies } = await decodeBody([bytes], codings, { bodyBytes: order.limits?.bodyBytes })
  return cut === undefined ? exchange(head, { body: decoded, bytes: { raw: 0, decoded: decoded.length }, anomalies }) : undefined
}

const reasons: ReadonlyMap<number, string> = new Map([
  [206, 'Partial Content'],
  [304, 'Not Modified'],
])
/** Seconds; RFC 9111 section 1.2.2. */
const longestAge = 2 ** 31

function servedFields(headers: HeaderList, ageMs: number, confirmed: Exchange | undefined): HeaderList {
  // A cookie of the first answer was kept or refused when it came: only what the 304 brings is new.
  const isOld = confirmed !== undefined && headerValue(confirmed.headers, 'set-cookie') === undefined
  const age = Math.floor(Math.min(ageMs / 1000, longestAge))
  return withHeader(isOld ? withoutHeaders(headers, ['set-cookie']) : headers, 'Age', String(age))
}

function bareFields(headers: HeaderList, length: number): HeaderList {
  return withHeader(withoutHeaders(headers, ['content-encoding']), 'Content-Length', String(length))
}

function wishOf(order: Order, head: Head): BodySink | 'unwanted' | undefined {
  try {
    return order.wants !== undefined && !order.wants(head) ? 'unwanted' : order.into?.(head)
  } catch (cause) {
    if (cause instanceof CrawlError) throw cause
    throw new CrawlError('handler', 'The `wants` or `into` of the order threw; see the cause.', {
      url: withoutCredentials(order.url),
      cause,
    })
  }
}

async function pour(sink: BodySink, bytes: Uint8Array, url: string): Promise<void> {
  try {
    if (bytes.length > 0) await sink.write(bytes)
  } catch (failure) {
    throw asCrawlError(failure, withoutCredentials(url))
  }
}
