import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import type { CrawlOptions } from '../../src/index.ts'
import { crawl } from '../../src/index.ts'
import type { SiteName } from '../../src/testing/index.ts'
import { openTown, redirectAnswer, siteNames } from '../../src/testing/index.ts'
import { failureOf, pageOf, pagesOf, requestsOf, robotsOf, sitesAsked, targetsOf } from '../support/judge.ts'

const fast: CrawlOptions = { delayMs: 0, retryMs: 20, identity: { name: 'PaperReader/1.0', contact: 'me@example.org' } }
const allowed = [
  ...['/', '/archive', '/archive/physics', '/year', '/year/2007', '/listing/new', '/abs/0001', '/abs/0002'],
  ...['/abs/0003.ps?version=2', '/drafts/open/1', '/cafe/', '/a/b'],
]
const refused = [
  ...['/cgi-bin/search', '/e-print/0001', '/src/0001', '/drafts', '/drafts-of-2007', '/drafts/1', '/reports/private/1'],
  ...['/abs/0003.ps', '/caf%C3%A9/menu', '/a%2Fb'],
]

test('the group * is obeyed: prefix, Allow within Disallow, *, $ and percent-encoding', async () => {
  await using town = await openTown()
  const report = await crawl(town.url('papers', '/'), fast).run()
  assert.deepEqual(new Set(pagesOf(town, 'papers')), new Set(allowed))
  assert.equal(report.reasons['robots'], refused.length)
  assert.ok(report.balanced)
})

test('other spellings of a disallowed path are disallowed', async () => {
  await using town = await openTown()
  const spellings = [
    ...[
      '/caf%c3%a9/menu',
      '/café/menu',
      '/%63af%C3%A9/menu',
      'caf%C3%A9/x',
      '/x/../caf%C3%A9/y',
      '/%63gi-bin/1',
      '/cgi%2Dbin/2',
      '/cgi-bin/',
    ],
    ...[
      '//HOST/src/3',
      '/./e-print/4',
      '/a/../src/5',
      '/%61%2Fb',
      '/a%2fb',
      '/abs/9.%70s',
      '/x/%70rivate/1',
      '\\src\\6',
      ' /src/7 ',
      '/sr\tc/8',
    ],
  ].map(href => href.replace('HOST', new URL(town.sites.papers).host))
  town.override('papers', ({ path }) => (path === '/' ? pageOf([...spellings, '/year']) : undefined))
  const report = await crawl(town.url('papers', '/'), fast).run()
  assert.deepEqual(pagesOf(town, 'papers'), ['/', '/year'])
  assert.equal(report.counts.dropped, report.reasons['robots'])
})

test('the group that names us replaces the group *', async () => {
  await using town = await openTown()
  await crawl(town.url('papers', '/'), { ...fast, identity: { name: 'archivebot/2.1', contact: 'me@example.org' } }).run()
  const pages = [...allowed, ...refused].filter(path => !path.startsWith('/listing/'))
  assert.deepEqual(new Set(pagesOf(town, 'papers')), new Set(pages))
})

test('groups that name us are taken together, whatever stands between them', async () => {
  await using town = await openTown()
  const rules =
    'User-agent: PAPERREADER\nDisallow: /year\n\nUser-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: paperreader\nDisallow: /abs\n'
  town.override('papers', ({ path }) => (path === '/robots.txt' ? robotsOf(rules) : undefined))
  await crawl(town.url('papers', '/'), fast).run()
  const pages = [...allowed, ...refused].filter(path => !/^\/(?:year|abs)/.test(path))
  assert.deepEqual(new Set(pagesOf(town, 'papers')), new Set(pages))
})

test('a seed, a redirect, a sitemap and a frame lead to no disallowed path either', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) => {
    if (path === '/robots.txt')
      return robotsOf(
        `User-agent: *\nDisallow: /secret\nSitemap: ${town.sites.quiet}/secret/sitemap.xml\nSitemap: ${town.sites.quiet}/list.txt\n`,
      )
    if (path === '/list.txt') return robotsOf(`${town.sites.quiet}/secret/listed\n${town.sites.quiet}/page/1\n`)
    if (path === '/') return pageOf(['/moved', '<iframe src="/secret/frame"></iframe>', '<link rel="alternate" href="/secret/feed">'])
    return path === '/moved' ? redirectAnswer(302, '/secret/target') : undefined
  })
  const report = await crawl([town.url('quiet', '/'), town.url('quiet', '/secret/seed')], fast).run()
  assert.ok(!targetsOf(town, 'quiet').some(target => target.startsWith('/secret')))
  assert.equal(report.reasons['robots'], 6)
  assert.ok(report.balanced)
})

