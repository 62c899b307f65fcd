import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { CrawlError } from '../src/base/crawl-error.ts'
import { seededRandom } from '../src/base/random.ts'
import { StoreThread } from '../src/frontier/sqlite/store-thread.ts'
import { storeError } from '../src/frontier/store-error.ts'
import { inspectStore } from './support/inspect-store.ts'
import { smallCrawl } from './support/small-crawl.ts'
import { storeHere } from './support/store-here.ts'

const pages = 24
const url = (page: number) => `http://small.test/${page}`
const folder = mkdtempSync(join(tmpdir(), 'orbweaver-torn-'))
const work = join(folder, 'work')
after(() => rmSync(folder, { recursive: true, force: true }))

/** What `kill -9` leaves, when all stands in the log and when a part of it was brought into the database before; and what a close leaves. */
const stores = ['log', 'both', 'closed'] as const
type StoreName = (typeof stores)[number]
const at = (name: StoreName) => join(folder, name)

before(async () => {
  await crawlAndKeep('log')
  await crawlAndKeep('both', 8)
})

/** Copies the store as it is before it is closed. @param closed pages of an earlier run, which was closed */
async function crawlAndKeep(name: StoreName, closed = 0): Promise<void> {
  const source = `${at(name)}-source`
  const leaving = (leave: () => void) => {
    const store = storeHere(source)
    return {
      ...store,
      close() {
        leave()
        return store.close(false)
      },
    }
  }
  if (closed > 0) {
    await smallCrawl(
      leaving(() => {}),
      pages,
      closed,
    )
    cpSync(source, at('closed'), { recursive: true })
    writeFileSync(join(at('closed'), 'crawl.json'), '{}')
  }
  await smallCrawl(
    leaving(() => cpSync(source, at(name), { recursive: true })),
    pages,
  )
  writeFileSync(join(at(name), 'crawl.json'), '{}')
}

function lay(name: StoreName): void {
  rmSync(work, { recursive: true, force: true })
  cpSync(at(name), work, { recursive: true })
}

const hashes = () =>
  ['crawl.db', 'crawl.db-wal', 'items.jsonl', 'crawl.json'].map(file => {
    const path = join(work, file)
    // Who only reads makes an empty log where there is none.
    return existsSync(path) && statSync(path).size > 0 ? createHash('sha256').update(readFileSync(path)).digest('hex') : undefined
  })

/**
 * Opens what lies there. Either it is refused and not a byte is changed, or it is a store of so many pages, each of them an item, that says
 * what it has lost.
 */
function open(): 'refused' | number {
  const untouched = hashes()
  let store: StoreThread
  try {
    store = new StoreThread({ folder: work, durable: false, outputs: ['items.jsonl'] })
  } catch (error) {
    assert.equal(storeError(error, work).code, 'store-corrupt')
    assert.deepEqual(hashes(), untouched)
    return 'refused'
  }
  const lost = store.opened.astray.get('items.jsonl') ?? 0
  store.close(false)
  const { integrity, urls, items } = inspectStore(work)
  assert.equal(integrity, 'ok')
  const done = [...urls].filter(([, state]) => state === 'done').map(([page]) => page)
  assert.deepEqual(
    done,
    done.map((_, page) => url(page)),
    'the first pages, without a gap',
  )
  assert.deepEqual(items, done)
  assert.equal(lost > 0, done.length < pages, `${done.length} pages, ${lost} bytes cut off`)
  return done.length
}

describe('the log of a killed crawl', () => {
  for (const name of ['log', 'both'] as const) {
    test(`${name}: cut anywhere it opens with what was committed, or is refused and left alone`, async t => {
      const size = statSync(join(at(name), 'crawl.db-wal')).size
      const outcomes: ('refused' | number)[] = []
      for (let cut = 0; cut < size; cut += cut < 40 ? 13 : Math.ceil(size / 60)) {
        lay(name)
        truncateSync(join(work, 'crawl.db-wal'), cut)
        outcomes.push(open())
      }
      lay(name)
      outcomes.push(open())
      const kept = outcomes.filter(outcome => outcome !== 'refused')
      assert.deepEqual(
        kept,
        kept.toSorted((one, other) => one - other),
        'a longer log keeps more',
      )
      assert.equal(kept.at(-1), pages)
      t.diagnostic(
        `${outcomes.length} cuts: ${outcomes.length - kept.length} refused, the others keep ${[...new Set(kept)].join(', ')} pages`,
      )
      // And one of them goes on to the end.
      lay(name)
      truncateSync(join(work, 'crawl.db-wal'), Math.floor(size / 2))
      await smallCrawl(storeHere(work), pages)
      assert.deepEqual(
        inspectStore(work).items,
        Array.from({ length: pages }, (_, page) => url(page)),
      )
    })
  }

  test('with a byte flipped anywhere it opens with what was committed before, or is refused and left alone', t => {
    const random = seededRandom(20_261_126)
    const size = statSync(join(at('log'), 'crawl.db-wal')).size
    const places = [...Array.from({ length: 32 }, (_, place) => place), ...Array.from({ length: 60 }, () => Math.floor(random() * size))]
    let refused = 0
    for (const place of places) {
      lay('log')
      flip(join(work, 'crawl.db-wal'), place, random)
      const outcome = open()
      if (outcome === 'refused') refused++
      assert.ok(place >= 32 || outcome === 'refused', `byte ${place} of the head`)
    }
    t.diagnostic(`${places.length} flips: ${refused} refused`)
  })

  test('a database that was copied without it is refused, or says what it lacks', () => {
    lay('log')
    rmSync(join(work, 'crawl.db-wal'))
    assert.equal(open(), 'refused')
    lay('both')
    rmSync(join(work, 'crawl.db-wal'))
    assert.equal(open(), 8)
    lay('closed')
    rmSync(join(work, 'crawl.db'))
    assert.equal(open(), 'refused')
  })
})

test('a byte flipped anywhere in a closed database: a crawl over it ends, or ends with a code of the store', async t => {
  const random = seededRandom(20_261_127)
  const size = statSync(join(at('closed'), 'crawl.db')).size
  const ends = new Map<string, number>()
  for (let time = 0; time < 150; time++) {
    lay('closed')
    // Half of the places in the first pages: the head and the tables of tables.
    flip(join(work, 'crawl.db'), Math.floor(random() * (time % 2 === 0 ? size : 600)), random)
    const end = await smallCrawl(patient(work), pages).then(
      () => 'ended',
      error => (error instanceof CrawlError ? error.code : `uncaught ${(error as Error).stack}`),
    )
    assert.match(end, /^(?:ended|store-corrupt|store-newer|file)$/)
    ends.set(end, (ends.get(end) ?? 0) + 1)
  }
  t.diagnostic(JSON.stringify(Object.fromEntries(ends)))
})

/** A store that is asked again and again without end fails. */
function patient(place: string) {
  const store = storeHere(place)
  let calls = 0
  const counted = () => assert.ok(++calls < 1000, 'it ends')
  return {
    ...store,
    read(ids: readonly number[]) {
      counted()
      return store.read(ids)
    },
    write(batch: Parameters<typeof store.write>[0]) {
      counted()
      return store.write(batch)
    },
  }
}

function flip(path: string, place: number, random: () => number): void {
  const bytes = readFileSync(path)
  bytes[place]! ^= 1 << Math.floor(random() * 8)
  writeFileSync(path, bytes)
}
