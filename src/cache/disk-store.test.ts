import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import type { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import { seededRandom } from '../base/random.ts'
import { answerSize } from './cache-store.ts'
import { answerFor, cacheStoreContract } from './cache-store-contract.ts'
import { diskCacheStore } from './disk-store.ts'
import { bodyOf, urlOf } from './fill-store.test-helper.ts'

const root = mkdtempSync(join(tmpdir(), 'orbweaver-cache-'))
after(() => rmSync(root, { recursive: true }))
let folders = 0
const newFolder = () => join(root, String(++folders))

cacheStoreContract('disk', options => diskCacheStore(newFolder(), options), limits.cacheDiskBytes)

const body = Buffer.from('a body')
const answer = answerFor('http://a.example/../x?q#', body)

/** Makes a store with one answer, lets SQL loose on it, and opens it again. */
function spoilt(sql: string) {
  const folder = newFolder()
  using store = diskCacheStore(folder)
  store.put(answer, body)
  const database = new DatabaseSync(join(folder, 'cache.db'))
  database.exec(sql)
  database.close()
  return folder
}

test('answers outlive the process; the folder holds one database that others may not read', () => {
  const folder = newFolder()
  {
    using store = diskCacheStore(folder)
    store.put(answer, body)
    assert.equal(statSync(join(folder, 'cache.db')).mode & 0o777, 0o600)
    assert.ok(readdirSync(folder).every(name => name.startsWith('cache.db')))
  }
  using again = diskCacheStore(folder)
  assert.deepEqual(again.find(answer.url), [answer])
  assert.deepEqual(Buffer.from(again.read(answer)!), body)
})

test('what is not as it was put is dropped and never served', () => {
  for (const damage of [
    "UPDATE bodies SET body = CAST('a bodY' AS BLOB)",
    'DELETE FROM bodies',
    `UPDATE answers SET head = replace(head, '"1', '"2')`,
    "UPDATE answers SET mark = ''",
    "UPDATE answers SET head = '[1]', mark = '080a9ed428559ef602668b4c00f114f1'",
  ]) {
    using store = diskCacheStore(spoilt(damage))
    assert.equal(store.read(answer), undefined, damage)
    assert.deepEqual(store.find(answer.url), [], damage)
    assert.deepEqual([...store.list()], [], damage)
  }
})

test('a broken database is begun anew: it holds copies only', () => {
  const folder = spoilt('PRAGMA wal_checkpoint(TRUNCATE)')
  const path = join(folder, 'cache.db')
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xff, 100))
  const troubles: CrawlError[] = []
  {
    using store = diskCacheStore(folder, { onTrouble: trouble => troubles.push(trouble) })
    store.put(answer, body)
    assert.ok(store.read(answer) === undefined || troubles.length === 0)
  }
  using store = diskCacheStore(folder)
  store.put(answer, body)
  assert.deepEqual(Buffer.from(store.read(answer)!), body)
})

test('damage met on the way is told once, and the store goes on as an empty one until it is begun anew', () => {
  const folder = newFolder()
  const troubles: CrawlError[] = []
  {
    using store = diskCacheStore(folder, { onTrouble: trouble => troubles.push(trouble) })
    for (let at = 0; at < 50; at++) store.put(answerFor(`http://a.example/${at}`, body), body)
    const database = new DatabaseSync(join(folder, 'cache.db'))
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()
    const path = join(folder, 'cache.db')
    writeFileSync(path, readFileSync(path).fill(0xff, 4_096))
    assert.deepEqual(store.find('http://a.example/1'), [])
    store.put(answer, body)
    assert.deepEqual([...store.list()], [])
    assert.equal(troubles.length, 1)
  }
  using again = diskCacheStore(folder)
  again.put(answer, body)
  assert.deepEqual(again.find(answer.url), [answer])
})

test('a file that is not ours is left as it is', () => {
  const folder = spoilt('PRAGMA application_id = 7')
  assert.throws(() => diskCacheStore(folder), { code: 'store-corrupt' })
  const newer = spoilt('PRAGMA user_version = 2')
  assert.throws(() => diskCacheStore(newer), { code: 'store-newer' })
  const text = newFolder()
  diskCacheStore(text)[Symbol.dispose]()
  writeFileSync(join(text, 'cache.db'), 'My notes. '.repeat(1_000))
  assert.throws(() => diskCacheStore(text), { code: 'store-corrupt' })
  assert.match(readFileSync(join(text, 'cache.db'), 'utf8'), /^My notes/)
  assert.throws(() => diskCacheStore(join(text, 'cache.db')), { code: 'file' })
})

test('a smaller bound frees the disk when the store is closed', () => {
  const folder = newFolder()
  const big = Buffer.alloc(500_000, 'x')
  {
    using store = diskCacheStore(folder)
    for (let at = 0; at < 10; at++) store.put(answerFor(`http://a.example/${at}`, big), big)
  }
  assert.ok(statSync(join(folder, 'cache.db')).size > 5_000_000)
  {
    using store = diskCacheStore(folder, { maxBytes: 1_000_000 })
    store.put(answer, body)
    assert.ok([...store.list()].reduce((sum, kept) => sum + answerSize(kept), 0) <= 1_000_000)
  }
  assert.ok(statSync(join(folder, 'cache.db')).size < 1_500_000)
})

/** A process that fills the store; resolves when it has put so many, and it goes on meanwhile. */
async function filling(folder: string, first: number, puts: number) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fill-store.test-helper.ts'), folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  let last = first - 1
  const reached = new Promise<void>(resolve => {
    createInterface(child.stdout).on('line', line => {
      last = Number(line)
      if (last >= first + puts) resolve()
    })
  })
  await Promise.race([reached, ended])
  return {
    /** Kills it at whatever it is doing, and gives the last number that it said. */
    async kill() {
      child.kill('SIGKILL')
      await ended
      return last
    },
  }
}

function checkWhole(folder: string): Set<number> {
  const numbers = new Set<number>()
  {
    using store = diskCacheStore(folder)
    for (const kept of store.list()) {
      const number = Number(kept.reason)
      assert.equal(kept.url, urlOf(number))
      assert.deepEqual(store.read(kept), bodyOf(number))
      numbers.add(number)
    }
  }
  const database = new DatabaseSync(join(folder, 'cache.db'))
  assert.equal(database.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok')
  const sizes = database.prepare('SELECT (SELECT sum(size) FROM answers) AS sum, (SELECT bytes FROM usage) AS bytes').get()
  assert.equal(sizes?.['sum'], sizes?.['bytes'])
  database.close()
  return numbers
}

test('kill -9 at any moment: every answer is whole, and what was said to be kept is there', async () => {
  const folder = newFolder()
  const random = seededRandom(40)
  for (let round = 0; round < 5; round++) {
    const run = await filling(folder, round * 10_000, Math.floor(random() * 60))
    const last = await run.kill()
    assert.ok(checkWhole(folder).has(last), `round ${round}: ${last}`)
  }
})

test('two processes share a folder', async () => {
  const folder = newFolder()
  const runs = await Promise.all([filling(folder, 0, 100), filling(folder, 1_000_000, 100)])
  const lasts = await Promise.all(runs.map(run => run.kill()))
  assert.ok(lasts.every((last, at) => last >= at * 1_000_000 + 100))
  const numbers = checkWhole(folder)
  assert.ok(lasts.some(last => numbers.has(last)))
})
