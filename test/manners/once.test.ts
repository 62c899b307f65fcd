import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrawlOptions } from '../../src/index.ts'
import { crawl } from '../../src/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { pageOf, pagesOf } from '../support/judge.ts'

const fast: CrawlOptions = { delayMs: 0, retryMs: 1 }

test('a page in twenty spellings is asked for once', async () => {
  await using town = await openTown()
  const report = await crawl(town.url('calendar', '/spellings'), fast).run()
  assert.deepEqual(pagesOf(town, 'calendar'), ['/spellings', '/same/caf%C3%A9'])
  assert.equal(report.topPages[0]?.url, town.url('calendar', '/same/caf%C3%A9'))
})

test('seeds in several spellings are one seed', async () => {
  await using town = await openTown()
  const home = town.sites.quiet
  const report = await crawl([home, `${home}/`, `${home}/#top`, `${home}/?`, `${home}/x/..`, home.replace('http', 'HTTP')], {
    ...fast,
    depth: 0,
  }).run()
  assert.deepEqual(pagesOf(town, 'quiet'), ['/'])
  assert.deepEqual(report.seeds, [`${home}/`])
})

test('no page of a whole site is asked for twice', async () => {
  await using town = await openTown({ pages: 150 })
  const report = await crawl(town.url('docs', '/'), { ...fast, concurrency: 16, perSite: 8 }).run()
  const asked = pagesOf(town, 'docs')
  assert.equal(new Set(asked).size, asked.length)
  assert.deepEqual(new Set(asked), new Set(['/', '/sitemap.xml', ...Array.from({ length: 150 }, (_, page) => `/ok/${page}`)]))
  assert.equal(report.run.items, 151, 'the sitemap is no item')
})

test('robots.txt names sitemaps: index, gzip and text are read, and their pages arrive though no link leads there', async () => {
  await using town = await openTown()
  town.override('files', ({ path }) => (path === '/' ? pageOf([]) : undefined))
  const report = await crawl(town.url('files', '/'), fast).run()
  const notes = Array.from({ length: 10 }, (_, note) => `/note/${note}`)
  const maps = ['/sitemap-index.xml', '/sitemap.xml', '/sitemap.xml.gz', '/sitemap.txt']
  const asked = pagesOf(town, 'files')
  for (const path of [...maps, ...notes]) assert.equal(asked.filter(target => target === path).length, 1, path)
  assert.equal(report.run.items, 11, 'no sitemap is an item')
})

for (const [name, path] of [
  ['gzip alone', '/sitemap.xml.gz'],
  ['text alone', '/sitemap.txt'],
  ['an index', '/sitemap-index.xml'],
] as const) {
  test(`a sitemap is read: ${name}`, async () => {
    await using town = await openTown()
    town.override('files', ({ path: asked }) => {
      if (asked === '/robots.txt') return { status: 200, headers: [], body: `sitemap: ${path}\nSitemap: http://[broken\n` }
      return asked === '/' ? pageOf([]) : undefined
    })
    await crawl(town.url('files', '/'), fast).run()
    assert.ok(pagesOf(town, 'files').includes('/note/9'))
  })
}

for (const path of ['/rss.xml', '/atom.xml']) {
  test(`the pages of a feed arrive: ${path}`, async () => {
    await using town = await openTown()
    town.override('files', ({ path: asked }) => {
      if (asked === '/robots.txt') return { status: 404, headers: [] }
      return asked === '/' ? pageOf([`<link rel="alternate" type="application/xml" href="${path}">`]) : undefined
    })
    const report = await crawl(town.url('files', '/'), fast).run()
    for (let note = 0; note < 10; note++) assert.ok(pagesOf(town, 'files').includes(`/note/${note}`), `/note/${note}`)
    assert.equal(report.run.items, 11, 'the feed is no item')
  })
}

test('sitemaps may be left aside', async () => {
  await using town = await openTown()
  town.override('files', ({ path }) => (path === '/' ? pageOf([]) : undefined))
  await crawl(town.url('files', '/'), { ...fast, sitemaps: false }).run()
  assert.deepEqual(pagesOf(town, 'files'), ['/'])
})

test('a sitemap leads to no other site', async () => {
  await using town = await openTown()
  const list = [town.url('library', '/romeo.txt'), town.url('quiet', '/page/3')].join('\n')
  town.override('quiet', ({ path }) => {
    if (path === '/robots.txt')
      return { status: 200, headers: [], body: `Sitemap: /list.txt\nSitemap: ${town.url('library', '/sitemap.xml')}\n` }
    return path === '/list.txt' ? { status: 200, headers: ['Content-Type', 'text/plain'], body: list } : undefined
  })
  await crawl(town.url('quiet', '/'), fast).run()
  assert.ok(pagesOf(town, 'quiet').includes('/page/3'))
  assert.equal(pagesOf(town, 'library').length, 0)
})
