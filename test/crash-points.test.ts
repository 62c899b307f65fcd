import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { inspectStore } from './support/inspect-store.ts'
import { startCli } from './support/start-cli.ts'

const pages = 4
const expected = Array.from({ length: pages }, (_, page) => `http://small.test/${page}`)
const support = (name: string) => resolve(import.meta.dirname, 'support', name)

/** Faults at every operation of the store, one crawl each, until one comes through without reaching its fault. */
async function atEveryOperation(kind: 'kill' | 'full', judge: (end: { code: number | null; signal: string | null; stderr: string }, at: number) => boolean): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-points-'))
  try {
    let at = 1
    const worker = async () => {
      for (let mine = at++; mine < 1000; mine = at++) if (!(await atOperation(join(folder, String(mine)), mine))) return
    }
    await Promise.all([worker(), worker()])
    return at
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }

  async function atOperation(store: string, at: number): Promise<boolean> {
    const crawl = async (env: Record<string, string>) => {
      await using run = startCli([store, String(pages)], { program: support('small-crawl.ts'), node: ['--import', support('fault-at.ts')], env })
      return await run.ended
    }
    const struck = judge(await crawl({ FAULT: `${kind}:${at}` }), at)
    const between = inspectStore(store)
    assert.equal(between.integrity, 'ok', `operation ${at}`)
    if (struck && between.finished) return true
    if (struck) assert.deepEqual(await crawl({}), { code: 0, signal: null, stdout: '', stderr: '' }, `operation ${at}`)
    const { urls, items, finished } = inspectStore(store)
    assert.deepEqual([...urls], expected.map(url => [url, 'done']), `operation ${at}`)
    assert.deepEqual(items, expected, `operation ${at}`)
    assert.equal(readFileSync(join(store, 'items.jsonl'), 'utf8'), expected.map(url => `{"url":"${url}"}\n`).join(''), `operation ${at}`)
    assert.ok(finished, `operation ${at}`)
    return struck
  }
}

test('killed at any operation of the store, a crawl goes on and ends as if nothing had happened', async t => {
  const operations = await atEveryOperation('kill', ({ code, signal, stderr }, at) => {
    assert.ok(signal === 'SIGKILL' || code === 0, `operation ${at}: ${stderr}`)
    return signal === 'SIGKILL'
  })
  assert.ok(operations > 40, `only ${operations} operations`)
  t.diagnostic(`${operations} operations`)
})

test('a disk that is full from any operation on ends a crawl with its code, and it goes on once there is room', async t => {
  const operations = await atEveryOperation('full', ({ code, stderr }, at) => {
    assert.equal(stderr, code === 0 ? '' : 'disk-full\n', `operation ${at}`)
    return code !== 0
  })
  assert.ok(operations > 20, `only ${operations} operations`)
  t.diagnostic(`${operations} operations`)
})
