import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { crawl } from '../src/index.ts'
import { openTown } from '../src/testing/index.ts'
import { inspectStore } from './support/inspect-store.ts'
import { smallCrawl } from './support/small-crawl.ts'
import type { CliEnd } from './support/start-cli.ts'
import { startCli } from './support/start-cli.ts'

const pages = 2
const expected = Array.from({ length: pages }, (_, page) => `http://small.test/${page}`)
const support = (name: string) => resolve(import.meta.dirname, 'support', name)

test('killed at any operation of the store, a crawl goes on and ends as if nothing had happened', async t => {
  const operations = await atEveryOperation('kill', (store, fault) =>
    crawlWithFault(store, fault, ({ code, signal, stderr }) => {
      assert.ok(signal === 'SIGKILL' || code === 0, stderr)
      return signal === 'SIGKILL'
    }),
  )
  assert.ok(operations > 25, `only ${operations} operations`)
  t.diagnostic(`killed at each of ${operations} operations`)
})

test('a disk that is full from any operation on ends a crawl with its code, and the crawl goes on once there is room', async t => {
  const operations = await atEveryOperation('full', (store, fault) =>
    crawlWithFault(store, fault, ({ code, stderr }) => {
      assert.equal(stderr, code === 0 ? '' : 'disk-full\n')
      return code !== 0
    }),
  )
  assert.ok(operations > 15, `only ${operations} operations`)
  t.diagnostic(`full at each of ${operations} operations`)
})

test('killed at any operation of its store, the command line loses no page and no sitemap', async t => {
  await using town = await openTown({ pages: 2 })
  const found = ['/', '/ok/0', '/ok/1', '/sitemap.xml'].map(path => town.url('docs', path))
  const operations = await atEveryOperation('kill', async (store, fault) => {
    await using first = startCli(['crawl', town.url('docs', '/'), '--delay', '0', '--store', store, '--quiet'], {
      node: ['--import', support('fault-at.ts')],
      env: { FAULT: fault },
    })
    const { signal, code, stderr } = await first.ended
    assert.ok(signal === 'SIGKILL' || code === 0, stderr)
    if (signal === 'SIGKILL' && !inspectStore(store).finished) await crawl(town.url('docs', '/'), { delayMs: 0, store }).run()
    const { urls, items, integrity } = inspectStore(store)
    assert.equal(integrity, 'ok')
    assert.deepEqual(new Map([...urls].sort()), new Map(found.map(url => [url, 'done'])))
    assert.deepEqual(items.toSorted(), found.slice(0, 3))
    return signal === 'SIGKILL'
  })
  assert.ok(operations > 25, `only ${operations} operations`)
  t.diagnostic(`the command line killed at each of ${operations} operations`)
})

/** One crawl for each operation of the store, until one ends without having met its fault. @param attempt tells whether it met it */
async function atEveryOperation(kind: 'kill' | 'full', attempt: (store: string, fault: string) => Promise<boolean>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-points-'))
  let at = 0
  let last = Infinity
  const worker = async () => {
    for (let mine = ++at; mine < last; mine = ++at) {
      if (!(await attempt(join(folder, String(mine)), `${kind}:${mine}`))) last = Math.min(last, mine)
    }
  }
  try {
    const workers = await Promise.allSettled([worker(), worker()])
    for (const result of workers) if (result.status === 'rejected') throw result.reason
    return last - 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function crawlWithFault(store: string, fault: string, judge: (end: CliEnd) => boolean): Promise<boolean> {
  try {
    await using run = startCli([store, String(pages)], {
      program: support('small-crawl.ts'),
      node: ['--import', support('fault-at.ts')],
      env: { FAULT: fault },
    })
    const struck = judge(await run.ended)
    const between = inspectStore(store)
    assert.equal(between.integrity, 'ok')
    if (struck && fault.startsWith('full')) {
      assert.ok(!between.finished, 'what ended with a failure is not finished')
      assert.equal(itemsFile(store), lines(between.items), 'what was not committed was taken back')
    }
    // Killed after its last commit it is whole, and would begin a new round.
    if (struck && !between.finished) await smallCrawl(store, pages)
    const { urls, items, finished } = inspectStore(store)
    assert.deepEqual(
      [...urls],
      expected.map(url => [url, 'done']),
    )
    assert.deepEqual(items, expected)
    assert.equal(itemsFile(store), lines(expected))
    assert.ok(finished)
    return struck
  } catch (cause) {
    throw new Error(`${fault}: ${(cause as Error).message}`, { cause })
  }
}

function itemsFile(store: string): string {
  const path = join(store, 'items.jsonl')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function lines(urls: readonly string[]): string {
  return urls.map(url => `{"url":"${url}"}\n`).join('')
}
