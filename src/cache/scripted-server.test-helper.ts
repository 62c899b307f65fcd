import type { ManualClock } from '../base/clock.ts'
import { manualClock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import type { Exchange, Fetcher } from '../exchange/exchange.ts'
import { wrapFetcher } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { formatHttpDate } from '../headers/index.ts'
import type { CacheStore } from './cache-store.ts'
import type { CacheOptions } from './cache-wrap.ts'
import { cacheWrap } from './cache-wrap.ts'
import { memoryCacheStore } from './memory-store.ts'

export type Said = {
  readonly status?: number
  readonly headers?: HeaderList
  readonly body?: string | Uint8Array
  readonly parts?: Partial<Exchange>
  /** The network fails instead. */
  readonly fails?: 'connection-refused' | 'dns-not-found' | 'aborted'
}

export type Scene = {
  readonly clock: ManualClock
  readonly store: CacheStore
  /** Every order that reached the server. */
  readonly asked: Order[]
  /** What the server says from now on; a function is asked each time. */
  say(said: Said | ((order: Order) => Said)): void
  get(headers?: HeaderList, more?: Partial<Order>): Promise<Exchange>
  /** Seconds go by. */
  pass(seconds: number): Promise<void>
}

export const pageUrl = 'http://a.example/page'

/** A cache before a server that says what it is told to, by Date of the same clock. */
export function openScene(options: Partial<CacheOptions> = {}): Scene {
  const clock = manualClock()
  const store = options.store ?? memoryCacheStore()
  const asked: Order[] = []
  let script: (order: Order) => Said = () => ({})
  const server: Fetcher = async order => {
    asked.push(order)
    const { status = 200, headers = [], body = 'body', parts = {}, fails } = script(order)
    if (fails !== undefined) throw new CrawlError(fails, `${fails} by script`)
    const all = headerValue(headers, 'date') === undefined ? ['Date', formatHttpDate(new Date(clock.wall())), ...headers] : headers
    const hasBody = status !== 304 && status !== 204 && order.method !== 'HEAD'
    const bytes = hasBody ? Buffer.from(body) : new Uint8Array(0)
    const sink = hasBody ? order.into?.({ status, headers: all }) : undefined
    await sink?.write(bytes)
    return {
      order,
      version: '1.1',
      status,
      reason: 'Said',
      headers: all,
      body: sink === undefined ? bytes : new Uint8Array(0),
      bytes: { raw: bytes.length, decoded: sink === undefined ? bytes.length : 0 },
      timings: { startedAt: clock.wall(), headersMs: 0, totalMs: 0 },
      anomalies: [],
      ...parts,
    }
  }
  const fetch = wrapFetcher(server, [cacheWrap({ clock, ...options, store })])
  return {
    clock,
    store,
    asked,
    say(said) {
      script = typeof said === 'function' ? said : () => said
    },
    get: (headers = [], more = {}) => fetch({ method: 'GET', url: pageUrl, headers, ...more }),
    pass: seconds => clock.advance(seconds * 1_000),
  }
}

export const textOf = (exchange: Exchange) => Buffer.from(exchange.body).toString()

/** An order's `into` that gathers, and what it was told. */
export function gathering() {
  const got = { text: '', head: undefined as { status: number; headers: HeaderList } | undefined }
  const into: NonNullable<Order['into']> = head => {
    got.head = head
    return {
      write(chunk) {
        got.text += Buffer.from(chunk).toString('latin1')
      },
    }
  }
  return { got, into }
}
