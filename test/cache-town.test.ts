import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { manualClock } from '../src/base/clock.ts'
import { cacheWrap, diskCacheStore, memoryCacheStore } from '../src/cache/index.ts'
import { createClient, openCookieJar } from '../src/fetch/index.ts'
import { openTown } from '../src/testing/index.ts'

test('a second visit, in another process or not, asks on conditions: nothing but headers comes (Z19, Z40, Z51, Z52, Z53)', async context => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-cache-town-'))
  context.after(() => rmSync(folder, { recursive: true }))
  await using town = await openTown()
  const paths = ['gzip', 'deflate', 'br', 'zstd'].map(name => `/coded/${name}`)
  const clock = manualClock(Date.now())
  const visit = async () => {
    using store = diskCacheStore(folder, { clock })
    await using client = createClient({ cache: cacheWrap({ store, clock, heuristics: false }) })
    const pages = []
    for (const path of paths) pages.push(await client.fetch({ method: 'GET', url: town.url('files', path), headers: [] }))
    return pages
  }
  const first = await visit()
  await clock.advance(86_400_000)
  const second = await visit()
  assert.deepEqual(
    second.map(({ status, stored, body }) => [status, stored, body]),
    first.map(({ body }) => [200, 'revalidated', body]),
  )
  assert.equal(
    second.reduce((sum, { bytes }) => sum + bytes.raw, 0),
    0,
  )
  assert.ok(first.every(({ bytes }) => bytes.raw > 0))
})

test('the client keeps what depends on a cookie apart, and a stored answer sets no cookie again', async () => {
  await using town = await openTown()
  const undo = town.override('square', ({ header }) => ({
    status: 200,
    headers: ['Cache-Control', 'max-age=60', 'Vary', 'Cookie', 'Set-Cookie', `seen=${header('cookie') === undefined ? 'once' : 'again'}`],
    body: header('cookie') ?? 'nobody',
  }))
  const cookies = openCookieJar()
  await using client = createClient({ cookies, cache: cacheWrap({ store: memoryCacheStore() }) })
  const get = async () => {
    const { body, stored } = await client.fetch({ method: 'GET', url: town.url('square', '/'), headers: [] })
    return [Buffer.from(body).toString(), stored]
  }
  assert.deepEqual(await get(), ['nobody', undefined])
  assert.deepEqual(await get(), ['seen=once', undefined])
  cookies.take(town.url('square', '/'), ['seen=once'])
  assert.deepEqual(await get(), ['seen=once', 'fresh'])
  assert.deepEqual(
    cookies.all().map(({ value }) => value),
    ['once'],
  )
  undo()
})
