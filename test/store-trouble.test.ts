import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import type { Town } from '../src/testing/index.ts'
import { openTown } from '../src/testing/index.ts'
import { docsUrls } from './support/crash-run.ts'
import { assertDocs, inspectStore } from './support/inspect-store.ts'
import type { CliEnd, CliOptions } from './support/start-cli.ts'
import { startCli } from './support/start-cli.ts'

const pages = 60
const faults = ['--import', resolve(import.meta.dirname, 'support/fault-at.ts')]

type Scene = {
  readonly town: Town
  readonly store: string
  crawl(options?: CliOptions, ...flags: string[]): Promise<CliEnd>
  resume(): Promise<CliEnd>
}

async function onStage(play: (scene: Scene) => Promise<void>): Promise<void> {
  await using town = await openTown({ pages })
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-trouble-'))
  const store = join(folder, 'store')
  const quiet = ['--json', '--progress', 'none']
  const crawl = (options: CliOptions = {}, ...flags: string[]) =>
    startCli(['crawl', town.url('docs', '/'), '--delay', '0', '--concurrency', '4', '--store', store, ...quiet, ...flags], options).ended
  try {
    await play({ town, store, crawl, resume: () => startCli(['resume', store, ...quiet]).ended })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Ended with one line for people that names the code and a next step, and nothing else. */
function assertRefused({ code, stdout, stderr }: CliEnd, exit: number, name: string): void {
  assert.deepEqual([code, stdout], [exit, ''], stderr)
  assert.match(stderr, new RegExp(`^orbweaver: [^\\n]+ \\[${name}\\]\\n$`))
}

/** The store holds the whole site, each page once, and nothing was asked for twice but what was under way when a process ended. */
function assertWhole({ town, store }: Scene, underWay: number): void {
  const { integrity, urls, items, finished } = inspectStore(store)
  assert.deepEqual([integrity, finished], ['ok', true])
  assertDocs({ urls, items }, docsUrls(town, pages))
  const lines = readFileSync(join(store, 'items.jsonl'), 'utf8').split('\n')
  assert.equal(lines.length - 1, items.length)
  const twice = town.log.length - new Set(town.log.map(({ target }) => target)).size
  assert.ok(twice <= underWay, `${twice} requests were made again`)
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

describe('a store that cannot be used is refused and left alone', { concurrency: 2 }, () => {
  const damages: readonly (readonly [title: string, code: string, damage: (database: string) => void])[] = [
    [
      'of a newer version',
      'store-newer',
      path => withDatabase(path, database => database.exec("UPDATE meta SET value = 99 WHERE key = 'schema'")),
    ],
    [
      'with a version that is no number',
      'store-corrupt',
      path => withDatabase(path, database => database.exec("UPDATE meta SET value = 'x' WHERE key = 'schema'")),
    ],
    [
      'of a site that is not there',
      'store-corrupt',
      path => withDatabase(path, database => database.exec('PRAGMA foreign_keys = OFF; UPDATE urls SET site = 999 WHERE id = 3')),
    ],
    ['replaced by garbage', 'store-corrupt', path => writeFileSync(path, Buffer.alloc(20_000, 'garbage '))],
    ['cut in half', 'store-corrupt', path => truncateSync(path, Math.floor(readFileSync(path).length / 2))],
    [
      'that is the database of another program',
      'store-corrupt',
      path => {
        rmSync(path)
        withDatabase(path, database => database.exec('CREATE TABLE birds(name TEXT)'))
      },
    ],
  ]
  for (const [title, code, damage] of damages) {
    test(`crawl.db ${title}`, () =>
      onStage(async ({ town, store, crawl, resume }) => {
        assert.equal((await crawl({}, '--max-pages', '5')).code, 0)
        const path = join(store, 'crawl.db')
        damage(path)
        const before = [hashOf(path), hashOf(join(store, 'items.jsonl')), hashOf(join(store, 'crawl.json'))]
        const asked = town.log.length
        assertRefused(await crawl(), 12, code)
        assertRefused(await resume(), 12, code)
        assert.deepEqual([hashOf(path), hashOf(join(store, 'items.jsonl')), hashOf(join(store, 'crawl.json'))], before)
        assert.equal(town.log.length, asked)
      }))
  }

  test('crawl.json damaged in any way; without it the crawl goes on', () =>
    onStage(async scene => {
      const { town, store, crawl, resume } = scene
      assert.equal((await crawl({}, '--max-pages', '5')).code, 0)
      const path = join(store, 'crawl.json')
      const whole = readFileSync(path, 'utf8')
      const asked = town.log.length
      for (const text of [
        whole.slice(0, 100),
        '',
        'null',
        '{}',
        whole.replace('"seeds"', '"seats"'),
        whole.replace('http://', 'here://'),
      ]) {
        writeFileSync(path, text)
        assertRefused(await resume(), 12, 'store-corrupt')
        assert.equal(readFileSync(path, 'utf8'), text)
      }
      assertRefused(await crawl(), 12, 'store-corrupt')
      assert.equal(town.log.length, asked)
      rmSync(path)
      assert.equal((await crawl()).code, 0)
      assert.ok(existsSync(path))
      assertWhole(scene, 0)
    }))
})

describe('a full disk ends a crawl, and the crawl goes on once there is room', { concurrency: 2 }, () => {
  for (const at of [1, 30, 60, 150]) {
    test(`at the ${at}. write of the store`, () =>
      onStage(async scene => {
        assertRefused(await scene.crawl({ node: faults, env: { FAULT: `full:${at}` } }), 13, 'disk-full')
        assert.equal((await scene.crawl()).code, 0)
        assertWhole(scene, 4)
      }))
  }

  test('when crawl.json is written', () =>
    onStage(async scene => {
      assertRefused(await scene.crawl({ node: faults, env: { FAULT: 'full-main:1' } }), 13, 'disk-full')
      assert.equal((await scene.crawl()).code, 0)
      assertWhole(scene, 0)
    }))

  test('when a file may not grow any more (RLIMIT_FSIZE)', () =>
    onStage(async scene => {
      // In blocks of 512 bytes. The journal of a whole crawl has grown by 200 KiB and more, and once by less; these are well below.
      for (const most of [120, 200])
        assertRefused(await scene.crawl({ within: ['sh', '-c', `ulimit -f ${most} && exec "$@"`, 'sh'] }), 3, 'file')
      assert.equal((await scene.crawl()).code, 0)
      assertWhole(scene, 8)
    }))

  // Linux, where users may have namespaces of their own. What the small file system held is copied out before it goes: the disk with more
  // room.
  const onSmallDisk =
    'mount -t tmpfs -o size=200k tmpfs "$0" && { "$@"; code=$?; cp "$0"/* "$0.copy" && umount "$0" && cp "$0.copy"/* "$0" && exit $code; }'
  const canMount = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs /mnt']).status === 0
  test('when the file system is full', { skip: canMount ? false : 'no small file system can be mounted here' }, () =>
    onStage(async scene => {
      const { store, crawl } = scene
      for (const folder of [store, `${store}.copy`]) mkdirSync(folder)
      assertRefused(await crawl({ within: ['unshare', '-rm', 'sh', '-c', onSmallDisk, store] }, '--disk-floor', '0'), 13, 'disk-full')
      const { urls } = inspectStore(store)
      assert.ok([...urls.values()].includes('done'), 'some pages were settled before')
      assert.equal((await crawl()).code, 0)
      assertWhole(scene, 4)
    }),
  )
})

function withDatabase(path: string, use: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path)
  use(database)
  database.close()
}
