import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Order } from '../exchange/order.ts'
import type { CrawlEvents } from './crawl-event.ts'
import type { CrawlOptions } from './crawl-options.ts'
import { createDiskFloor, diskLookMs, systemFreeBytes } from './disk-floor.ts'
import { Spider } from './spider.ts'

const floor = 8000

/** A chain of five pages on a disk that has so much room, by the number of looks at it and of pages asked for. */
async function onDisk(room: (looks: number, asked: number) => number, more: CrawlOptions = {}) {
  const clock = manualClock()
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-floor-'))
  const asked: { page: number; at: number }[] = []
  const told: string[] = []
  const looks: string[] = []
  const fetcher = async (order: Order): Promise<Exchange> => {
    const page = Number(new URL(order.url).pathname.slice(1))
    asked.push({ page, at: clock.now() })
    const body = Buffer.from(page < 5 ? `<a href="/${page + 1}">next</a>` : 'the end')
    return {
      order,
      status: 200,
      reason: 'OK',
      headers: ['Content-Type', 'text/html'],
      body,
      bytes: { raw: body.length, decoded: body.length },
      timings: { startedAt: clock.wall(), headersMs: 0, totalMs: 0 },
      anomalies: [],
    }
  }
  const store = join(folder, 'store')
  const freeBytes = async (place: string) => room(looks.push(place), asked.length)
  const options: CrawlOptions = {
    robots: 'ignore',
    traps: false,
    delayMs: 400,
    store,
    diskFloor: floor,
    freeBytes,
    clock,
    fetcher,
    ...more,
  }
  const spider = new Spider(['http://127.0.0.1/1'], options)
  spider.on('disk', ({ low, free, folder: place }: CrawlEvents['disk']) => {
    assert.equal(place, store)
    told.push(`${low ? 'low' : 'room'} ${free} ${clock.now()}`)
  })
  let over = false
  const run = spider.run().finally(() => {
    over = true
  })
  run.catch(() => {})
  while (!over) {
    for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
    await clock.advance(100)
  }
  return { run, spider, asked, told, looks, store, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

test('below the floor a crawl takes nothing, says so once, and goes on by itself when there is an eighth more', async () => {
  const room = [9000, 9000, 7999, 5000, 8500, 8999]
  using crawl = await onDisk(look => room[look - 1] ?? 9000)
  const { state, counts } = await crawl.run
  assert.deepEqual([state, counts.done], ['finished', 5])
  assert.equal(crawl.told.length, 2)
  const [low, high] = crawl.told.map(text => text.split(' '))
  assert.deepEqual(
    [low?.slice(0, 2), high?.slice(0, 2)],
    [
      ['low', '7999'],
      ['room', '9000'],
    ],
  )
  const between = crawl.asked.filter(({ at }) => at > Number(low?.[2]) && at < Number(high?.[2]))
  assert.deepEqual(between, [])
  assert.ok(Number(high?.[2]) - Number(low?.[2]) >= 4 * diskLookMs)
})

test('begun below the floor a crawl asks nothing, leaves nothing, and ends with disk-full', async () => {
  using crawl = await onDisk(() => 7999)
  await assert.rejects(crawl.run, { code: 'disk-full', value: floor, message: /has 0 MiB free, and 0 MiB are to stay free\. Make room/ })
  assert.deepEqual([crawl.asked, crawl.told, existsSync(crawl.store)], [[], [], false])
})

test('a crawl that waits for room can be stopped, and one that has nothing left to take ends', async () => {
  using waiting = await onDisk(look => (look === 1 ? 9000 : 0), {
    plugins: [spider => void spider.on('disk', () => spider.stop('enough'))],
  })
  const { state, why, counts } = await waiting.run
  assert.deepEqual([state, why, counts.waiting, counts.leased], ['unfinished', 'enough', 1, 0])
  using last = await onDisk((_, asked) => (asked < 5 ? 9000 : 0))
  assert.equal((await last.run).state, 'finished')
})

test('no floor: 0, or a crawl that keeps nothing; and a disk that does not say how much room it has is not low', async () => {
  for (const more of [{ diskFloor: 0 }, { store: undefined, diskFloor: undefined }] satisfies CrawlOptions[]) {
    using crawl = await onDisk(() => 0, more)
    assert.equal((await crawl.run).state, 'finished')
    assert.deepEqual(crawl.looks, [])
  }
  using silent = await onDisk(() => 0, { freeBytes: () => Promise.reject(new Error('ENOSYS')) })
  assert.equal((await silent.run).state, 'finished')
})

test('the disks of all output files are watched, once a second, and the least roomy one decides', async () => {
  const clock = manualClock()
  const looks: string[] = []
  const freeBytes = async (folder: string) => {
    looks.push(folder)
    return folder === '/b' ? 7999 : 20_000
  }
  const told: unknown[] = []
  const disk = createDiskFloor({ folders: ['/a', '/b'], floor, freeBytes, clock, onChange: (...change) => told.push(change) })
  for (let time = 0; time < 3; time++) assert.equal(await disk.isLow(), true)
  assert.deepEqual([looks, told], [['/a', '/b'], [[true, { folder: '/b', free: 7999, floor }]]])
  await clock.advance(diskLookMs)
  await disk.isLow()
  assert.equal(looks.length, 4)
})

test('the system says how much room there is, also where a folder will be made', async () => {
  assert.ok((await systemFreeBytes(tmpdir())) > 0)
  assert.ok((await systemFreeBytes(join(tmpdir(), 'orbweaver-not-there/below'))) > 0)
  assert.equal(limits.diskFloorBytes, 268_435_456)
})
