import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrawlOptions, Item } from '../../src/index.ts'
import { crawl } from '../../src/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { pageOf, pagesOf } from '../support/judge.ts'

const fast: CrawlOptions = { delayMs: 0, identity: { name: 'Weaver/1.0' } }

test('pages behind nofollow, by meta, by header and by rel, are never asked for; all others are', async () => {
  await using town = await openTown()
  const report = await crawl(town.url('wiki', '/'), fast).run()
  const asked = pagesOf(town, 'wiki')
  assert.deepEqual(
    asked.filter(target => target.includes('only-by')),
    [],
  )
  const names = ['Main', 'Home', 'House', 'Hearth', 'Roof', 'Chimney', 'Bridge', 'River', 'Mill', 'Harbour']
  const marked = ['meta', 'header', 'rel'].map(kind => `Nofollow_by_${kind}`)
  assert.deepEqual(new Set(asked), new Set(['/', ...[...names, ...marked].map(name => `/wiki/${name}`)]))
  assert.equal(report.refused['nofollow'], 5, 'both links of two pages, one of the third')
})

test('nofollow ignored is an act of the user, and said', async () => {
  await using town = await openTown()
  const report = await crawl(town.url('wiki', '/'), { ...fast, nofollow: false }).run()
  assert.equal(pagesOf(town, 'wiki').filter(target => target.includes('only-by')).length, 3)
  assert.ok(report.notices.some(notice => notice.includes('nofollow')))
})

/** What a page says -> whether its links may be followed and whether it may be kept. */
const wishes: readonly { name: string; head?: string; headers?: readonly string[]; follow: boolean; keep: boolean }[] = [
  { name: 'nothing', follow: true, keep: true },
  { name: 'meta nofollow', head: '<meta name="robots" content="nofollow">', follow: false, keep: true },
  { name: 'meta in capitals', head: '<META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW">', follow: false, keep: false },
  { name: 'meta none', head: '<meta name="robots" content="none">', follow: false, keep: false },
  { name: 'meta noindex', head: '<meta name="robots" content="noindex,follow">', follow: true, keep: false },
  { name: 'two metas', head: '<meta name=robots content=index><meta name=robots content=nofollow>', follow: false, keep: true },
  { name: 'meta for us', head: '<meta name="weaver" content="nofollow">', follow: false, keep: true },
  { name: 'meta for another', head: '<meta name="googlebot" content="none">', follow: true, keep: true },
  { name: 'header noindex', headers: ['X-Robots-Tag', 'noindex'], follow: true, keep: false },
  { name: 'header none', headers: ['x-robots-tag', 'NONE'], follow: false, keep: false },
  { name: 'header for us', headers: ['X-Robots-Tag', 'weaver: nofollow'], follow: false, keep: true },
  { name: 'header for another', headers: ['X-Robots-Tag', 'otherbot: noindex, nofollow'], follow: true, keep: true },
  { name: 'two headers', headers: ['X-Robots-Tag', 'otherbot: noindex', 'X-Robots-Tag', 'nofollow'], follow: false, keep: true },
]

test('every form of the wish is read: general, for us, for others', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) => {
    if (path === '/') return pageOf(wishes.map((_, at) => `/wish/${at}`))
    const wish = wishes[Number(/^\/wish\/(\d+)$/.exec(path)?.[1] ?? -1)]
    if (wish !== undefined) return pageOf([path.replace('wish', 'behind')], wish)
    return path.startsWith('/behind/') ? pageOf([]) : undefined
  })
  const items: Item[] = []
  for await (const item of crawl(town.url('quiet', '/'), { ...fast, traps: false }).items()) items.push(item)
  const asked = new Set(pagesOf(town, 'quiet'))
  const kept = new Set(items.map(({ url }) => new URL(String(url)).pathname))
  for (const [at, { name, follow, keep }] of wishes.entries()) {
    assert.equal(asked.has(`/behind/${at}`), follow, `${name}: follow`)
    assert.equal(kept.has(`/wish/${at}`), keep, `${name}: keep`)
  }
})

test('rel=nofollow among other words, and on an area', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) => {
    const links = [
      '<a rel="external NOFOLLOW noopener" href="/x">x</a>',
      '<map><area rel=nofollow href="/y"></map>',
      '<a rel="nofollowed" href="/page/1">1</a>',
    ]
    return path === '/' ? pageOf(links) : undefined
  })
  const report = await crawl(town.url('quiet', '/'), { ...fast, depth: 1 }).run()
  assert.deepEqual(pagesOf(town, 'quiet'), ['/', '/page/1'])
  assert.equal(report.refused['nofollow'], 2)
})

test('a page behind nofollow is asked for when another link leads to it', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) => (path === '/' ? pageOf(['<a rel="nofollow" href="/page/2">2</a>', '/page/2']) : undefined))
  await crawl(town.url('quiet', '/'), { ...fast, depth: 1 }).run()
  assert.deepEqual(pagesOf(town, 'quiet'), ['/', '/page/2'])
})

test('a noindex page leaves no item for a handler either', async () => {
  await using town = await openTown()
  town.override('quiet', ({ path }) => (path === '/' ? pageOf(['/page/1'], { headers: ['X-Robots-Tag', 'noindex'] }) : undefined))
  const items: Item[] = []
  const spider = crawl(town.url('quiet', '/'), {
    ...fast,
    depth: 1,
    visit({ page, follow, save }) {
      follow(page.links())
      save({ url: page.url })
    },
  })
  for await (const item of spider.items()) items.push(item)
  assert.deepEqual(items, [{ url: town.url('quiet', '/page/1') }])
})
