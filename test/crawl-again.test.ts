import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Report } from '../src/index.ts'
import type { Town } from '../src/testing/index.ts'
import { openTown, pageAnswer } from '../src/testing/index.ts'
import { holdRequests } from './support/held-town.ts'
import { inspectStore } from './support/inspect-store.ts'
import type { CliRun } from './support/start-cli.ts'
import { startCli } from './support/start-cli.ts'

const pages = 25

type Scene = { readonly town: Town; readonly store: string; start(): CliRun; crawl(): Promise<Report> }

/** On a stage whose site was crawled once, to its end. */
async function afterFirstCrawl(play: (scene: Scene) => Promise<void>): Promise<void> {
  await using town = await openTown({ pages })
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-again-'))
  const store = join(folder, 'store')
  const flags = ['--delay', '0', '--concurrency', '3', '--store', store, '--json', '--progress', 'none']
  const start = () => startCli(['crawl', town.url('docs', '/'), ...flags])
  const crawl = async () => {
    const { code, stdout, stderr } = await start().ended
    assert.deepEqual([code, stderr], [0, ''])
    return JSON.parse(stdout) as Report
  }
  try {
    const report = await crawl()
    assert.deepEqual([report.counts.done, report.run.items], [pages + 2, pages + 1])
    town.clearLog()
    await play({ town, store, start, crawl })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** From now on `/ok/3` has other words and a link to a new page, and `/ok/7` has other words. */
function changeSite(town: Town): void {
  const changed = (words: string, links = '') => ({ title: words, body: `<h1>${words}</h1>\n<a href="/">Up</a> ${links}` })
  town.override('docs', request => {
    if (request.path === '/ok/3') return pageAnswer(request, changed('Third edition', '<a href="/new">New</a>'))
    if (request.path === '/ok/7') return pageAnswer(request, changed('Seventh edition'))
    return request.path === '/new' ? pageAnswer(request, changed('News')) : undefined
  })
}

function itemPaths(store: string, from: number): string[] {
  return inspectStore(store)
    .items.slice(from)
    .map(url => new URL(url).pathname)
    .sort()
}

const isPage = ({ target }: { target: string }) => target !== '/robots.txt'

describe('a finished store, crawled again', { concurrency: 2 }, () => {
  test('visits every known page once more; what is unchanged gives no second item', () =>
    afterFirstCrawl(async ({ town, store, crawl }) => {
      const { counts, run, state } = await crawl()
      assert.deepEqual([state, counts.met, counts.done, run.pages, run.items], ['finished', pages + 2, pages + 2, pages + 2, 0])
      assert.deepEqual(itemPaths(store, pages + 1), [])
      assert.equal(new Set(inspectStore(store).urls.values()).size, 1)
      assert.deepEqual([...inspectStore(store).urls.values()][0], 'unchanged')
      assert.equal(new Set(town.log.filter(isPage).map(({ target }) => target)).size, pages + 2)
      assert.equal(town.log.filter(isPage).length, pages + 2)
      assert.deepEqual(
        town.log.filter(request => !isPage(request)),
        [],
        'its robots.txt is still valid',
      )
    }))

  test('finds a new page, and gives an item for it and for what has changed', () =>
    afterFirstCrawl(async ({ town, store, crawl }) => {
      changeSite(town)
      const { counts, run } = await crawl()
      assert.deepEqual([counts.met, counts.done, run.items], [pages + 3, pages + 3, 3])
      assert.deepEqual(itemPaths(store, pages + 1), ['/new', '/ok/3', '/ok/7'])
      const { urls } = inspectStore(store)
      const done = [...urls].filter(([, state]) => state === 'done').map(([url]) => new URL(url).pathname)
      assert.deepEqual(done.sort(), ['/new', '/ok/3', '/ok/7'])
      assert.equal((await crawl()).run.items, 0)
    }))

  test('keeps its promise when it is killed: each change is one item, no page is visited twice', () =>
    afterFirstCrawl(async ({ town, store, start, crawl }) => {
      changeSite(town)
      for (const requests of [1, 6, 12]) {
        const gate = holdRequests(town, 'docs', () => town.log.length >= requests)
        await using run = start()
        await gate.arrived(1)
        run.child.kill('SIGKILL')
        await run.ended
        gate.open()
        assert.equal(inspectStore(store).integrity, 'ok')
      }
      await crawl()
      assert.deepEqual(itemPaths(store, pages + 1), ['/new', '/ok/3', '/ok/7'])
      const again = town.log.filter(isPage).length - (pages + 3)
      assert.ok(again <= 3 * 3, `${again} requests were made again`)
      const states = [...inspectStore(store).urls.values()]
      assert.deepEqual([states.length, states.filter(state => state === 'unchanged').length], [pages + 3, pages])
    }))

  test('begins items.jsonl anew when it was taken away', () =>
    afterFirstCrawl(async ({ town, store, crawl }) => {
      changeSite(town)
      const path = join(store, 'items.jsonl')
      rmSync(path)
      await crawl()
      const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
      assert.deepEqual(lines.map(line => new URL((JSON.parse(line) as { url: string }).url).pathname).sort(), ['/new', '/ok/3', '/ok/7'])
    }))
})
