import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ManualClock } from '../src/base/clock.ts'
import { manualClock } from '../src/base/clock.ts'
import { limits } from '../src/base/limits.ts'
import { createFrontier, createSqliteStore } from '../src/frontier/index.ts'
import { createPoliteness } from '../src/politeness/index.ts'
import type { RobotsRecord } from '../src/robots/index.ts'
import { createRobotsBook } from '../src/robots/index.ts'
import type { Asked } from './support/scripted-run.ts'
import { scriptedRun } from './support/scripted-run.ts'

const hour = 3_600_000
const year = 365 * 24 * hour
const seed = 20_261_125

/** What happens to clocks: set back, set forward; a laptop that sleeps, with a steady clock that stands still meanwhile or goes on. */
const jumps: readonly ((clock: ManualClock) => void | Promise<void>)[] = [
  clock => clock.jump(-hour),
  clock => clock.jump(-20 * hour),
  clock => clock.jump(hour),
  clock => clock.jump(year),
  clock => clock.jump(-year),
  clock => clock.jump(8 * hour),
  clock => clock.advance(8 * hour),
  clock => clock.advance(8 * hour),
]

const retryMs = 4000
const delayMs = 500
const asksForMs = 120_000

test('however the clocks jump, gaps, pauses, retries and the life of robots.txt are what they were meant to be', async () => {
  const sites = ['http://a.example', 'http://b.example']
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(30), fc.nat(jumps.length - 1)), { maxLength: 12 }), async plan => {
      let step = 0
      const onStep = async (clock: ManualClock) => {
        for (const [at, jump] of plan) if (at === step) await jumps[jump]!(clock)
        step++
      }
      const failures = new Map(sites.map(site => [`${site}/busy`, 2]))
      const { report, log } = await scriptedRun(
        sites.map(site => `${site}/`),
        { delayMs, retryMs },
        ({ url, times }) => {
          const { pathname } = new URL(url)
          if (pathname === '/robots.txt')
            return { status: 200, headers: ['Content-Type', 'text/plain'], body: 'User-agent: *\nDisallow: /no' }
          if (pathname === '/busy' && times <= failures.get(url)!) {
            return times === 1 ? { status: 503, headers: ['Retry-After', String(asksForMs / 1000)] } : { status: 500 }
          }
          return { body: pathname === '/' ? ['/1', '/busy', '/2', '/3', '/no'].map(path => `<a href="${path}">x</a>`).join('') : pathname }
        },
        onStep,
      )
      assert.deepEqual([report.state, report.counts.done, report.counts.failed, report.reasons], ['finished', 10, 0, { robots: 2 }])
      for (const site of sites) assertRight(log.filter(({ url }) => url.startsWith(site)))
    }),
    { seed, numRuns: 150 },
  )
})

function assertRight(asked: readonly Asked[]): void {
  asked.slice(1).forEach(({ at, url }, index) => {
    const before = asked[index]!
    assert.ok(at - before.at >= delayMs, `${url} ${at - before.at} ms after ${before.url}`)
  })
  const [first, second, third] = asked.filter(({ url }) => url.endsWith('/busy'))
  // The whole site is left alone for as long as its server asked, and the page's own retry waits for its time.
  const next = asked[asked.indexOf(first!) + 1]!
  assert.ok(next.at - first!.at >= asksForMs, `asked again ${next.at - first!.at} ms after Retry-After`)
  assert.ok(second!.at - first!.at >= retryMs)
  assert.ok(third!.at - second!.at >= 2 * retryMs)
  let robotsAt = -Infinity
  for (const { url, at } of asked) {
    if (url.endsWith('/robots.txt')) robotsAt = at
    else assert.ok(at - robotsAt < limits.robotsLifeMs, `${url} by a robots.txt that is ${(at - robotsAt) / hour} hours old`)
  }
}

test('a retry planned before a restart waits no longer than any pause, though the clock was put back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-clock-'))
  try {
    const open = (clock: ManualClock) =>
      createFrontier({ store: createSqliteStore({ folder }), politeness: createPoliteness({ delayMs: 0 }), clock })
    const before = manualClock()
    const first = await open(before)
    await first.add([{ url: 'http://a.test/1', via: 'seed', depth: 0 }])
    const taken = await first.take(0)
    assert.ok(taken.state === 'lease')
    await first.settle(taken.lease, { outcome: 'retry', retryAt: 60_000 })
    await first.close()
    for (const [back, until] of [
      [0, 60_000],
      [hour, 60_000 + hour],
      [year, limits.retryAfterMs],
      [-year, 0],
    ] as const) {
      const frontier = await open(manualClock(before.wall() - back))
      const next = await frontier.take(0)
      assert.equal(next.state === 'waiting' ? next.until : 0, until)
      if (next.state === 'lease') frontier.release(next.lease)
      await frontier.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('no record of robots.txt, however wrong its times, keeps a copy longer than a day or a site closed longer than any pause', () => {
  const site = 'http://a.test'
  const time = fc.oneof(fc.double(), fc.integer({ min: -2 * year, max: 2 * year }), fc.constantFrom(Number.NaN, null, 'soon', undefined))
  const record = fc.record({
    state: fc.constantFrom('rules', 'allow-all', 'disallow-all', 'unasked'),
    body: fc.constantFrom('User-agent: *\nDisallow: /', undefined),
    fetchedAt: time,
    expiresAt: time,
    notBefore: time,
    unreachableSince: time,
    failures: fc.constantFrom(0, 3, undefined),
  })
  fc.assert(
    fc.property(record, fc.boolean(), (given, relative) => {
      const clock = manualClock()
      const ahead = relative ? clock.wall() : 0
      const moved = Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, typeof value === 'number' ? value + ahead : value]),
      )
      const fetch = () => Promise.reject(new Error('not asked'))
      const book = createRobotsBook({ agent: 'x', clock, fetch, headers: () => [], retryAfter: () => null })
      book.restore(site, moved as unknown as RobotsRecord)
      const look = book.look(site)
      if (!look.known) assert.ok(look.notBefore - clock.wall() <= limits.retryAfterMs, JSON.stringify(look))
      clock.jump(0)
      book.record(site)
      void clock.advance(Math.max(limits.robotsLifeMs, limits.retryAfterMs) + 1)
      assert.deepEqual([book.look(site).known], [false])
    }),
    { seed, numRuns: 1000 },
  )
})
