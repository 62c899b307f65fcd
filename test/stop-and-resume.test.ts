import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Report } from '../src/index.ts'
import type { Town } from '../src/testing/index.ts'
import { openTown } from '../src/testing/index.ts'
import { docsUrls } from './support/crash-run.ts'
import { holdRequests } from './support/held-town.ts'
import { assertDocs, inspectStore } from './support/inspect-store.ts'
import type { CliEnd, CliRun } from './support/start-cli.ts'
import { startCli } from './support/start-cli.ts'

const pages = 30
const quiet = ['--json', '--progress', 'none']

type Scene = { readonly town: Town; readonly store: string; crawl(): CliRun; resume(): Promise<CliEnd> }

async function onStage(play: (scene: Scene) => Promise<void>): Promise<void> {
  await using town = await openTown({ pages })
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-stop-'))
  const store = join(folder, 'store')
  const crawl = () => startCli(['crawl', town.url('docs', '/'), '--delay', '0', '--concurrency', '3', '--store', store, ...quiet])
  try {
    await play({ town, store, crawl, resume: () => startCli(['resume', store, ...quiet]).ended })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const isPage = ({ path }: { path: string }) => path.startsWith('/ok/')

/** The store holds the whole site, each page once. */
function assertWhole({ town, store }: Scene): void {
  const { integrity, urls, items } = inspectStore(store)
  assert.equal(integrity, 'ok')
  assertDocs({ urls, items }, docsUrls(town, pages))
}

function askedTwice(town: Town): string[] {
  const targets = town.log.map(({ target }) => target)
  return targets.filter((target, at) => targets.indexOf(target) !== at)
}

describe('stopping and going on', { concurrency: true }, () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal} lets end what is under way, saves, and takes nothing new`, () =>
      onStage(async scene => {
        const { town, store, crawl, resume } = scene
        const gate = holdRequests(town, 'docs', isPage)
        await using run = crawl()
        await gate.arrived(3)
        run.child.kill(signal)
        await once(run.child.stderr!, 'data')
        const before = town.log.length
        gate.open()
        const { code, stdout, stderr } = await run.ended
        assert.equal(code, 9)
        assert.equal(town.log.length, before, 'nothing new is asked')
        assert.match(stderr.trim(), /^[^\n]+$/)
        const report = JSON.parse(stdout) as Report
        assert.deepEqual([report.state, report.why, report.balanced, report.counts.leased], ['unfinished', 'interrupted', true, 0])
        const { urls, integrity, finished } = inspectStore(store)
        assert.deepEqual([integrity, finished], ['ok', false])
        const asked = town.log.map(({ target }) => town.url('docs', target)).filter(url => !url.endsWith('/robots.txt'))
        assert.deepEqual(
          asked.filter(url => urls.get(url) !== 'done'),
          [],
          'what was under way is settled',
        )
        assert.equal((await resume()).code, 0)
        assert.deepEqual(askedTwice(town), [])
        assertWhole(scene)
      }))
  }

  test('a second Ctrl-C stops at once, and the store is sound', () =>
    onStage(async scene => {
      const { town, store, crawl, resume } = scene
      const gate = holdRequests(town, 'docs', isPage)
      await using run = crawl()
      await gate.arrived(3)
      run.child.kill('SIGINT')
      await once(run.child.stderr!, 'data')
      // What comes within a moment of the first is the same key press: npm passes on what the terminal has sent already.
      const again = setInterval(() => run.child.kill('SIGINT'), 20)
      // The answers are still held: only a process that does not wait for them can end.
      assert.equal((await run.ended).code, 130)
      clearInterval(again)
      const { integrity, urls } = inspectStore(store)
      assert.equal(integrity, 'ok')
      const underWay = town.log.map(({ target }) => town.url('docs', target)).filter(url => url.includes('/ok/'))
      assert.deepEqual(
        underWay.map(url => urls.get(url)),
        ['waiting', 'waiting', 'waiting'],
      )
      gate.open()
      assert.equal((await resume()).code, 0)
      assert.equal(askedTwice(town).length, 3)
      assertWhole(scene)
    }))

  test('`resume DIR` goes on after kill -9 with the options the crawl was begun with', () =>
    onStage(async scene => {
      const { town, store, crawl, resume } = scene
      const gate = holdRequests(town, 'docs', isPage)
      {
        await using run = crawl()
        await gate.arrived(3)
        run.child.kill('SIGKILL')
      }
      gate.open()
      const { code, stdout, stderr } = await resume()
      assert.deepEqual([code, stderr], [0, ''])
      const report = JSON.parse(stdout) as Report
      assert.deepEqual([report.state, report.store, report.counts.done], ['finished', store, pages + 2])
      assertWhole(scene)
    }))

  test('`resume` of a folder without a crawl says how to begin one', () =>
    onStage(async ({ resume }) => {
      const { code, stdout, stderr } = await resume()
      assert.deepEqual([code, stdout], [12, ''])
      assert.match(stderr, /^orbweaver: [^\n]*orbweaver crawl URL --store [^\n]*\n$/)
    }))

  test('a second process on a store in use is refused, and the first is not disturbed', () =>
    onStage(async scene => {
      const { town, crawl, resume } = scene
      const gate = holdRequests(town, 'docs', isPage)
      await using first = crawl()
      await gate.arrived(3)
      await using other = crawl()
      for (const { code, stdout, stderr } of [await other.ended, await resume()]) {
        assert.deepEqual([code, stdout], [12, ''])
        assert.match(stderr, /^orbweaver: [^\n]*in use[^\n]*--store[^\n]*\n$/)
      }
      gate.open()
      assert.equal((await first.ended).code, 0)
      assert.deepEqual(askedTwice(town), [])
      assertWhole(scene)
    }))
})
