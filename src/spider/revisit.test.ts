import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { nextVisit } from './revisit.ts'

const fresh = (ms: number): HeaderList => ['Cache-Control', `max-age=${ms / 1000}`]

/** Days from the visit of a page with this interval, which was unchanged, to the next one. */
function wait(interval: number | undefined, headers: HeaderList = []): number {
  const clock = manualClock()
  return (nextVisit({ interval }, 'unchanged', headers, { clock }).due ?? 0) - clock.wall()
}

test('a page is visited again a day after its first visit, and `recrawlLongestMs` after any, whatever it says of its freshness', () => {
  const { recrawlFirstMs, recrawlLongestMs } = limits
  assert.deepEqual([wait(undefined), wait(undefined, fresh(recrawlFirstMs + 1000))], [recrawlFirstMs, recrawlFirstMs + 1000])
  for (const interval of [undefined, recrawlFirstMs]) {
    assert.equal(wait(interval, fresh(limits.recrawlLongestMs - 1000)), recrawlLongestMs - 1000)
    assert.equal(wait(interval, fresh(limits.recrawlLongestMs + 1000)), recrawlLongestMs)
  }
  assert.deepEqual([wait(recrawlLongestMs / 1.2), wait(recrawlLongestMs)], [recrawlLongestMs, recrawlLongestMs])
})
