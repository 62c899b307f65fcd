import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { limits } from '../../src/base/limits.ts'
import { temporaryFolder } from '../../src/cli/run-cli.test-helper.ts'
import { download } from '../../src/download/index.ts'
import { cacheWrap, createClient, memoryCacheStore } from '../../src/index.ts'
import { manualClock, openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet, openQuickStreet, turnUntil, verdictOf } from '../support/street-visit.ts'

test('a crawl asks busy servers as seldom as they wish, and has every page in the end', async () => {
  await using street = await openQuickStreet(['Q'])
  const { carries } = street.endpoints.find(({ id }) => id === 'Q09')!
  const visit = await crawlStreet(street, undefined, { user: carries!.user })
  assertAsExpected(street, visit)
  for (const id of ['Q02', 'Q04']) {
    const pages = [...visit.settled].filter(([url, { outcome }]) => new RegExp(`/${id}/\\d+$`).test(url) && outcome === 'done')
    assert.equal(pages.length, 20, id)
  }
  const year = street.url('Q01-year')
  assert.deepEqual([visit.settled.get(year)?.outcome, visit.took.get(year)! >= limits.retryAfterMs], ['done', true])
})

test('a second round shows what it was given, and 304 keeps the page', async () => {
  using folder = temporaryFolder()
  await using street = await openQuickStreet(['Q'])
  const options = { store: folder.at('store'), include: [/\/Q05\//] }
  await crawlStreet(street, [street.url('Q05')], options)
  const { settled } = await crawlStreet(street, [street.url('Q05')], options)
  const statusOf = (name: string) => settled.get(street.url('Q05', `/Q05/${name}`))?.status
  assert.deepEqual(['strong', 'weak', 'date', 'both', 'long', 'new'].map(statusOf), [304, 304, 304, 304, 200, 200])
  assert.equal(verdictOf(street, 'Q05').verdict, 'good')
})

test('a file is whole, of one version, or left as it was, in whatever way its rest is answered', async () => {
  using folder = temporaryFolder()
  await using street = await openHostileStreet({ only: ['Q'] })
  const clock = manualClock()
  const options = { clock, onRetry: ({ waitMs }: { waitMs: number }) => void setImmediate(() => clock.advance(waitMs)) }
  const whole = async (path: string) => Buffer.from(await (await fetch(street.url('Q06', path))).arrayBuffer())
  const old = (await whole('/Q06/01')).subarray(0, 100)
  const parts = street.endpoints.find(({ id }) => id === 'Q06')!.parts
  let kept = 0
  for (const { url } of parts) {
    const path = new URL(url).pathname
    const file = folder.at(path.slice(5))
    writeFileSync(`${file}.part`, old)
    writeFileSync(`${file}.part.json`, JSON.stringify({ url, synced: 100, etag: '"v1"', ifRange: '"v1"' }))
    const failure = await download(url, file, options).then(() => undefined, String)
    if (failure === undefined) assert.deepEqual(readFileSync(file), await whole(path), path)
    else {
      assert.ok(!existsSync(file) && readFileSync(`${file}.part`).equals(old), path)
      kept++
    }
  }
  assert.equal(parts.length, 25)
  assert.ok(kept < 3, `${kept} of them failed`)
  await download(street.url('Q07'), folder.at('file.txt'), options)
  assert.equal(readFileSync(folder.at('file.txt'), 'utf8'), 'This is version 2.\n'.repeat(5_000))
  assert.ok(street.log.some(({ target, headers }) => target === '/Q07/file.txt' && headers.includes('"v1"')))
  for (const id of ['Q06', 'Q07']) assert.deepEqual(verdictOf(street, id).faults, [], id)
})

test('an answer that depends on more than its address is kept for whom it fits', async () => {
  await using street = await openHostileStreet({ only: ['Q'] })
  await using client = createClient({ cache: cacheWrap({ store: memoryCacheStore() }) })
  const ask = async (name: string, language = 'en') => {
    const { body, stored } = await client.fetch({
      method: 'GET',
      url: street.url('Q10', `/Q10/${name}`),
      headers: ['Accept-Language', language],
    })
    return [/<title>(.*)<\/title>/.exec(Buffer.from(body).toString())![1], stored]
  }
  assert.deepEqual(await ask('language', 'en'), ['Page', undefined])
  assert.deepEqual(await ask('language', 'de'), ['Seite', undefined])
  assert.deepEqual(await ask('language', 'en'), ['Page', 'fresh'])
  for (const title of ['Page 1', 'Page 2']) assert.deepEqual(await ask('star'), [title, undefined])
  for (const stored of [undefined, undefined]) assert.deepEqual(await ask('many'), ['Many', stored])
})

test('a robot in a hurry is found out', async () => {
  await using street = await openQuickStreet(['Q'])
  const get = async (id: string, path: string, init: RequestInit = {}) => void (await (await fetch(street.url(id, path), init)).text())
  const hurry = async () => {
    for (let ask = 0; ask < 4; ask++) await get('Q02', '/Q02')
    for (let ask = 0; ask < 2; ask++) {
      await get('Q01', '/Q01/imf')
      await get('Q03', '/Q03/once')
      await get('Q05', '/Q05/strong')
    }
    await Promise.all([1, 2, 3].map(page => get('Q04', `/Q04/${page}`)))
    await get('Q06', '/Q06/01', { headers: { Range: 'bytes=100-' } })
    await get('Q08', '/Q08/405', { method: 'HEAD' })
    for (let ask = 0; ask < 7; ask++) await get('Q09', '/Q09/never')
  }
  await turnUntil(street.clock, hurry())
  const faults = ['Q01', 'Q02', 'Q03', 'Q04', 'Q05', 'Q06', 'Q08', 'Q09'].map(id => verdictOf(street, id).faults.join())
  const expected = [
    /^came back after 0\.\d+ s$/,
    /^3 of 4 requests$/,
    /^\/Q03\/once: came back after/,
    /^3 requests at once$/,
    /^1 times without$/,
    /^1 times without$/,
    /^\/Q08\/405: asked by HEAD alone$/,
    /^\/Q09\/never: 7 requests$/,
  ]
  for (const [at, pattern] of expected.entries()) assert.match(faults[at]!, pattern)
})
