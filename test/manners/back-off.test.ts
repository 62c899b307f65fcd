import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { crawl } from '../../src/index.ts'
import type { SiteName, Town } from '../../src/testing/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { failureOf, gapsOf, pageOf, pagesOf, requestsOf, rounding, targetsOf } from '../support/judge.ts'
import { scriptedRun } from '../support/scripted-run.ts'

/** The site's front page fails once. @returns when it wished to be asked again, by the wall clock in ms */
function failOnce(town: Town, site: SiteName, status: number, wish: (date: Date) => string): { wish: number } {
  const asked = { wish: 0 }
  town.override(site, ({ path }) => {
    if (path !== '/' || asked.wish > 0) return undefined
    const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000)
    const value = wish(date)
    asked.wish = value === '1' ? Date.now() + 1000 : date.getTime()
    return failureOf(status, ['Retry-After', value])
  })
  return asked
}

const [days, months] = ['Sunday Monday Tuesday Wednesday Thursday Friday Saturday', 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'].map(
  names => names.split(' '),
)
const two = (number: number) => String(number).padStart(2, '0')
const time = (date: Date) => date.toISOString().slice(11, 19)
const forms: Record<string, (date: Date) => string> = {
  seconds: () => '1',
  'IMF-fixdate': date => date.toUTCString(),
  'RFC 850': date =>
    `${days![date.getUTCDay()]}, ${two(date.getUTCDate())}-${months![date.getUTCMonth()]}-${two(date.getUTCFullYear() % 100)} ${time(date)} GMT`,
  asctime: date =>
    `${days![date.getUTCDay()]!.slice(0, 3)} ${months![date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${time(date)} ${date.getUTCFullYear()}`,
}

// They wait more than they work: side by side they take no longer than the longest.
describe('pauses and back-off', { concurrency: true }, () => {
  for (const status of [503, 429]) {
    test(`${status} with Retry-After, in seconds and in each form of a date, pauses the whole site; the others go on; the page arrives`, async () => {
      await using town = await openTown({ pages: 3 })
      const paused = ['docs', 'library', 'wiki', 'terms'] as const
      const wishes = Object.values(forms).map((form, at) => failOnce(town, paused[at]!, status, form))
      const beside = ['/ok/0', '/romeo.txt', '/wiki/Mill', '/portal/']
      town.override('quiet', ({ path }) => (path === '/' ? pageOf(Array.from({ length: 24 }, (_, page) => `/more/${page}`)) : undefined))
      const seeds = [...paused.flatMap((site, at) => [town.url(site, '/'), town.url(site, beside[at]!)]), town.url('quiet', '/')]
      const report = await crawl(seeds, { delayMs: 40, retryMs: 1, depth: 1, sitemaps: false }).run()
      paused.forEach((site, at) => {
        const [robots, first, next] = requestsOf(town, site)
        assert.deepEqual([robots?.target, first?.target, first?.status], ['/robots.txt', '/', status])
        assert.ok(next!.wall >= wishes[at]!.wish - rounding, `${site}: ${next!.target} came ${wishes[at]!.wish - next!.wall} ms too early`)
        const again = requestsOf(town, site).filter(({ target }) => target === '/')
        assert.deepEqual(
          again.map(one => one.status),
          [status, 200],
        )
        const meanwhile = requestsOf(town, 'quiet').filter(({ at: time }) => time > first!.at && time < next!.at)
        assert.ok(meanwhile.length >= 4, `${meanwhile.length} requests to another site meanwhile`)
        assert.ok(targetsOf(town, site).includes(beside[at]!))
      })
      assert.equal(report.state, 'finished')
      assert.equal(report.reasons[`http-${status}`], undefined)
    })
  }

  test('Retry-After with a redirect pauses its site too', async () => {
    await using town = await openTown()
    town.override('quiet', ({ path }) => (path === '/' ? { status: 302, headers: ['Location', '/page/1', 'Retry-After', '1'] } : undefined))
    await crawl(town.url('quiet', '/'), { delayMs: 20, depth: 0 }).run()
    const [, first, next] = requestsOf(town, 'quiet')
    assert.equal(next?.target, '/page/1')
    assert.ok(next!.at - first!.at >= 1000 - rounding)
  })

  test('a pause of hours is kept, and then the page arrives', async () => {
    const { report, log } = await scriptedRun(['http://a.test/', 'http://a.test/b'], { delayMs: 1000 }, ({ url, times }) =>
      url === 'http://a.test/' && times === 1 ? { status: 503, headers: ['Retry-After', '7200'] } : {},
    )
    assert.deepEqual(
      log.map(({ url }) => new URL(url).pathname),
      ['/robots.txt', '/', '/', '/b'],
    )
    assert.ok(log[2]!.at - log[1]!.at >= 7_200_000)
    assert.equal(report.counts.done, 2)
  })

  test('a bare 429 slows the site down: the gaps are those of the back-off, twice as long after a second one, and it recovers', async () => {
    const seeds = Array.from({ length: 40 }, (_, page) => `http://a.test/${page}`)
    const { report, log } = await scriptedRun(seeds, { delayMs: 100, retryMs: 1 }, ({ count }) =>
      count === 4 || count === 6 ? { status: 429 } : {},
    )
    const gaps = gapsOf(log)
    assert.deepEqual(gaps.slice(0, 3), [100, 100, 100])
    assert.ok(gaps[3]! >= 2000 && gaps[4]! >= 2000, `after the first 429: ${gaps.slice(3, 5)}`)
    for (const gap of gaps.slice(5, 10)) assert.ok(gap >= 4000, `after the second 429: ${gap}`)
    assert.deepEqual(gaps.slice(-5), [100, 100, 100, 100, 100], 'recovered')
    for (const [at, gap] of gaps.entries()) if (at > 5) assert.ok(gap <= gaps[at - 1]!, 'the gaps shrink step by step')
    assert.equal(report.counts.done, 40)
    assert.equal(report.state, 'finished')
  })

  test('a bare 429 of one site leaves the pace of the others as it is', async () => {
    await using town = await openTown()
    const slowed = town.url('busy', '/limit/bare?n=1&id=x')
    town.override('quiet', ({ path }) => (path === '/' ? pageOf(Array.from({ length: 12 }, (_, page) => `/more/${page}`)) : undefined))
    await crawl([slowed, town.url('quiet', '/')], {
      delayMs: 50,
      retryMs: 1,
      depth: 1,
      sitemaps: false,
      include: [/\/more\//],
    }).run()
    const [, first, second] = requestsOf(town, 'busy')
    assert.deepEqual([first?.status, second?.status], [429, 200])
    assert.ok(second!.at - first!.at >= 2000 - rounding, `${second!.at - first!.at} ms`)
    assert.equal(pagesOf(town, 'quiet').length, 13)
    assert.ok(requestsOf(town, 'quiet').every(({ at }) => at < second!.at))
  })
})
