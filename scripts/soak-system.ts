/**
 * The system calls that SQLite itself makes fail once, in turn, under strace (Linux): writes, syncs, reads, cuts of every file of a store.
 * Afterwards the store is whole, and the next run brings the rest, every page once.
 * Run: npm run soak -- system --pages 6
 * Progress goes to standard error, one JSON object to standard output. Exit code 0: every fault ended well.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { inspectStore } from '../test/support/inspect-store.ts'
import { smallCrawl } from '../test/support/small-crawl.ts'

const { values } = parseArgs({ args: process.argv.slice(3), options: { pages: { type: 'string', default: '6' } } })
const pages = Number(values.pages)
const program = resolve(import.meta.dirname, '../test/support/small-crawl.ts')
const items = Array.from({ length: pages }, (_, page) => `http://small.test/${page}`)
const faults = [
  'pwrite64:EIO',
  'pwrite64:ENOSPC',
  'fsync:EIO',
  'ftruncate:EIO',
  'unlink:EIO',
  'pread64:EIO',
  'openat:EMFILE',
  'fallocate:ENOSPC',
]
const files = ['crawl.db', 'crawl.db-wal', 'crawl.db-shm', 'crawl.db-journal', 'crawl.lock', 'items.jsonl']
const hangMs = 60_000

const folder = mkdtempSync(join(tmpdir(), 'orbweaver-system-'))
const [store, log] = [join(folder, 'store'), join(folder, 'log')]
const sum = { tried: 0, ends: {} as Record<string, number>, wrong: [] as string[] }
for (const fault of faults) {
  const [call = '', error = ''] = fault.split(':')
  for (let nth = 1; ; nth++) {
    rmSync(store, { recursive: true, force: true })
    const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${nth}`]
    const only = files.flatMap(file => ['-P', join(store, file)])
    const strace = ['-f', '-o', log, ...only, ...inject, process.execPath, program, store, String(pages)]
    const { status, stderr, error: failure } = spawnSync('strace', strace, { timeout: hangMs, encoding: 'utf8' })
    const at =
      existsSync(log) &&
      readFileSync(log, 'utf8')
        .split('\n')
        .find(line => line.includes('INJECTED'))
    if (failure !== undefined && !at) throw failure
    if (!at) break
    const end = `${fault} -> ${failure === undefined ? stderr.trim() || (status === 0 ? 'ok' : `exit ${status}`) : 'does not end'}`
    sum.tried++
    sum.ends[end] = (sum.ends[end] ?? 0) + 1
    try {
      assert.match(end, /-> (?:ok|file|disk-full|store-corrupt)$/)
      await assertWhole(status === 0)
    } catch (cause) {
      sum.wrong.push(`${fault} ${nth}, ${at}: ${end}: ${(cause as Error).message}`)
    }
  }
  process.stderr.write(`${fault}: ${sum.tried} in all, ${sum.wrong.length} wrong\n`)
}
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${JSON.stringify(sum)}\n`)
process.exitCode = sum.tried > 0 && sum.wrong.length === 0 ? 0 : 1

async function assertWhole(endedWell: boolean): Promise<void> {
  const between = inspectStore(store)
  assert.equal(between.integrity, 'ok')
  assert.equal(between.finished, endedWell)
  if (!between.finished) await smallCrawl(store, pages)
  const { integrity, finished, items: found } = inspectStore(store)
  assert.deepEqual([integrity, finished, found], ['ok', true, items])
  assert.equal(readFileSync(join(store, 'items.jsonl'), 'utf8').split('\n').length, pages + 1)
}
