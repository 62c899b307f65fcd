import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCookieJar } from '../../src/fetch/index.ts'
import { allEndpoints, judgeVisit, openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet } from '../support/street-visit.ts'

test('a crawl keeps the cookies that it may keep, as many as it should, and gives each back to its own host', async () => {
  await using street = await openHostileStreet({ only: ['C'] })
  const ids = street.endpoints.flatMap(({ id }) => (id === 'OK' ? [] : [id]))
  const jar = openCookieJar()
  const visit = await crawlStreet(street, undefined, { cookies: jar, scope: 'all', retryMs: 0, exclude: [/\/healthy$/] })
  assertAsExpected(street, visit, ids)
  const back = (target: string) =>
    street.log.findLast(request => request.target === target)?.headers.find((_, at, all) => all[at - 1]?.toLowerCase() === 'cookie') ?? ''
  for (const id of ['C01', 'C03', 'C04', 'C06', 'C07']) assert.match(back(`/${id}/next`), /\bgood\d*=/, id)
  assert.match(back('/C02/next'), /\bown=/)
  assert.match(back('/sibling/next'), /\bown=/)
  assert.equal(street.log.filter(({ endpoint }) => endpoint === 'C08').length, 3)
  assert.ok(jar.dropped > 100)
})

test('a visitor who sends back whatever he was given is found out', async () => {
  await using street = await openHostileStreet({ only: ['C'] })
  const cookies: string[] = []
  const visit = async (url: string) => {
    const answer = await fetch(url, { headers: { Cookie: cookies.join('; ') } }).catch(() => undefined)
    await answer?.arrayBuffer()
    for (const line of answer?.headers.getSetCookie() ?? []) cookies.push(line.replace(/;.*/, ''))
  }
  for (const id of ['C01', 'C03', 'C04']) for (const path of [`/${id}`, `/${id}/next`]) await visit(street.url(id, path))
  for (const [house, path] of [
    ['C02/sibling', '/sibling'],
    ['C02', '/C02/next'],
  ] as const)
    await visit(street.url(house, path))
  for (let page = 0; page < 3; page += 1) await visit(street.url('C05', `/C05/${page}`))
  await fetch(street.url('C06', '/C06/next'), { headers: { Cookie: `other=${'x'.repeat(17_000)}` } })
  await fetch(street.url('C07', '/C07/next'), { headers: { Cookie: 'a=b', 'X-Evil': '1' } })
  for (let ask = 0; ask < 3; ask += 1) await visit(street.url('C08'))
  const bad = judgeVisit(allEndpoints, street.log).flatMap(({ id, verdict }) => (verdict === 'bad' ? [id] : []))
  assert.deepEqual(bad, ['C01', 'C02', 'C03', 'C04', 'C05', 'C06', 'C07', 'C08'])
})
