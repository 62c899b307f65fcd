import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allEndpoints, judgeVisit, openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet, openQuickStreet } from '../support/street-visit.ts'

test('traps: each has an end, costs little, and is left for a reason', async t => {
  await using street = await openQuickStreet(['L'])
  const visit = await crawlStreet(street, undefined, { scope: 'all', maxPages: 1500, pageBytes: 64 * 2 ** 20 })
  const counts = Map.groupBy(street.log, ({ endpoint }) => endpoint)
  t.diagnostic([...counts].map(([id, requests]) => `${id} ${requests.length}`).join(', '))
  t.diagnostic(JSON.stringify({ ...visit.report.reasons, ...visit.report.refused }))
  assertAsExpected(street, visit)
  assert.equal(visit.report.state, 'finished')
  assert.equal(visit.report.refused['too-many-links'], 900_000)
})

test('a robot that takes any link for a page is caught', async () => {
  await using street = await openHostileStreet({ only: ['L'] })
  const caught = ['L03', 'L05', 'L06', 'L10']
  for (const id of caught) {
    let next: string | undefined = street.url(id)
    for (let step = 0; step < 60 && next !== undefined; step += 1) {
      const text = await (await fetch(next)).text()
      const href: string | undefined = /href="([^"]*)"/.exec(text)?.[1]
      next = href === undefined ? undefined : new URL(href, next).href
    }
  }
  const verdicts = judgeVisit(allEndpoints, street.log)
  assert.deepEqual(
    verdicts.filter(({ verdict }) => verdict === 'bad').map(({ id }) => id),
    caught,
  )
})
