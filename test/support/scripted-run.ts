import type { ManualClock } from '../../src/base/clock.ts'
import { manualClock } from '../../src/base/clock.ts'
import type { CrawlOptions, Exchange, Order, Report } from '../../src/index.ts'
import { crawl } from '../../src/index.ts'

export type Asked = { readonly url: string; readonly at: number; readonly wall: number; readonly headers: readonly string[] }

/** `count`: requests so far, this one included; `times`: the same for this URL. */
export type ScriptedRequest = { readonly url: string; readonly count: number; readonly times: number; readonly order: Order }

export type ScriptedAnswer = {
  readonly status?: number
  readonly headers?: readonly string[]
  readonly body?: string
  /** Until its last byte; `headersMs` of it until the end of its header. Default 0, and all of it. */
  readonly ms?: number
  readonly headersMs?: number
}

/**
 * A crawl whose clock is turned by hand and whose web is a function, for pauses of hours. A robots.txt that is not answered otherwise is
 * absent.
 */
export async function scriptedRun(
  seeds: readonly string[],
  options: CrawlOptions,
  answer: (request: ScriptedRequest) => ScriptedAnswer,
  /** Told before each step of the clock: may change it. */
  onStep: (clock: ManualClock) => void | Promise<void> = () => {},
): Promise<{ report: Report; log: readonly Asked[] }> {
  const clock = manualClock()
  const log: Asked[] = []
  const fetcher = async (order: Order): Promise<Exchange> => {
    log.push({ url: order.url, at: clock.now(), wall: clock.wall(), headers: order.headers })
    const times = log.filter(({ url }) => url === order.url).length
    const given = answer({ url: order.url, count: log.length, times, order })
    const { status = order.url.endsWith('/robots.txt') ? 404 : 200, headers = [], body = '', ms = 0, headersMs = ms } = given
    const startedAt = clock.wall()
    if (ms > 0) await new Promise<void>(resolve => clock.after(ms, resolve))
    const bytes = Buffer.from(body)
    return {
      order,
      status,
      reason: '',
      headers: ['Content-Type', 'text/html', ...headers],
      body: bytes,
      bytes: { raw: bytes.length, decoded: bytes.length },
      timings: { startedAt, headersMs, totalMs: ms },
      anomalies: [],
    }
  }
  let over = false
  const run = crawl(seeds, { identity: { contact: 'me@example.org' }, ...options, clock, fetcher })
    .run()
    .finally(() => {
      over = true
    })
  run.catch(() => {})
  for (let step = 50, seen = 0; !over; ) {
    for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve))
    await onStep(clock)
    step = log.length > seen ? 50 : Math.min(2 * step, 60_000)
    seen = log.length
    await clock.advance(step)
  }
  return { report: await run, log }
}
