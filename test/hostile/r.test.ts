import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HostileStreet } from '../../src/testing/index.ts'
import { allEndpoints, judgeVisit, openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet, openQuickStreet } from '../support/street-visit.ts'

const ids = allEndpoints.map(({ id }) => id).filter(id => id.startsWith('R'))

/** What is asked for beside the page itself, where it is not `open` and `late`. */
const asked: Readonly<Record<string, readonly string[]>> = {
  R03: [],
  R04: [],
  'R04-503': [],
  'R04-429': [],
  'R04-403': ['closed', 'late', 'open'],
  'R04-401': ['closed', 'late', 'open'],
  'R05-6': ['closed', 'late', 'open'],
  'R05-loop': ['closed', 'late', 'open'],
  R06: ['closed', 'late', 'open'],
  R11: ['a'.repeat(2000)],
  R13: [],
}

function pagesAsked({ log }: HostileStreet, house: string): string[] {
  const begin = `/${house.replace(/\/.*/, '')}/`
  return log.flatMap(({ site, target }) => (site === house && target.startsWith(begin) ? [target.slice(begin.length)] : [])).sort()
}

test('robots.txt in every bad shape: read as far as it goes, obeyed, or its site is left alone', async () => {
  await using street = await openQuickStreet(['R'])
  const here = ids.filter(id => id !== 'R09')
  const options = { scope: 'host', attempts: 1, concurrency: 100, budget: { pages: 20 } } as const
  const visit = await crawlStreet(
    street,
    here.map(id => street.url(id)),
    options,
  )
  assertAsExpected(street, visit, here)
  for (const id of here) assert.deepEqual(pagesAsked(street, id), asked[id] ?? ['late', 'open'], id)
  assert.deepEqual(pagesAsked(street, 'R12/port'), ['late'])
})

test('robots.txt that changes in the middle of a crawl of 36 hours', async () => {
  await using street = await openQuickStreet(['R'])
  const visit = await crawlStreet(street, [street.url('R09')], { delayMs: 3 * 3_600_000 })
  assertAsExpected(street, visit, ['R09'])
  assert.ok(street.log.filter(({ target }) => target === '/robots.txt').length >= 2)
  assert.deepEqual([visit.report.counts.done, visit.report.counts.dropped], [13, 1])
})

test('a visitor who reads no robots.txt is bad everywhere', async () => {
  await using street = await openHostileStreet({ only: ['R'] })
  const links = ids.map(id => street.url(id, `/${id}/${id === 'R11' ? 'b' : 'closed'}`))
  await Promise.all(links.map(async link => (await fetch(link)).arrayBuffer()))
  const good = judgeVisit(allEndpoints, street.log).flatMap(({ id, verdict }) => (verdict === 'good' ? [id] : []))
  assert.deepEqual(good, [])
})
