import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import type { CrawlError } from '../src/index.ts'
import { crawl } from '../src/index.ts'
import type { Town } from '../src/testing/index.ts'
import { openTown } from '../src/testing/index.ts'
import { holdRequests } from './support/held-town.ts'
import { inspectStore } from './support/inspect-store.ts'
import type { CliEnd } from './support/start-cli.ts'
import { startCli } from './support/start-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'orbweaver-places-'))
const store = join(folder, 'store')
const template = join(folder, 'template')
let town: Town
/** The code that a run ends with; undefined for a good end. */
const ends = (seeds: readonly string[], maxPages = 100) =>
  crawl(seeds, { delayMs: 0, store, maxPages })
    .run()
    .then(
      () => undefined,
      error => (error as CrawlError).code,
    )
const begin = () => ends([town.url('docs', '/')])
const resume = () => ends([])

before(async () => {
  town = await openTown({ pages: 6 })
  assert.equal(await ends([town.url('docs', '/')], 3), undefined)
  cpSync(store, template, { recursive: true })
})
after(async () => {
  await town.close()
  rmSync(folder, { recursive: true, force: true })
})

function lay(): void {
  rmSync(store, { recursive: true, force: true })
  cpSync(template, store, { recursive: true })
  town.clearLog()
}

/** Everything that a folder holds: links by their target, files by their bytes. */
function contentOf(place: string): Map<string, string> {
  const names = readdirSync(place, { recursive: true }) as string[]
  const content = names
    // Who only reads a database makes these; they hold nothing.
    .filter(name => !/-(?:shm|wal)$/.test(name))
    .map(name => {
      const kind = lstatSync(join(place, name))
      const is = kind.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(place, name)))
            .digest('hex')
        : String(kind.mode)
      return [name, is] as const
    })
  return new Map(content.sort())
}

function assertRefused({ code, stdout, stderr }: CliEnd, exit: number, name: string): void {
  assert.deepEqual([code, stdout], [exit, ''], stderr)
  assert.match(stderr, new RegExp(`^orbweaver: [^\\n]+ \\[${name}\\]\\n$`))
}

for (const name of ['crawl.db', 'crawl.lock', 'crawl.json', 'items.jsonl']) {
  test(`a folder where ${name} should be, and a link there: refused, and nothing is changed`, async () => {
    for (const lays of ['folder', 'link', 'dangling'] as const) {
      lay()
      const path = join(store, name)
      const mine = join(folder, 'mine')
      rmSync(mine, { force: true })
      if (lays === 'link') cpSync(join(template, name), mine)
      rmSync(path)
      if (lays === 'folder') mkdirSync(path)
      else symlinkSync(mine, path)
      const untouched = [contentOf(store), existsSync(mine) ? readFileSync(mine) : undefined]
      for (const run of [begin, resume]) {
        const code = await run()
        if (name === 'crawl.json' && lays !== 'folder') {
          // What a link leads to is read, and is missing here; the link itself is replaced, and what it leads to stays.
          assert.equal(code, lays === 'dangling' && run === resume ? 'usage' : undefined)
          lay()
          rmSync(path)
          symlinkSync(mine, path)
        } else {
          assert.equal(code, 'file', lays)
          // Output files are opened last: the store has noted its new owner by then.
          if (name !== 'items.jsonl') assert.deepEqual(contentOf(store), untouched[0])
          assert.equal(town.log.length, 0)
        }
        assert.deepEqual(existsSync(mine) ? readFileSync(mine) : undefined, untouched[1])
      }
    }
  })
}

test('an end on record cuts no file but those that the run itself names', async () => {
  lay()
  const mine = ['absolute', 'relative'].map(name => join(folder, name))
  for (const file of mine) writeFileSync(file, 'mine')
  using database = new DatabaseSync(join(store, 'crawl.db'))
  database.exec(`INSERT INTO outputs(file, bytes) VALUES ('${mine[0]}', 0), ('../relative', 2)`)
  assert.equal(await resume(), undefined)
  assert.deepEqual(
    mine.map(file => readFileSync(file, 'utf8')),
    ['mine', 'mine'],
  )
})

const mounts = 'mount -t tmpfs -o size=20m tmpfs "$0" && cp -r "$1"/. "$0" && mount -o remount,ro "$0" && shift && exec "$@"'
// On a folder of its own: a mount on the folder of all temporary files would hide a checkout that lies there.
const probe = mkdtempSync(join(tmpdir(), 'orbweaver-mount-'))
const canMount = spawnSync('unshare', ['-rm', 'sh', '-c', mounts, probe, import.meta.dirname, 'true']).status === 0
rmSync(probe, { recursive: true })
test('a file system that may only be read', { skip: canMount ? false : 'nothing can be mounted here' }, async () => {
  lay()
  const within = ['unshare', '-rm', 'sh', '-c', mounts, store, template]
  for (const args of [
    ['resume', store, '--max-pages', '100'],
    ['crawl', town.url('docs', '/'), '--delay', '0', '--store', join(store, 'below')],
  ]) {
    assertRefused(await startCli([...args, '--progress', 'none', '--disk-floor', '0'], { within }).ended, 3, 'file')
  }
  assert.equal(town.log.length, 0)
})

test('a second crawl, a resume and a second watch are refused with 12, and the first ones end as if they had been alone', async () => {
  rmSync(store, { recursive: true, force: true })
  const gate = holdRequests(town, 'docs', ({ path }) => path === '/ok/3')
  const first = startCli(['crawl', town.url('docs', '/'), '--delay', '0', '--store', store, '--quiet'])
  await gate.arrived(1)
  for (const second of [begin, resume]) assert.equal(await second(), 'store-busy')
  assertRefused(await startCli(['resume', store]).ended, 12, 'store-busy')
  gate.open()
  const { code, stderr } = await first.ended
  assert.deepEqual([code, stderr], [0, ''])
  const { integrity, finished, items } = inspectStore(store)
  assert.deepEqual([integrity, finished, items.length, new Set(items).size], ['ok', true, 7, 7])

  const place = join(folder, 'watch')
  const state = join(place, 'state.json')
  const watch = ['watch', town.url('library', '/romeo.txt'), '--count', '1', '--dir', place, '--state', state, '--progress', 'none']
  const held = holdRequests(town, 'library', ({ path }) => path === '/romeo.txt')
  const one = startCli(watch)
  await held.arrived(1)
  assertRefused(await startCli(watch).ended, 12, 'store-busy')
  held.open()
  assert.equal((await one.ended).code, 0)
  assert.deepEqual(readdirSync(place).length, 2)
  assert.equal(JSON.parse(readFileSync(state, 'utf8')).counts.checks, 1)
})

test('a lock file that holds something else is not touched', async () => {
  lay()
  writeFileSync(join(store, 'crawl.lock'), 'not a database, and not empty: '.repeat(100))
  const untouched = contentOf(store)
  assert.equal(await begin(), 'store-corrupt')
  assert.deepEqual(contentOf(store), untouched)
})
