import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrawlOptions } from '../../src/index.ts'
import { allOf, crawl, sameDomain, sameSite } from '../../src/index.ts'
import { openTown, redirectAnswer, siteNames } from '../../src/testing/index.ts'
import { failureOf, pageOf, pagesOf, sitesAsked } from '../support/judge.ts'

const fast: CrawlOptions = { delayMs: 0, retryMs: 1, sitemaps: false }

test('site, the default: scheme, host and port of a seed', async () => {
  await using town = await openTown({ pages: 3 })
  const report = await crawl([town.url('square', '/'), town.url('docs', '/')], fast).run()
  assert.deepEqual(new Set(sitesAsked(town)), new Set(['square', 'docs']))
  assert.equal(report.refused['other-site'], siteNames.length - 2)
})

test('host: every port of the host, no other host', async () => {
  await using town = await openTown()
  await using other = await openTown({ host: '127.0.0.2' })
  town.override('quiet', ({ path }) => (path === '/' ? pageOf([town.url('terms', '/'), other.url('terms', '/')]) : undefined))
  const report = await crawl(town.url('quiet', '/'), { ...fast, scope: 'host', depth: 1 }).run()
  assert.deepEqual(pagesOf(town, 'terms'), ['/'])
  assert.equal(other.log.length, 0)
  assert.equal(report.refused['other-host'], 1)
})

test('domain: the registrable domain of a seed; addresses must be equal', () => {
  const scope = sameDomain()(['https://www.example.co.uk/', 'http://127.0.0.1:8000/', 'http://me.github.io/'])
  const verdict = (url: string) => scope({ url, via: 'anchor', depth: 1 })
  for (const url of ['http://example.co.uk/', 'https://a.b.example.co.uk:8443/x', 'http://127.0.0.1:9/'])
    assert.equal(verdict(url), true, url)
  for (const url of [
    'http://other.co.uk/',
    'http://example.com/',
    'http://127.0.0.2/',
    'http://notexample.co.uk/',
    'http://me.github.io.evil.test/',
  ]) {
    assert.equal(verdict(url), 'other-domain', url)
  }
})

test('prefix: the folder of a seed', async () => {
  await using town = await openTown()
  town.override('terms', ({ path }) =>
    path === '/portal/' ? pageOf(['about.html', '/', '/portalx/', '/portal', '../portal/tos.html']) : undefined,
  )
  const report = await crawl(town.url('terms', '/portal/'), { ...fast, scope: 'prefix' }).run()
  assert.deepEqual(new Set(pagesOf(town, 'terms')), new Set(['/portal/', '/portal/about.html', '/portal/tos.html']))
  assert.equal(report.refused['other-prefix'], 3)
})

test('all: everything, but guarded addresses only when allowed', async () => {
  await using town = await openTown()
  await using other = await openTown({ host: '127.0.0.2' })
  town.override('quiet', ({ path }) => (path === '/' ? pageOf([town.url('terms', '/'), other.url('terms', '/')]) : undefined))
  const report = await crawl(town.url('quiet', '/'), { ...fast, scope: 'all', depth: 1 }).run()
  assert.deepEqual(pagesOf(town, 'terms'), ['/'])
  assert.equal(other.log.length, 0)
  assert.deepEqual(report.reasons, { 'address-guarded': 1 })
  await crawl(town.url('quiet', '/'), { ...fast, scope: 'all', depth: 1, allowAddresses: ['loopback'] }).run()
  assert.deepEqual(pagesOf(other, 'terms'), ['/'])
})

test('a scope of the user, joined with ours', async () => {
  await using town = await openTown()
  const even =
    () =>
    ({ url }: { url: string }) =>
      !/[135]$/.test(url) || 'odd'
  const report = await crawl(town.url('quiet', '/'), { ...fast, scope: allOf(sameSite(), even) }).run()
  assert.deepEqual(pagesOf(town, 'quiet'), ['/', '/page/2', '/page/4'])
  assert.equal(report.refused['odd'], 9)
})

test('include and exclude; seeds are always in', async () => {
  await using town = await openTown()
  const report = await crawl(town.url('quiet', '/'), { ...fast, include: [/\/page\//g], exclude: [/[45]$/] }).run()
  assert.deepEqual(pagesOf(town, 'quiet'), ['/', '/page/1', '/page/2', '/page/3'])
  assert.deepEqual(report.refused, { excluded: 8 })
})

test('depth: links between a seed and a page', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) => (path === '/robots.txt' ? undefined : pageOf([`${path}x/`])))
  for (const depth of [0, 1, 3]) {
    town.clearLog()
    const report = await crawl(town.url('quiet', '/'), { ...fast, depth }).run()
    assert.equal(pagesOf(town, 'quiet').length, depth + 1)
    assert.deepEqual(report.refused, { 'too-deep': 1 })
  }
})

