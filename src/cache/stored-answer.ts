import { hash } from 'node:crypto'
import { withoutCredentials } from '../base/escape.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue, headerValues, withoutHeaders } from '../exchange/header-list.ts'
import { directiveFields, formatHttpDate, parseCacheControl } from '../headers/index.ts'
import { variantOf } from './variant.ts'

/** An answer as it is kept, all but its body. Plain data without secrets of the request. */
export type StoredAnswer = {
  /** Without credentials and fragment. */
  readonly url: string
  /** A digest of what the request said in the fields that the answer varies by. One URL and variant is one answer. */
  readonly variant: string
  readonly status: number
  readonly reason: string
  readonly version?: string | undefined
  /** Where it came from: who may not reach that address must not see the answer. */
  readonly peer?: string | undefined
  /** As received, without the fields that belong to one connection; with a Date. */
  readonly headers: HeaderList
  /** Wall time when the request was sent and when the answer's header was here, ms. */
  readonly requestedAt: number
  readonly receivedAt: number
  /** Has the body still its content codings, or was it kept decoded? */
  readonly coded: boolean
  /** Bytes of the body as kept, and their SHA-256 in hexadecimal: the body's identity. */
  readonly length: number
  readonly digest: string
}

export type AnswerTimes = Pick<StoredAnswer, 'requestedAt' | 'receivedAt'>

/** @param body as it will be kept; `coded` says in which form */
export function storedAnswer(exchange: Exchange, body: Uint8Array, coded: boolean, times: AnswerTimes): StoredAnswer {
  const { order, status, reason, version, peer } = exchange
  const headers = keptFields(exchange.headers, times.receivedAt)
  const variant = variantOf(order.headers, headerValues(headers, 'vary'), status === 206)
  return {
    url: storeKey(order.url),
    variant,
    status,
    reason,
    ...(version === undefined ? {} : { version }),
    ...(peer === undefined ? {} : { peer }),
    headers,
    ...times,
    coded,
    length: body.length,
    digest: bodyDigest(body),
  }
}

/** What answers are found by: the URL without credentials and fragment. */
export function storeKey(url: string): string {
  return withoutCredentials(url.split('#', 1)[0]!)
}

export function bodyDigest(body: Uint8Array): string {
  return hash('sha256', body, 'hex')
}

/** The fields that may be kept (RFC 9111 section 3.1), and those that `no-cache="..."` lets nobody see again unasked. */
export function keptFields(headers: HeaderList, receivedAt: number): HeaderList {
  const named = headerValues(headers, 'connection').flatMap(value => value.split(',').map(name => name.trim().toLowerCase()))
  const hidden = directiveFields(parseCacheControl(headerValues(headers, 'cache-control')), 'no-cache') ?? []
  const kept = withoutHeaders(headers, [...connectionFields, ...named, ...(hidden === 'all' ? [] : hidden)])
  // RFC 9110 section 6.6.1: who keeps an answer without Date writes down when it came.
  return headerValue(kept, 'date') === undefined ? [...kept, 'Date', formatHttpDate(new Date(receivedAt))] : kept
}

const connectionFields: readonly string[] = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]
