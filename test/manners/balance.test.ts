import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { CrawlOptions, Report } from '../../src/index.ts'
import { crawl } from '../../src/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { pageOf, pagesOf } from '../support/judge.ts'

const fast: CrawlOptions = { delayMs: 0, retryMs: 1, identity: { contact: 'me@example.org' } }
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, count) => total + count, 0)

function assertBalanced(report: Report): void {
  const { met, done, failed, dropped, waiting, leased } = report.counts
  assert.equal(met, done + failed + dropped + waiting + leased)
  assert.ok(report.balanced)
  assert.equal(sum(report.reasons), failed + dropped, 'every URL that failed or was dropped has a reason')
  assert.equal(leased, 0)
}

const sites = [
  'square',
  'library',
  'docs',
  'airport',
  'music',
  'wiki',
  'papers',
  'terms',
  'calendar',
  'moved',
  'stubborn',
  'quiet',
  'files',
] as const

test('over the whole town every met URL ends once, and its end is what the log shows', async () => {
  await using town = await openTown({ pages: 40 })
  const ended = new Map<string, string[]>()
  const spider = crawl(
    sites.map(site => town.url(site, '/')),
    { ...fast, attempts: 2, concurrency: 16 },
  )
  spider.on('settled', ({ link, outcome }) => {
    if (outcome !== 'retry') ended.set(link.url, [...(ended.get(link.url) ?? []), outcome])
  })
  const report = await spider.run()
  assertBalanced(report)
  assert.deepEqual(
    [...ended].filter(([, outcomes]) => outcomes.length !== 1),
    [],
  )
  assert.equal(ended.size, report.counts.met - report.counts.waiting)
  assert.deepEqual(report.held, { 'robots-unreachable': 1 })
  const asked = new Set(
    town.log.filter(({ target }) => target !== '/robots.txt').map(({ site, target }) => town.sites[site as 'docs'] + target),
  )
  assert.deepEqual(asked, new Set([...ended].filter(([, [outcome]]) => outcome !== 'dropped').map(([url]) => url)))
})

test('a crawl cut short is balanced, and so is what goes on with it', async t => {
  await using town = await openTown({ pages: 60 })
  const store = mkdtempSync(join(tmpdir(), 'orbweaver-balance-'))
  t.after(() => rmSync(store, { recursive: true, force: true }))
  const seeds = [town.url('docs', '/'), town.url('quiet', '/')]
  for (const maxPages of [10, 25, 40]) {
    const report = await crawl(seeds, { ...fast, store, maxPages, perSite: 4 }).run()
    assertBalanced(report)
    assert.equal(report.state, 'unfinished')
    assert.equal(report.counts.done, maxPages)
  }
  const report = await crawl(seeds, { ...fast, store }).run()
  assertBalanced(report)
  assert.equal(report.state, 'finished')
  assert.equal(report.counts.done, report.counts.met)
  for (const site of ['docs', 'quiet'] as const)
    assert.equal(new Set(pagesOf(town, site)).size, pagesOf(town, site).length, 'nothing was asked twice')
})

test('links of pages = kept + refused, by reason', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) => {
    if (path !== '/') return undefined
    const kept = ['/page/1', '/page/1#again', '/page/2']
    const refused = [town.url('terms', '/'), 'https://example.org/', '<a rel="nofollow" href="/page/3">3</a>', '/a/a/a/a/', '/no/thing']
    return pageOf([...kept, ...refused, 'mailto:me@example.org', 'javascript:void(0)'])
  })
  const links: number[] = []
  const spider = crawl(town.url('quiet', '/'), { ...fast, depth: 1, exclude: [/\/no\//] })
  spider.on('item', ({ item }) => links.push(Number(item['links'])))
  const report = await spider.run()
  const { 'too-deep': deep, 'not-web': notWeb, ...refused } = report.refused
  assert.deepEqual(refused, { 'other-site': 2, nofollow: 1, 'trap-repeated-segment': 1, excluded: 1 })
  assert.deepEqual(links, [8, 5, 5], 'what is not of the web is no link')
  assert.equal(deep, 10)
  assert.equal(notWeb, 2)
  assert.equal(
    links.reduce((total, count) => total + count, 0),
    3 + sum(report.refused) - notWeb,
    'three kept, two of them one page',
  )
  assert.equal(report.counts.met, 3)
})

test('a budget of URLs refuses the rest, counted', async () => {
  await using town = await openTown({ pages: 100 })
  const report = await crawl(town.url('docs', '/'), { ...fast, budget: { urls: 30 } }).run()
  assertBalanced(report)
  assert.equal(report.counts.met, 30)
  assert.ok(report.refused['over-budget']! > 70)
})
