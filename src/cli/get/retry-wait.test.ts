import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../../base/clock.ts'
import type { CrawlErrorCode } from '../../base/crawl-error.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import { retryWait } from './retry-wait.ts'
import { anExchange } from './transfer.test-helper.ts'
import type { Attempt, RetryOptions } from './transfer.ts'
import { tryAgain } from './transfer.ts'

const error = (code: CrawlErrorCode) => new CrawlError(code, 'x.')
const answer = (status: number, headers: string[] = []) => anExchange({ status, headers })
const waitFor = (tried: Pick<Attempt, 'error' | 'exchange'>, options: Partial<RetryOptions> = {}, retries = 0) =>
  retryWait(tried, { method: 'GET', ...options }, retries, Date.UTC(2007, 9, 20, 9, 59, 58))

test('what passes is tried again, what does not is not', () => {
  for (const status of [408, 429, 500, 502, 503, 504]) assert.equal(waitFor({ exchange: answer(status) }), 1000, String(status))
  for (const status of [200, 304, 400, 401, 403, 404, 501, 505])
    assert.equal(waitFor({ exchange: answer(status) }), undefined, String(status))
  for (const code of ['timeout-total', 'timeout-headers', 'dns-failed', 'connection-reset', 'body-truncated'] as const)
    assert.equal(waitFor({ error: error(code) }), 1000, code)
  for (const code of ['dns-not-found', 'tls', 'connection-refused', 'protocol'] as const)
    assert.equal(waitFor({ error: error(code) }), undefined, code)
  assert.equal(waitFor({ error: error('connection-refused') }, { retryRefused: true }), 1000)
  assert.equal(waitFor({ error: error('tls') }, { retryAllErrors: true }), 1000)
  assert.equal(waitFor({ error: error('usage') }, { retryAllErrors: true }), undefined)
})

test('a POST is asked once unless told otherwise (Z64)', () => {
  assert.equal(waitFor({ exchange: answer(503) }, { method: 'POST' }), undefined)
  assert.equal(waitFor({ exchange: answer(503) }, { method: 'POST', retryAllErrors: true }), 1000)
  assert.equal(waitFor({ exchange: answer(503) }, { method: 'PUT' }), 1000)
})

test('waits: doubled up to ten minutes, the given delay, or what the server asks for', () => {
  const busy = { exchange: answer(503) }
  assert.deepEqual(
    [0, 1, 2, 9, 20].map(retries => waitFor(busy, {}, retries)),
    [1000, 2000, 4000, 512_000, 600_000],
  )
  assert.equal(waitFor(busy, { retryDelay: 0.25 }, 3), 250)
  assert.equal(waitFor({ exchange: answer(503, ['Retry-After', '120']) }, { retryDelay: 1 }), 120_000)
  assert.equal(waitFor({ exchange: answer(503, ['Retry-After', 'Sat, 20 Oct 2007 10:00:00 GMT']) }), 2000)
})

async function run(options: Partial<RetryOptions>, attempts: readonly Partial<Attempt>[]) {
  const clock = manualClock()
  const calls: (readonly [before: number, mayFollow: boolean, at: number])[] = []
  const ended = tryAgain(
    { method: 'GET', ...options },
    clock,
    async (before, mayFollow) => {
      calls.push([before, mayFollow, clock.now()])
      return { exchange: undefined, hops: [], received: 0, written: 0, error: undefined, final: false, ...attempts[before] }
    },
    () => {},
  )
  await new Promise<void>(resolve => setImmediate(resolve))
  await clock.advance(100_000)
  return { calls, tried: await ended }
}

test('attempts end with success, with their number, or with the patience', async () => {
  const busy = { exchange: answer(503) }
  const { calls, tried } = await run({ retry: 5 }, [busy, busy, { exchange: answer(200) }])
  assert.deepEqual(calls, [
    [0, true, 0],
    [1, true, 1000],
    [2, true, 3000],
  ])
  assert.equal(tried.retries, 2)
  assert.equal((await run({ retry: 2 }, [busy, busy, busy, busy])).calls.length, 3)
  assert.deepEqual(
    (await run({ retry: 1 }, [busy, busy])).calls.map(([, mayFollow]) => mayFollow),
    [true, false],
  )
  assert.equal((await run({ retry: 9, retryMaxTime: 4 }, Array(10).fill(busy))).calls.length, 3)
  assert.equal((await run({ retry: 5 }, [{ ...busy, final: true }, busy])).calls.length, 1, 'what was printed cannot be taken back')
})