test('robots.txt is the first request on every site, and is answered before the second', async () => {
  await using town = await openTown({ pages: 3 })
  await crawl(Object.values(town.sites), { ...fast, depth: 0, concurrency: 16 }).run()
  assert.deepEqual(new Set(sitesAsked(town)), new Set(siteNames))
  for (const site of siteNames) assertRobotsFirst(town, site)
})

test('robots.txt is the first request also on a site met only by a redirect', async () => {
  await using town = await openTown({ pages: 5 })
  await crawl(town.url('moved', '/to/docs'), fast).run()
  assert.deepEqual(sitesAsked(town), ['moved', 'docs'])
  assertRobotsFirst(town, 'docs')
  assert.equal(pagesOf(town, 'docs')[0], '/ok/0')
})

test('robots.txt is the first request also on sites met only by links', async () => {
  await using town = await openTown({ pages: 3 })
  await crawl(town.url('square', '/'), { ...fast, scope: 'host', depth: 1 }).run()
  assert.deepEqual(new Set(sitesAsked(town)), new Set(siteNames))
  for (const site of siteNames) assertRobotsFirst(town, site)
})

for (const status of [500, 503, 429]) {
  test(`while robots.txt answers ${status}, nothing else is asked; the run ends, says so, and other sites are crawled`, async () => {
    await using town = await openTown()
    town.override('library', ({ path }) => (path === '/robots.txt' ? failureOf(status) : undefined))
    const report = await crawl([town.url('library', '/'), town.url('library', '/romeo.txt'), town.url('quiet', '/')], fast).run()
    assert.deepEqual(targetsOf(town, 'library'), ['/robots.txt'])
    assert.equal(pagesOf(town, 'quiet').length, 6)
    assert.equal(report.state, 'unfinished')
    assert.equal(report.why, 'held: robots-unreachable')
    assert.deepEqual(report.held, { 'robots-unreachable': 2 })
    assert.ok(report.balanced)
  })
}

test('when robots.txt has recovered, the next run on the store goes on', async t => {
  await using town = await openTown()
  const store = mkdtempSync(join(tmpdir(), 'orbweaver-robots-'))
  t.after(() => rmSync(store, { recursive: true, force: true }))
  const repair = town.override('library', ({ path }) => (path === '/robots.txt' ? failureOf(503) : undefined))
  const seed = town.url('library', '/page1.htm')
  assert.equal((await crawl(seed, { ...fast, store }).run()).state, 'unfinished')
  repair()
  assert.equal((await crawl(seed, { ...fast, store }).run()).why, 'held: robots-unreachable', 'the pause holds over a restart')
  assert.deepEqual(targetsOf(town, 'library'), ['/robots.txt'])
  const later = { ...systemClock, wall: () => systemClock.wall() + 6 * 60_000 }
  const report = await crawl(seed, { ...fast, store, clock: later }).run()
  assert.equal(report.state, 'finished')
  assert.deepEqual(targetsOf(town, 'library'), ['/robots.txt', '/robots.txt', '/page1.htm', '/page2.htm'])
})

test('when robots.txt recovers while others are crawled, its site is crawled too', async () => {
  await using town = await openTown()
  let answers = 0
  town.override('library', ({ path }) => (path === '/robots.txt' && answers++ === 0 ? failureOf(503, ['Retry-After', '1']) : undefined))
  town.override('quiet', ({ path }) => (path === '/' ? pageOf(Array.from({ length: 14 }, (_, page) => `/more/${page}`)) : undefined))
  const report = await crawl([town.url('library', '/page1.htm'), town.url('quiet', '/')], { ...fast, delayMs: 100 }).run()
  const [first, second, ...pages] = requestsOf(town, 'library')
  assert.deepEqual([first?.target, second?.target], ['/robots.txt', '/robots.txt'])
  assert.ok(second!.at - first!.at >= 999, `asked again after ${second!.at - first!.at} ms`)
  assert.deepEqual(
    pages.map(({ target }) => target),
    ['/page1.htm', '/page2.htm'],
  )
  assert.equal(report.state, 'finished')
})

function assertRobotsFirst(town: Awaited<ReturnType<typeof openTown>>, site: SiteName): void {
  const [first, second] = requestsOf(town, site)
  assert.equal(first?.target, '/robots.txt', `${site}: ${first?.target} came first`)
  if (second !== undefined) assert.ok(second.at >= first.finishedAt!, `${site}: ${second.target} did not wait for the rules`)
}
