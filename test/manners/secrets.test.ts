import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { CrawlOptions } from '../../src/index.ts'
import { crawl } from '../../src/index.ts'
import type { SiteName, Town } from '../../src/testing/index.ts'
import { openTown, redirectAnswer } from '../../src/testing/index.ts'
import { fieldOf, pageOf, requestsOf } from '../support/judge.ts'

const basic = `Basic ${Buffer.from('ann:s3cret-word').toString('base64')}`
const traces = ['s3cret-word', basic.slice('Basic '.length), 'k3y-of-the-house', 'c00kie-jar', 'ann:']
const headers = ['X-Api-Key', 'k3y-of-the-house', 'Cookie', 'sid=c00kie-jar', 'Authorization', 'Bearer k3y-of-the-house']

const ways: Record<string, (home: string) => { seed: string; options: CrawlOptions; name: string; value: string }> = {
  'headers given': home => ({ seed: home, options: { headers }, name: 'x-api-key', value: 'k3y-of-the-house' }),
  'user given': home => ({ seed: home, options: { user: 'ann:s3cret-word' }, name: 'authorization', value: basic }),
  'credentials in the seed': home => ({ seed: home.replace('//', '//ann:s3cret-word@'), options: {}, name: 'authorization', value: basic }),
}

function bytesOf(town: Town, wanted: (site: string) => boolean): string {
  return Buffer.concat(town.bytesReceived.filter(({ site }) => wanted(site)).map(({ bytes }) => bytes)).toString('latin1')
}

function storeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-secrets-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

for (const [way, make] of Object.entries(ways)) {
  test(`${way}: they reach their own site, and no other over links, redirects, frames, sitemaps or robots.txt; nothing is stored`, async t => {
    await using town = await openTown()
    const store = storeFolder(t)
    const { seed, options, name, value } = make(town.url('quiet', '/start'))
    town.override('quiet', ({ path }) => {
      if (path === '/robots.txt') return { status: 200, headers: [], body: `Sitemap: ${town.url('files', '/sitemap.txt')}\n` }
      if (path === '/start')
        return pageOf(['/page/1', '/away', town.url('library', '/page1.htm'), `<iframe src="${town.url('terms', '/')}"></iframe>`])
      return path === '/away' ? redirectAnswer(302, town.url('wiki', '/wiki/Mill')) : undefined
    })
    town.override('wiki', ({ path }) => (path === '/wiki/Mill' ? redirectAnswer(301, town.url('quiet', '/back')) : undefined))
    town.override('library', ({ path }) => (path === '/robots.txt' ? redirectAnswer(302, town.url('airport', '/robots.txt')) : undefined))
    await crawl(seed, { ...options, delayMs: 0, scope: 'host', depth: 2, store }).run()
    const asked = new Set(town.log.map(({ site }) => site))
    for (const site of ['quiet', 'wiki', 'library', 'terms', 'airport', 'files']) assert.ok(asked.has(site), `${site} was asked`)
    const own = requestsOf(town, 'quiet').filter(({ target }) => target !== '/back')
    assert.ok(own.length >= 6)
    for (const request of own) assert.equal(fieldOf(request, name), value, request.target)
    const back = requestsOf(town, 'quiet').find(({ target }) => target === '/back')
    assert.ok(back !== undefined)
    assert.equal(fieldOf(back, name), undefined, 'not put back once a redirect has left the site')
    const elsewhere = bytesOf(town, site => site !== 'quiet')
    for (const trace of traces) assert.ok(!elsewhere.includes(trace), `another site received ${trace}`)
    for (const file of readdirSync(store)) {
      const text = readFileSync(join(store, file), 'latin1')
      for (const trace of traces) assert.ok(!text.includes(trace), `${file} holds ${trace}`)
    }
    assert.ok(
      readdirSync(store).includes('crawl.json') && readdirSync(store).includes('items.jsonl') && readdirSync(store).includes('crawl.db'),
    )
  })
}

test('each seed has its own credentials, and the user option is for those without', async () => {
  await using town = await openTown()
  const seeds = [town.url('quiet', '/').replace('//', '//eve:other@'), town.url('library', '/romeo.txt')]
  await crawl(seeds, { delayMs: 0, depth: 0, user: 'ann:s3cret-word' }).run()
  const sent = (site: SiteName) => new Set(requestsOf(town, site).map(request => fieldOf(request, 'authorization')))
  assert.deepEqual(sent('quiet'), new Set([`Basic ${Buffer.from('eve:other').toString('base64')}`]))
  assert.deepEqual(sent('library'), new Set([basic]))
})

test('a site that a seed moved to gets no secret, in this run and the next', async t => {
  await using town = await openTown()
  const store = storeFolder(t)
  town.override('quiet', ({ path }) => (path === '/' ? redirectAnswer(301, town.url('library', '/page1.htm')) : undefined))
  const options = { delayMs: 0, headers, user: 'ann:s3cret-word', store }
  await crawl(town.url('quiet', '/'), options).run()
  await crawl(town.url('quiet', '/'), options).run()
  assert.ok(requestsOf(town, 'library').length >= 3)
  const elsewhere = bytesOf(town, site => site !== 'quiet')
  for (const trace of traces) assert.ok(!elsewhere.includes(trace), trace)
})

test('credentials in links are neither used nor stored', async t => {
  await using town = await openTown()
  const store = storeFolder(t)
  const inside = town.url('quiet', '/page/1').replace('//', '//ann:s3cret-word@')
  const moved = town.url('quiet', '/page/2').replace('//', '//ann:s3cret-word@')
  town.override('quiet', ({ path }) =>
    path === '/' ? pageOf([inside, '/moved']) : path === '/moved' ? redirectAnswer(302, moved) : undefined,
  )
  const report = await crawl(town.url('quiet', '/'), { delayMs: 0, depth: 1, store }).run()
  assert.ok(requestsOf(town, 'quiet').some(({ target }) => target === '/page/2'))
  assert.ok(requestsOf(town, 'quiet').every(request => fieldOf(request, 'authorization') === undefined))
  const stored = readdirSync(store).map(file => readFileSync(join(store, file), 'latin1'))
  for (const text of [...stored, JSON.stringify(report)]) assert.ok(!text.includes('s3cret-word'))
})

test('a site that wants Digest gets it, once for all its pages', async () => {
  await using town = await openTown({ pages: 1 })
  const seeds = ['/digest/sha-256', '/digest/sha-256?2', '/digest/sha-256?3'].map(path => town.url('doors', path))
  const { counts } = await crawl(seeds, { delayMs: 0, depth: 0, user: 'ann:open sesame' }).run()
  assert.equal(counts.done, 3)
  const pages = requestsOf(town, 'doors').filter(({ target }) => target !== '/robots.txt')
  assert.deepEqual(
    pages.map(request => fieldOf(request, 'authorization')?.split(' ')[0]),
    ['Basic', 'Digest', 'Digest', 'Digest'],
  )
})
