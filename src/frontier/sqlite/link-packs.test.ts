import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { fingerprint } from '../fingerprint.ts'
import { LinkPacks } from './link-packs.ts'
import { migrations, schema } from './schema.ts'

const seed = 7
const packLinks = 5
const siteOf = (id: number) => 1 + (id % 3)
const pathOf = (id: number) => `/page/${id}?q=é`
const priorityOf = (id: number) => (id % 4 === 0 ? 9 : 128)

function openStore({ packed = true } = {}) {
  const database = new DatabaseSync(':memory:')
  database.exec(schema)
  if (!packed) database.exec('DROP TRIGGER urls_changed; DROP TRIGGER urls_deleted; DROP TABLE packs')
  for (const id of [1, 2, 3]) database.exec(`INSERT INTO sites(id, origin) VALUES(${id}, 'http://s${id}.test')`)
  const insert = database.prepare('INSERT INTO urls(id, site, path, depth, priority) VALUES(?,?,?,0,?)')
  const insertRow = (id: number) => insert.run(id, siteOf(id), pathOf(id), priorityOf(id) === 128 ? null : priorityOf(id))
  return {
    database,
    insertRow,
    /** As the store's thread does it. */
    add(packs: LinkPacks, firstId: number, count: number) {
      const ids = Array.from({ length: count }, (_, position) => firstId + position)
      const prints = ids.map(id => ({ ...fingerprint(`http://s${siteOf(id)}.test${pathOf(id)}`, seed) }))
      database.exec('BEGIN')
      for (const id of ids) insertRow(id)
      packs.add({
        firstId,
        sites: Uint32Array.from(ids, siteOf),
        highs: Uint32Array.from(prints, ({ high }) => high),
        lows: Uint32Array.from(prints, ({ low }) => low),
        priorities: Uint8Array.from(ids, priorityOf),
        paths: ids.map(pathOf).join('\n'),
        depths: new Uint32Array(count),
        vias: '',
        foundOn: new Uint32Array(count),
        redirects: [],
      })
    },
    packedRanges: () =>
      database
        .prepare('SELECT first, count FROM packs ORDER BY first')
        .all()
        .map(({ first, count }) => [first, count]),
  }
}

/** All that is read, each link as it should be. @returns the ids */
function readAll(packs: LinkPacks, originOf = (site: number) => `http://s${site}.test`): number[] {
  const all: number[] = []
  for (let block = packs.read(0); block.ids.length > 0; block = packs.read(all.at(-1)!)) {
    for (const [position, id] of block.ids.entries()) {
      const site = block.sites[position]!
      const { high, low } = fingerprint(originOf(site) + pathOf(id), seed)
      const read = [site, block.highs[position], block.lows[position], block.priorities[position]]
      assert.deepEqual(read, [siteOf(id), high, low, priorityOf(id)], `link ${id}`)
      all.push(id)
    }
  }
  return all
}

const upTo = (last: number) => Array.from({ length: last }, (_, position) => position + 1)

test('what was added is read back, however it was cut into batches and whenever the store was opened again', () => {
  for (let round = 1; round <= 40; round++) {
    const random = seededRandom(round)
    const store = openStore()
    let packs = new LinkPacks(store.database, seed, packLinks)
    let last = 0
    for (let step = 0; step < 8; step++) {
      const count = Math.floor(random() * 9)
      store.add(packs, last + 1, count)
      const isKept = random() < 0.8
      store.database.exec(isKept ? 'COMMIT' : 'ROLLBACK')
      if (isKept) last += count
      else packs.forget()
      if (random() < 0.3) {
        packs = new LinkPacks(store.database, seed, packLinks)
        assert.deepEqual(readAll(packs), upTo(last))
        assert.equal(packs.links, store.packedRanges().length * packLinks)
      }
    }
    assert.deepEqual(readAll(new LinkPacks(store.database, seed, packLinks)), upTo(last))
  }
})

test('the links after the last pack are the begin of the next one', () => {
  const store = openStore()
  store.add(new LinkPacks(store.database, seed, packLinks), 1, 8)
  store.database.exec('COMMIT')
  const again = new LinkPacks(store.database, seed, packLinks)
  assert.deepEqual(readAll(again), upTo(8))
  store.add(again, 9, 3)
  store.database.exec('COMMIT')
  assert.deepEqual(store.packedRanges(), [
    [1, 5],
    [6, 5],
  ])
  assert.deepEqual(readAll(new LinkPacks(store.database, seed, packLinks)), upTo(11))
})

test('a row that is changed or taken away by hand unsays its pack; what is whole is packed again', () => {
  const store = openStore()
  const packs = new LinkPacks(store.database, seed, packLinks)
  store.add(packs, 1, 20)
  store.database.exec(
    'COMMIT; DELETE FROM urls WHERE id = 8; UPDATE urls SET priority = NULL WHERE id = 12; UPDATE urls SET priority = 9 WHERE id = 12',
  )
  assert.deepEqual(store.packedRanges(), [
    [1, 5],
    [16, 5],
  ])
  assert.deepEqual(
    readAll(new LinkPacks(store.database, seed, packLinks)),
    upTo(20).filter(id => id !== 8),
  )
  assert.deepEqual(
    store.packedRanges(),
    [
      [1, 5],
      [16, 5],
    ],
    'ids 6 to 12 have a hole, 13 to 15 are too few',
  )
  store.insertRow(8)
  assert.deepEqual(readAll(new LinkPacks(store.database, seed, packLinks)), upTo(20))
  assert.deepEqual(store.packedRanges(), [
    [1, 5],
    [6, 5],
    [11, 5],
    [16, 5],
  ])
})

test('packs that do not fit their rows are thrown away and made again', () => {
  const damages = [
    `UPDATE sites SET origin = 'http://other' || id || '.test'`,
    'UPDATE packs SET links = zeroblob(65) WHERE first = 6',
    'UPDATE packs SET links = substr(links, 1, 20) WHERE first = 6',
    'UPDATE packs SET first = 7 WHERE first = 6',
  ]
  for (const damage of damages) {
    const store = openStore()
    store.add(new LinkPacks(store.database, seed, packLinks), 1, 12)
    store.database.exec(`COMMIT; ${damage}`)
    const originOf = damage.includes('origin') ? (site: number) => `http://other${site}.test` : undefined
    assert.deepEqual(readAll(new LinkPacks(store.database, seed, packLinks), originOf), upTo(12), damage)
    assert.deepEqual(readAll(new LinkPacks(store.database, seed, packLinks), originOf), upTo(12), damage)
    assert.deepEqual(
      store.packedRanges(),
      [
        [1, 5],
        [6, 5],
      ],
      damage,
    )
  }
})

test('a store of format 2 is packed as it is read for the first time', () => {
  const store = openStore({ packed: false })
  for (const id of upTo(13)) store.insertRow(id)
  store.database.exec(migrations.get(2)!)
  assert.deepEqual(readAll(new LinkPacks(store.database, seed, packLinks)), upTo(13))
  assert.deepEqual(store.packedRanges(), [
    [1, 5],
    [6, 5],
  ])
})
