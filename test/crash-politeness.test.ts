import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Town } from '../src/testing/index.ts'
import { openTown, statusAnswer, textAnswer } from '../src/testing/index.ts'
import { holdRequests } from './support/held-town.ts'
import { untilStore } from './support/inspect-store.ts'
import { startCli } from './support/start-cli.ts'

/**
 * Clocks are rounded to a millisecond, and timers too. Nothing else can make a gap look short: the town logs a request before it answers.
 */
const roundingMs = 5

type Scene = { readonly town: Town; readonly store: string; start(...flags: string[]): ReturnType<typeof startCli> }

async function onStage(play: (scene: Scene) => Promise<void>): Promise<void> {
  await using town = await openTown({ pages: 20 })
  const store = join(mkdtempSync(join(tmpdir(), 'orbweaver-polite-')), 'store')
  mkdirSync(store)
  const start = (...flags: string[]) =>
    startCli(['crawl', town.url('docs', '/'), '--store', store, '--no-sitemaps', '--json', '--progress', 'none', ...flags])
  try {
    await play({ town, store, start })
  } finally {
    rmSync(join(store, '..'), { recursive: true, force: true })
  }
}

/** Starts again, and waits for the next request. @returns ms from `since` until it came */
async function nextRequest({ town, start }: Scene, since: number, ...flags: string[]): Promise<{ target: string; after: number }> {
  const before = town.log.length
  const gate = holdRequests(town, 'docs', () => true)
  await using _ = start(...flags)
  await gate.arrived(1)
  const { target, at } = town.log[before]!
  return { target, after: at - since }
}

// They wait for real time: side by side they take as long as the longest.
describe('politeness survives the end of a process', { concurrency: true }, () => {
  test('killed with a request under way: the delay is kept', () =>
    onStage(async scene => {
      const { town, start } = scene
      const gate = holdRequests(town, 'docs', ({ path }) => path === '/')
      {
        await using run = start('--delay', '2')
        await gate.arrived(1)
        run.child.kill('SIGKILL')
      }
      const { at } = town.log.at(-1)!
      const { target, after } = await nextRequest(scene, at, '--delay', '2')
      assert.equal(target, '/')
      assert.ok(after >= 2000 - roundingMs, `asked again after ${after} ms`)
    }))

  test('killed with its first page under way: the Crawl-delay of robots.txt is kept, and not asked for again', () =>
    onStage(async scene => {
      const { town, start } = scene
      town.override('docs', request =>
        request.path === '/robots.txt' ? textAnswer(request, 'User-agent: *\nCrawl-delay: 2\n') : undefined,
      )
      const gate = holdRequests(town, 'docs', ({ path }) => path === '/')
      {
        await using run = start('--delay', '0')
        await gate.arrived(1)
        run.child.kill('SIGKILL')
      }
      const { at } = town.log.at(-1)!
      const { target, after } = await nextRequest(scene, at, '--delay', '0')
      assert.equal(target, '/')
      assert.ok(after >= 2000 - roundingMs, `asked again after ${after} ms`)
    }))

  test('killed while Retry-After is in force: the pause is kept', () =>
    onStage(async scene => {
      const { town, store, start } = scene
      town.override('docs', ({ path }) => (path === '/' ? statusAnswer(503, 'Busy', 'Later.', ['Retry-After', '3']) : undefined))
      {
        await using run = start('--delay', '0')
        await untilStore(store, ({ retries }) => retries === 1)
        run.child.kill('SIGKILL')
      }
      const { at } = town.log.at(-1)!
      const { target, after } = await nextRequest(scene, at, '--delay', '0')
      assert.equal(target, '/')
      assert.ok(after >= 3000 - roundingMs, `asked again after ${after} ms`)
    }))

  test('ended by Ctrl-C and resumed at once: the delay is kept', () =>
    onStage(async scene => {
      const { town, start } = scene
      const gate = holdRequests(town, 'docs', ({ path }) => path === '/')
      {
        await using run = start('--delay', '3')
        await gate.arrived(1)
        run.child.kill('SIGINT')
        gate.open()
        assert.equal((await run.ended).code, 9)
      }
      const { at } = town.log.at(-1)!
      const { target, after } = await nextRequest(scene, at, '--delay', '3')
      assert.notEqual(target, '/')
      assert.ok(after >= 3000 - roundingMs, `asked again after ${after} ms`)
    }))
})
