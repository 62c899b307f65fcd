import { hash } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { parseRetryAfter } from '../headers/index.ts'
import type { Page } from '../page/index.ts'
import { readPage } from '../page/index.ts'
import type { Known } from './known.ts'
import type { SameBy } from './read-answer.ts'
import { readAnswer } from './read-answer.ts'
import type { WatchClient } from './watch-client.ts'
import type { CheckedEvent } from './watch-event.ts'
import type { WatchCounts } from './watch-state.ts'
import type { How } from './what-to-ask.ts'
import { whatToAsk } from './what-to-ask.ts'

/** What a resource has become. `exchange`: the last answer; `moved`: it is missing where it had moved to for good. */
export type Reading =
  | { readonly is: 'same'; readonly by: SameBy; readonly flapped: boolean; readonly known: Known; readonly exchange: Exchange }
  | { readonly is: 'new'; readonly known: Known; readonly exchange: Exchange; readonly page: Page }
  | { readonly is: 'failed'; readonly error: CrawlError; readonly retryAfterMs: number; readonly moved: boolean }

export type Cost = Pick<WatchCounts, 'requests' | 'bytes' | 'notModified' | 'downloads'>

export type ResourceParts = {
  readonly client: WatchClient
  readonly clock: Clock
  readonly how: How
  /** Compare the text that a reader sees instead of the bytes. */
  readonly byText: boolean
  /** Told of each answer. */
  readonly count: (cost: Cost) => void
}

/** Asks whether a resource has changed: one request, or two when a HEAD leaves it open. Rejects with CrawlError when no answer came. */
export async function* askResource(named: string, known: Known | undefined, parts: ResourceParts): AsyncGenerator<CheckedEvent, Reading> {
  const { client, clock, how, byText, count } = parts
  let question = whatToAsk(known, how)
  let headRefused = false
  for (;;) {
    const { exchange, place, requests, bytes } = await client.ask(question, named, known)
    const { status, headers } = exchange
    const isContent = question !== 'head' && (status === 200 || status === 203)
    if (isContent && exchange.cut === 'truncated') throw truncated(exchange)
    count({ requests, bytes, notModified: status === 304 ? 1 : 0, downloads: isContent ? 1 : 0 })
    const at = new Date(clock.wall())
    const method = question === 'head' ? 'HEAD' : 'GET'
    yield { kind: 'checked', at: at.toISOString(), method, url: withoutCredentials(place.at), status, bytes }
    const page = isContent ? readPage(exchange, { url: place.at, via: 'seed', depth: 0 }) : undefined
    const content = page === undefined ? undefined : hashOf(page, byText)
    const verdict = readAnswer(known, question, { place, status, headers, bytes, hash: content, headRefused })
    if (verdict.is === 'open') {
      headRefused = verdict.headRefused
      question = 'get'
    } else if (verdict.is === 'failed') {
      const moved = (status === 404 || status === 410) && place.url !== named
      return { is: 'failed', error: refused(exchange), retryAfterMs: retryAfterMs(exchange, at), moved }
    } else if (verdict.is === 'new') {
      return { ...verdict, exchange, page: page! }
    } else {
      return { ...verdict, exchange }
    }
  }
}

function hashOf(page: Page, byText: boolean): string {
  const hasText = byText && page.kind !== 'binary' && page.kind !== 'empty'
  return hash('sha256', hasText ? page.text : page.exchange.body, 'base64url')
}

function retryAfterMs({ headers }: Exchange, now: Date): number {
  const value = headerValue(headers, 'retry-after')
  return value === undefined ? 0 : (parseRetryAfter(value, now) ?? 0) * 1000
}

function refused({ order, status, reason }: Exchange): CrawlError {
  const url = withoutCredentials(order.url)
  return new CrawlError('http-status', `${url} answered ${status} ${reason}. ${nextAfter(status, order)}`, { url, value: status })
}

function nextAfter(status: number, { headers }: Order): string {
  if (status === 410) return 'It is gone for good: end the watch.'
  const again = 'It is asked again later.'
  if (status !== 401) return again
  const login = 'watch --user name:password (library: auth)'
  const isGiven = headerValue(headers, 'authorization') !== undefined
  return `${isGiven ? 'It does not take the name and password: check' : 'It wants a name and password: give'} ${login}. ${again}`
}

function truncated({ order }: Exchange): CrawlError {
  const url = withoutCredentials(order.url)
  return new CrawlError('body-truncated', `${url} sent less than it announced: no version is made of it. It is asked again later.`, { url })
}
