import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../src/base/limits.ts'
import { CrawlError } from '../src/index.ts'
import { openTown } from '../src/testing/index.ts'
import { holdRequests } from './support/held-town.ts'
import { mostAtOnce, pageOf } from './support/judge.ts'
import { scriptedRun } from './support/scripted-run.ts'
import { startCli } from './support/start-cli.ts'

const seed = 'http://127.0.0.1/'
const noHandle = () => new CrawlError('no-handles', 'no file handle')

test('without a file handle nothing is failed, no site is slowed down, and all is asked once there are some', async () => {
  const failing = new Map([
    ['http://127.0.0.1/robots.txt', 2],
    [seed, 3],
    ['http://127.0.0.1/3', 5],
  ])
  const links = [1, 2, 3, 4].map(page => `<a href="/${page}">${page}</a>`).join('')
  const { report, log } = await scriptedRun([seed], { delayMs: 100 }, ({ url }) => {
    const left = failing.get(url) ?? 0
    failing.set(url, left - 1)
    if (left > 0) throw noHandle()
    return { body: url === seed ? links : url, ...(url.endsWith('robots.txt') ? { status: 404 } : {}) }
  })
  assert.deepEqual([report.state, report.counts.done, report.reasons, report.failures], ['finished', 5, {}, []])
  const asked = log.map(({ url }) => url)
  assert.equal(asked.filter(url => url.endsWith('/3')).length, 6)
  assert.equal(report.sites[0]?.gapMs, 100)
  const gaps = log.slice(1).map(({ at }, index) => at - log[index]!.at)
  assert.ok(Math.max(...gaps) <= 2100, `a pause of ${Math.max(...gaps)} ms`)
})

test('a machine that never has a file handle ends the crawl after a minute, and its pages wait', async () => {
  let requests = 0
  const run = scriptedRun([seed], { robots: 'ignore', delayMs: 0 }, () => {
    requests++
    throw noHandle()
  })
  await assert.rejects(run, { code: 'no-handles' })
  assert.ok(requests >= limits.handleWaitMs / 2100 && requests < limits.handleWaitMs / 500, `${requests} attempts`)
})

test('with 64 file handles and 60 requests at once every page of the site is brought', async () => {
  await using town = await openTown({ pages: 60 })
  const pages = Array.from({ length: 60 }, (_, page) => `/ok/${page}`)
  town.override('docs', ({ path }) => (path === '/' ? pageOf(pages) : undefined))
  const gate = holdRequests(town, 'docs', ({ path }) => path.startsWith('/ok/'))
  const flags = ['--delay', '0', '--concurrency', '60', '--per-site', '60', '--no-sitemaps', '--json', '--progress', 'none']
  await using run = startCli(['crawl', town.url('docs', '/'), ...flags], { within: ['sh', '-c', 'ulimit -n 64 && exec "$@"', 'sh'] })
  await gate.arrived(8)
  gate.open()
  const { code, stdout, stderr } = await run.ended
  assert.deepEqual([code, stderr], [0, ''])
  const report = JSON.parse(stdout)
  assert.deepEqual([report.state, report.counts.done, report.reasons], ['finished', 61, {}])
  const most = mostAtOnce(town.log)
  assert.ok(most < 50, `${most} connections: the handles were enough, nothing was shown`)
})
