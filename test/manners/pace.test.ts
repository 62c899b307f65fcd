import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { crawl } from '../../src/index.ts'
import type { SiteName, Town } from '../../src/testing/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { gapsOf, mostAtOnce, pageOf, pagesOf, requestsOf, robotsOf, rounding, targetsOf } from '../support/judge.ts'
import { scriptedRun } from '../support/scripted-run.ts'

/** Answers every page of a site after `ms`; its front page links to `pages` others. */
function slow(town: Town, site: SiteName, ms: number, pages: number): void {
  town.override(site, async ({ path }) => {
    if (path === '/robots.txt') return undefined
    await new Promise(resolve => setTimeout(resolve, ms))
    return pageOf(path === '/' ? Array.from({ length: pages }, (_, page) => `/p/${page}`) : [])
  })
}

function assertGaps(town: Town, site: SiteName, least: number): void {
  const requests = requestsOf(town, site)
  gapsOf(requests).forEach((gap, before) => {
    assert.ok(gap >= least - rounding, `${site}: ${requests[before + 1]!.target} came ${gap} ms after ${requests[before]!.target}`)
  })
}

// They wait more than they work: side by side they take no longer than the longest.
describe('gaps and requests in flight', { concurrency: true }, () => {
  test('no gap is under the delay, with many sites and many requests at once; robots.txt and sitemaps count', async () => {
    await using town = await openTown({ pages: 6 })
    const sites = ['docs', 'quiet', 'library', 'files', 'terms'] as const
    const seeds = sites.map(site => town.url(site, '/'))
    await crawl(seeds, { delayMs: 60, concurrency: 16, maxPages: 50 }).run()
    for (const site of sites) assertGaps(town, site, 60)
    assert.equal(targetsOf(town, 'docs').length, 9, 'robots.txt, sitemap, front page, six pages')
    assert.ok(targetsOf(town, 'files').includes('/sitemap.xml.gz'))
  })

  test('the hops of a redirect keep the gap', async () => {
    await using town = await openTown()
    await crawl(town.url('moved', '/chain/5'), { delayMs: 70, depth: 0 }).run()
    assert.deepEqual(pagesOf(town, 'moved'), ['/chain/5', '/chain/4', '/chain/3', '/chain/2', '/chain/1', '/chain/0'])
    assertGaps(town, 'moved', 70)
  })

  test('attempts after failures keep the gap', async () => {
    await using town = await openTown()
    await crawl([town.url('busy', '/flaky?n=2&id=a'), town.url('busy', '/robots-ok')], { delayMs: 80, retryMs: 1, depth: 0 }).run()
    assert.equal(targetsOf(town, 'busy').length, 5)
    assertGaps(town, 'busy', 80)
  })

  test('the gap begins with the end of an answer', async () => {
    await using town = await openTown()
    slow(town, 'quiet', 120, 4)
    await crawl(town.url('quiet', '/'), { delayMs: 80 }).run()
    const [, ...pages] = requestsOf(town, 'quiet')
    assert.equal(pages.length, 5)
    for (const gap of gapsOf(pages)) assert.ok(gap >= 200 - 2 * rounding, `${gap} ms`)
  })

  test('a longer Crawl-delay is obeyed', async () => {
    await using town = await openTown()
    town.override('quiet', ({ path }) => (path === '/robots.txt' ? robotsOf('User-agent: *\nCrawl-delay: 0.2\n') : undefined))
    await crawl(town.url('quiet', '/'), { delayMs: 50, concurrency: 16 }).run()
    assert.equal(pagesOf(town, 'quiet').length, 6)
    assertGaps(town, 'quiet', 200)
  })

  test('a shorter Crawl-delay does not shorten the delay', async () => {
    await using town = await openTown()
    town.override('quiet', ({ path }) => (path === '/robots.txt' ? robotsOf('User-agent: *\nCrawl-delay: 0.01\n') : undefined))
    await crawl(town.url('quiet', '/'), { delayMs: 80 }).run()
    assert.equal(pagesOf(town, 'quiet').length, 6)
    assertGaps(town, 'quiet', 80)
  })

  test('a Crawl-delay for another agent is not ours', async () => {
    await using town = await openTown()
    await crawl(town.url('papers', '/archive'), {
      delayMs: 20,
      depth: 0,
      identity: { name: 'FastBot/1.0', contact: 'me@example.org' },
    }).run()
    const [gap] = gapsOf(requestsOf(town, 'papers'))
    assert.ok(gap! >= 19 && gap! < 900, `${gap} ms`)
  })

  test('one request at a time is asked of a site', async () => {
    await using town = await openTown()
    slow(town, 'quiet', 30, 12)
    await crawl(town.url('quiet', '/'), { delayMs: 0, concurrency: 16 }).run()
    assert.equal(pagesOf(town, 'quiet').length, 13)
    assert.equal(Math.max(...requestsOf(town, 'quiet').map(({ inFlight }) => inFlight)), 1)
  })

  test('as many at a time as the user allows, and no more', async () => {
    await using town = await openTown()
    slow(town, 'quiet', 60, 12)
    await crawl(town.url('quiet', '/'), { delayMs: 0, perSite: 3, concurrency: 16 }).run()
    assert.equal(Math.max(...requestsOf(town, 'quiet').map(({ inFlight }) => inFlight)), 3)
  })

  for (const host of ['127.0.0.1', '127.0.0.2']) {
    test(`a slow site does not hold up ${host === '127.0.0.1' ? 'its neighbour on the same address' : 'another address'}`, async () => {
      await using town = await openTown()
      await using other = await openTown({ host })
      const { promise: nineAsked, resolve } = Promise.withResolvers<void>()
      town.override('docs', async ({ path }) => {
        if (path !== '/') return undefined
        const giveUp = setTimeout(resolve, 10_000)
        await nineAsked
        clearTimeout(giveUp)
        return pageOf([])
      })
      other.override('quiet', ({ path }) => {
        if (pagesOf(other, 'quiet').length === 9) resolve()
        return path === '/' ? pageOf(Array.from({ length: 8 }, (_, page) => `/p/${page}`)) : undefined
      })
      await crawl([town.url('docs', '/'), other.url('quiet', '/')], { delayMs: 30, sitemaps: false }).run()
      const [, long] = requestsOf(town, 'docs')
      assert.equal(long?.target, '/')
      assert.equal(pagesOf(other, 'quiet').length, 9)
      for (const { at, target } of requestsOf(other, 'quiet')) assert.ok(at < long.finishedAt!, `${target} waited for the slow site`)
    })
  }
})