test('a seed that moved to another site takes its scope along', async () => {
  await using town = await openTown({ pages: 5 })
  const report = await crawl(town.url('moved', '/to/docs'), fast).run()
  assert.deepEqual(pagesOf(town, 'moved'), ['/to/docs'])
  assert.equal(pagesOf(town, 'docs').length, 6)
  assert.equal(report.state, 'finished')
})

test('a page that moved to another site does not', async () => {
  await using town = await openTown()
  const report = await crawl(town.url('moved', '/'), { ...fast, include: [/\/to\/docs$/] }).run()
  assert.deepEqual(sitesAsked(town), ['moved'])
  assert.equal(report.refused['other-site'], 1)
})

test('every redirect ends in one recorded outcome', async () => {
  await using town = await openTown()
  const outcomes = new Map<string, string>()
  const spider = crawl(town.url('moved', '/'), fast)
  spider.on('settled', ({ link, outcome, reason }) => {
    const path = new URL(link.url).pathname
    assert.ok(!outcomes.has(path), `${path} ended twice`)
    outcomes.set(path, reason ?? outcome)
  })
  const report = await spider.run()
  for (const path of [
    '/301',
    '/302',
    '/303',
    '/307',
    '/308',
    '/to/absolute',
    '/to/relative',
    '/to/fragment',
    '/chain/25',
    '/chain/1',
    '/to/docs',
    '/loop/a',
    '/loop/b',
  ]) {
    assert.equal(outcomes.get(path), 'redirected', path)
  }
  const failures = new Map([
    ['/self', 'redirect-loop'],
    ['/to/scheme', 'scheme-unsupported'],
    ['/to/empty', 'redirect-invalid'],
    ['/to/broken', 'redirect-invalid'],
    ['/to/nowhere', 'http-302'],
  ])
  for (const [path, reason] of failures) assert.equal(outcomes.get(path), reason, path)
  for (const target of ['301', 'absolute', 'relative', 'fragment']) assert.equal(outcomes.get(`/target/${target}`), 'done')
  assert.equal(outcomes.get('/chain/0'), 'done')
  assert.equal(pagesOf(town, 'moved').length, new Set(pagesOf(town, 'moved')).size, 'nothing was asked twice')
  assert.deepEqual(new Set(pagesOf(town, 'moved')), new Set(outcomes.keys()), 'what was asked is what was settled')
  assert.equal(report.state, 'finished')
  assert.ok(report.balanced)
})

test('a chain longer than the limit ends there', async () => {
  await using town = await openTown()
  const report = await crawl(town.url('moved', '/chain/30'), { ...fast, depth: 0 }).run()
  assert.deepEqual(report.reasons, { 'redirect-limit': 1 })
  assert.equal(pagesOf(town, 'moved').length, 21, 'the first and twenty more')
})

test('a loop over two sites ends', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) => (path === '/' ? redirectAnswer(301, town.url('terms', '/x')) : undefined))
  town.override('terms', ({ path }) => (path === '/x' ? redirectAnswer(301, town.url('quiet', '/')) : undefined))
  const report = await crawl(town.url('quiet', '/'), fast).run()
  assert.deepEqual([pagesOf(town, 'quiet'), pagesOf(town, 'terms')], [['/'], ['/x']])
  assert.deepEqual(report.reasons, { 'redirect-loop': 1 })
})

test('every status has one outcome, and only what may heal is asked again', async () => {
  await using town = await openTown()
  const codes = [204, 304, 400, 401, 403, 404, 405, 410, 418, 451, 501, 505, 500, 502, 504]
  town.override('quiet', ({ path }) => {
    if (path === '/') return pageOf(codes.map(code => `/is/${code}`))
    const code = /^\/is\/(\d+)$/.exec(path)?.[1]
    return code === undefined ? undefined : failureOf(Number(code))
  })
  const report = await crawl(town.url('quiet', '/'), { ...fast, attempts: 2 }).run()
  const times = (code: number) => pagesOf(town, 'quiet').filter(target => target === `/is/${code}`).length
  for (const code of codes) assert.equal(times(code), [500, 502, 504].includes(code) ? 2 : 1, `${code}`)
  // Nobody asked on a condition: a 304 confirms no copy.
  const failed = codes.filter(code => code >= 304)
  assert.deepEqual(report.reasons, Object.fromEntries(failed.map(code => [`http-${code}`, 1])))
  assert.ok(report.balanced)
})
