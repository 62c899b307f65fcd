import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allEndpoints, judgeVisit, openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet } from '../support/street-visit.ts'

const pages: Readonly<Record<string, readonly string[]>> = {
  X01: ['1'],
  X02: ['1'],
  X04: ['1', '2?&lol9;', '3', '5'],
  X05: ['1', '2?&outside;&file;', '3', '4'],
  X06: ['1', '3'],
  X07: ['1', '2', '3', '4', '5'],
  X08: ['1', '3', '4?a&b', '5?a&b', '7', '8', '9', 'caf%C3%A9'],
  X09: ['0', '1', '2', '3', '4', '5', '6'],
}

test('sitemaps and feeds that bite: their pages are found, and nothing else', async () => {
  await using street = await openHostileStreet({ only: ['X'] })
  const ids = street.endpoints.map(({ id }) => id).filter(id => id !== 'X03')
  const visit = await crawlStreet(
    street,
    ids.map(id => street.url(id)),
    { retryMs: 0 },
  )
  assertAsExpected(street, visit, ids)
  for (const [id, expected] of Object.entries(pages)) {
    const asked = street.log.filter(({ target }) => target.startsWith(`/${id}/page/`)).map(({ target }) => target.slice(10))
    assert.deepEqual(asked.sort(), expected, id)
  }
})

test('of a sitemap of 60,000 addresses and 60 MB the first 50,000 are taken, and no more than 50 MiB', async () => {
  await using street = await openHostileStreet({ only: ['X'] })
  const visit = await crawlStreet(street, [street.url('X03')], { budget: { pages: 3 } })
  assertAsExpected(street, visit, ['X03'])
  const { met } = visit.report.counts
  assert.ok(met > 49_000 && met <= 50_001, `${met} addresses`)
})

test('a visitor who believes every sitemap is found out', async () => {
  await using street = await openHostileStreet({ only: ['X'] })
  const ask = async (url: string) => (await fetch(url)).arrayBuffer()
  for (let again = 0; again < 3; again += 1) for (const id of ['X01', 'X07', 'X08', 'X09']) await ask(street.url(id))
  for (let level = 1; level < 62; level += 1) await ask(street.url('X02', `/X02/endless/${level}.xml`))
  await ask(street.url('X04', '/X04/page/2?lollollol'))
  await ask(street.url('X05', '/X05/canary-dtd'))
  await ask(street.url('X06/other', '/page/2'))
  const bad = judgeVisit(allEndpoints, street.log).flatMap(({ id, verdict }) => (verdict === 'bad' ? [id] : []))
  assert.deepEqual(bad, ['X01', 'X02', 'X04', 'X05', 'X06', 'X07', 'X08', 'X09'])
})