// By a clock turned by hand: this gap runs from start to start, and what delays one request on its way is missing in the next gap.
test('all sites of one address share its gap, half the delay, and its two places', async () => {
  const seeds = Array.from({ length: 5 }, (_, site) => [`http://192.0.2.1:${8000 + site}/`, `http://192.0.2.1:${8000 + site}/more`]).flat()
  const { log } = await scriptedRun(seeds, { delayMs: 160, concurrency: 16 }, () => ({ ms: 200 }))
  assert.equal(log.length, 15)
  const gaps = gapsOf(log)
  assert.ok(Math.min(...gaps) >= 80, `${gaps}`)
  for (const { at } of log) assert.ok(log.filter(one => one.at <= at && at < one.at + 200).length <= 2)
  assert.ok(gaps.filter(gap => gap === 80).length >= 5, `two at once, most of the time: ${gaps}`)
})

test('no more than two requests are answered at one address at a time', async () => {
  await using town = await openTown()
  const sites = ['docs', 'quiet', 'library', 'terms', 'wiki'] as const
  for (const site of sites) slow(town, site, 100, 1)
  await crawl(
    sites.map(site => town.url(site, '/')),
    { delayMs: 20, concurrency: 16, sitemaps: false },
  ).run()
  assert.equal(town.log.length, 15)
  assert.equal(mostAtOnce(town.log), 2)
})

test('a long robots.txt is no sign of a slow server: the pace goes by the time to its header', async () => {
  const { log } = await scriptedRun(['http://a.test/'], { delayMs: 0, sitemaps: false }, ({ url }) =>
    url.endsWith('/robots.txt') ? { status: 200, body: 'Allow: /', ms: 20_000, headersMs: 100 } : {},
  )
  assert.deepEqual(
    log.map(({ url }) => url),
    ['http://a.test/robots.txt', 'http://a.test/'],
  )
  assert.ok(log[1]!.at < 35_000, `the page came at ${log[1]!.at} ms`)
})
