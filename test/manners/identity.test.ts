import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crawl } from '../../src/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { fieldOf, pageOf, requestsOf } from '../support/judge.ts'
import { scriptedRun } from '../support/scripted-run.ts'

test('agent and From stand on every request, on those for robots.txt, sitemaps and redirects too', async () => {
  await using town = await openTown({ pages: 5 })
  const identity = { name: 'AgeStudy/1.0', contact: 'me@uni.example' }
  const seeds = [
    town.url('docs', '/'),
    town.url('files', '/'),
    town.url('moved', '/chain/3'),
    town.url('stubborn', '/'),
    town.url('busy', '/flaky?n=1&id=i'),
  ]
  await crawl(seeds, { delayMs: 0, retryMs: 1, depth: 1, exclude: [/\/(?:retry|limit|slow|big)/], identity }).run()
  assert.ok(town.log.length > 40)
  for (const request of town.log) {
    assert.equal(fieldOf(request, 'user-agent'), 'AgeStudy/1.0 (+mailto:me@uni.example)', request.target)
    assert.equal(fieldOf(request, 'from'), 'me@uni.example', request.target)
  }
})

test('a web page as contact stands in the agent, and there is no From', async () => {
  await using town = await openTown()
  await crawl(town.url('quiet', '/'), { delayMs: 0, identity: { contact: 'https://uni.example/crawl' } }).run()
  for (const request of town.log) {
    assert.match(fieldOf(request, 'user-agent')!, /^Orbweaver\/[\d.]+ \(\+https:\/\/uni\.example\/crawl\)$/)
    assert.equal(fieldOf(request, 'from'), undefined)
  }
})

test('Referer is the page of discovery: none for seeds and robots.txt, the origin alone to other sites', async () => {
  await using town = await openTown()
  const elsewhere = town.url('library', '/romeo.txt')
  town.override('quiet', ({ path }) => (path === '/start' ? pageOf(['/page/1?x=1', elsewhere]) : undefined))
  await crawl(town.url('quiet', '/start?secret=1'), { delayMs: 0, scope: 'host', depth: 2 }).run()
  const refererOf = new Map(town.log.map(request => [`${request.site} ${request.target}`, fieldOf(request, 'referer')]))
  assert.equal(refererOf.get('quiet /robots.txt'), undefined)
  assert.equal(refererOf.get('library /robots.txt'), undefined)
  assert.equal(refererOf.get('quiet /start?secret=1'), undefined)
  assert.equal(refererOf.get('quiet /page/1?x=1'), town.url('quiet', '/start?secret=1'))
  assert.equal(refererOf.get('quiet /page/2'), town.url('quiet', '/page/1?x=1'))
  assert.equal(refererOf.get('library /romeo.txt'), `${town.sites.quiet}/`)
})

test('Referer never holds credentials', async () => {
  await using town = await openTown()
  await crawl(town.url('quiet', '/').replace('//', '//ann:s3cret@'), { delayMs: 0 }).run()
  assert.ok(requestsOf(town, 'quiet').some(request => fieldOf(request, 'referer') === town.url('quiet', '/')))
  assert.ok(!requestsOf(town, 'quiet').some(request => fieldOf(request, 'referer')?.includes('ann')))
})

for (const seed of ['http://example.org/', 'https://93.184.216.34/', 'http://[2606:2800:220:1::1]/', 'http://intranet/']) {
  test(`without a contact, ${seed} is refused before any request`, async () => {
    let asked = 0
    const fetcher = () => {
      asked++
      return Promise.reject(new Error('asked'))
    }
    await assert.rejects(crawl(seed, { fetcher }).run(), { code: 'identity-missing' })
    await assert.rejects(crawl(['http://127.0.0.1:1/', seed], { fetcher }).run(), { code: 'identity-missing' })
    assert.equal(asked, 0)
  })
}

test('with a contact a public seed is asked', async () => {
  const { log } = await scriptedRun(['http://example.org/'], { identity: { contact: 'me@uni.example' } }, () => ({}))
  assert.deepEqual(
    log.map(({ url }) => url),
    ['http://example.org/robots.txt', 'http://example.org/'],
  )
})

test('a loopback seed needs no contact', async () => {
  await using town = await openTown()
  const report = await crawl(town.url('quiet', '/').replace('127.0.0.1', 'localhost'), { delayMs: 0 }).run()
  assert.equal(report.counts.done, 6)
})
