import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../../src/fetch/index.ts'
import { allEndpoints, judgeVisit, openHostileStreet } from '../../src/testing/index.ts'
import { openHttpProxy } from '../support/proxies.ts'
import { assertAsExpected, crawlStreet, verdictOf } from '../support/street-visit.ts'

const ids = allEndpoints.map(({ id }) => id).filter(id => id.startsWith('D'))

test('redirects of every kind end as they should, at the right place or with the right code', async () => {
  await using street = await openHostileStreet({ only: ['D'] })
  const here = ids.filter(id => !['D06', 'D07', 'D08', 'D16'].includes(id))
  const visit = await crawlStreet(
    street,
    here.map(id => street.url(id)),
    { cookies: true, retryMs: 0 },
  )
  assertAsExpected(street, visit, here)
  const asked = new Set(street.log.map(({ target }) => target))
  for (const way of ['header-0', 'header-3600', 'meta-0', 'meta-3600']) assert.ok(asked.has(`/D15/end/${way}`), way)
  for (const text of [JSON.stringify(visit.report), JSON.stringify([...visit.settled.values()])])
    assert.ok(!text.includes('street-location-secret'))
})

test('secrets reach their own site, and no other by any redirect', async () => {
  await using street = await openHostileStreet({ only: ['D'] })
  await using proxy = await openHttpProxy({ user: { user: 'ann', password: 'street-proxy-secret' } })
  const { user, headers, cookies } = street.endpoints.find(({ id }) => id === 'D06')!.carries!
  const options = { user, headers, cookies, attempts: 1, proxy: { https: `http://ann:street-proxy-secret@${proxy.at}` } }
  const visit = await crawlStreet(
    street,
    ['D06', 'D07', 'D08'].map(id => street.url(id)),
    options,
  )
  assertAsExpected(street, visit, ['D06', 'D07', 'D08'])
  const inside = street.log.find(({ target }) => target === '/D06/inside')!.headers.join('\n')
  for (const secret of ['Basic YW5uOnN0cmVldC1zZWNyZXQ=', 'street-key', 'sid=street-cookie']) assert.ok(inside.includes(secret), secret)
  for (const house of ['D06/other', 'D07/other'])
    assert.ok(
      street.log.some(({ site }) => site === house),
      house,
    )
})

test('a proxy has its password, and the site that poses as one has not', async () => {
  await using street = await openHostileStreet({ only: ['D'] })
  await using proxy = await openHttpProxy({
    user: { user: 'ann', password: 'street-proxy-secret' },
    to: new URL(street.url('D08')).hostname,
  })
  await using client = createClient({ proxy: { http: `http://ann:street-proxy-secret@${proxy.at}` } })
  // A 407 that comes through a proxy is nobody's but the proxy's.
  await assert.rejects(client.fetch({ method: 'GET', url: street.url('D08'), headers: [] }), { code: 'proxy', value: 407 })
  assert.equal(proxy.logins.length, 1)
  assert.equal(verdictOf(street, 'D08').verdict, 'good')
})

test('no redirect leads to an address inside, however it is spelt', async () => {
  await using street = await openHostileStreet({ only: ['D'] })
  const { parts, url } = street.endpoints.find(({ id }) => id === 'D16')!
  const visit = await crawlStreet(street, [url, ...parts.map(part => part.url)], { allowAddresses: [], scope: 'all', attempts: 1 })
  assertAsExpected(street, visit, ['D16'])
  assert.equal(street.log.filter(({ site }) => site === 'D16/canary').length, 0)
})

test('a POST over every redirect, a chain of 20 and a door that wants its cookie, by a client', async () => {
  await using street = await openHostileStreet({ only: ['D'] })
  await using client = createClient()
  const body = Buffer.from('a=1')
  const ask = (path: string) =>
    client.fetch({ method: 'POST', url: street.url('D14', path), headers: ['Content-Type', 'application/x-www-form-urlencoded'], body })
  for (const status of [301, 302, 303, 307, 308]) assert.equal((await ask(`/D14/${status}`)).status, 200)
  assert.equal(verdictOf(street, 'D14').verdict, 'good')
  const ends = street.log.filter(({ target }) => target.startsWith('/D14/end'))
  assert.deepEqual(
    ends.map(({ method }) => method),
    ['GET', 'GET', 'GET', 'POST', 'POST'],
  )
})

test('a visitor who follows anything with all he has is found out', async () => {
  await using street = await openHostileStreet({ only: ['D'] })
  const headers = {
    Authorization: 'Basic YW5uOnN0cmVldC1zZWNyZXQ=',
    'X-Api-Key': 'street-key',
    'Proxy-Authorization': 'Basic x',
    Cookie: 'sid=street-cookie',
  }
  const follow = async (first: string, most: number) => {
    for (let url: string | undefined = first, hop = 0; url !== undefined && hop < most; hop += 1) {
      const answer: Response | undefined = await fetch(url, { headers, redirect: 'manual' }).catch(() => undefined)
      if (answer === undefined) break
      const next: string | undefined = answer.headers.get('location')?.split(', ')[0]
      await answer.arrayBuffer()
      url = next && /^(?!\w+:)|^http:/.test(next) ? URL.parse(next, url)?.href.replace(/\/\/[^/]*@/, '//') : undefined
    }
  }
  const starts = ['D01', 'D02', 'D04', 'D06', 'D07', 'D08'].map(id => street.url(id))
  const parts = [
    ['D03', '/10000'],
    ['D12', '/different'],
    ['D13', '/305'],
    ['D16', '/mapped'],
  ] as const
  for (const first of [...starts, ...parts.map(([id, path]) => street.url(id, `/${id}${path}`))]) await follow(first, 200)
  await fetch(street.url('D09', '/D09/next'), { headers: { Referer: 'http://ann:street-location-secret@x/' } })
  for (const target of ['/D14/303', '/D14/end/303'])
    await fetch(street.url('D14', target), { method: 'POST', redirect: 'manual', body: 'x' })
  const bad = judgeVisit(allEndpoints, street.log).flatMap(({ id, verdict }) => (verdict === 'bad' ? [id] : []))
  assert.deepEqual(bad, ['D01', 'D02', 'D03', 'D04', 'D06', 'D07', 'D08', 'D09', 'D12', 'D13', 'D14', 'D16'])
})
