import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { manualClock } from '../../base/clock.ts'
import { limits } from '../../base/limits.ts'
import { agent, textOf } from '../client.test-helper.ts'
import { openTown } from '../index.ts'

test('Z38, Z39: the webcam picture changes every ten minutes, and its validators with it', async () => {
  const clock = manualClock(Date.UTC(2026, 0, 1, 0, 3))
  await using town = await openTown({ clock })
  const url = town.url('airport', '/airport/airport_00329.jpg')
  const first = await fetch(url, { method: 'HEAD' })
  const [date, etag] = [first.headers.get('last-modified')!, first.headers.get('etag')!]
  assert.equal(first.headers.get('content-length'), '32059')
  assert.equal(first.headers.get('cache-control'), 'max-age=3600')
  assert.equal(first.headers.get('expires'), 'Thu, 01 Jan 2026 01:03:00 GMT')
  assert.equal(date, 'Thu, 01 Jan 2026 00:00:00 GMT')
  assert.equal((await fetch(url, { headers: { 'if-none-match': etag } })).status, 304)
  assert.equal((await fetch(url, { headers: { 'if-modified-since': date } })).status, 304)
  await clock.advance(7 * 60_000)
  assert.equal((await fetch(url, { headers: { 'if-none-match': etag } })).status, 200)
  const second = await fetch(url, { headers: { 'if-modified-since': date } })
  assert.equal(second.headers.get('last-modified'), 'Thu, 01 Jan 2026 00:10:00 GMT')
  assert.equal((await second.arrayBuffer()).byteLength, 32_059)
})

test('Z57, Z63: the distance comes by GET and by POST', async () => {
  await using town = await openTown()
  const url = town.url('airport', '/dist/')
  const byGet = await textOf(`${url}?a1=lga&a2=cpt`)
  const km = Number(/id="km">(\d+)</.exec(byGet)?.[1])
  assert.ok(km > 12_500 && km < 12_650, `${km} km`)
  const byPost = await fetch(url, { method: 'POST', body: new URLSearchParams({ a1: 'lga', a2: 'cpt' }) })
  assert.equal(await byPost.text(), byGet)
  assert.equal((await fetch(url, { method: 'POST', body: '{}' })).status, 415)
  assert.equal((await fetch(`${url}?a1=lga&a2=zzz`)).status, 404)
})

test('Z80: profiles show the marker, some are missing, some are busy once', async () => {
  await using town = await openTown()
  const url = (id: number | string) => town.url('people', `/users.php?ID=${id}`)
  const ages = new Map<number, string>()
  for (let id = 1; id <= 200; id += 1) {
    let response = await fetch(url(id))
    if (id % 20 === 3 && id % 17 !== 0) {
      assert.equal(response.status, 503)
      assert.equal(response.headers.get('retry-after'), '2')
      response = await fetch(url(id))
    }
    assert.equal(response.status, id % 17 === 0 ? 404 : 200, `user ${id}`)
    const age = (await response.text()).split('<b>Age</font>')[1]?.slice(0, 3).replace(/\D/g, '')
    if (age !== undefined) ages.set(id, age)
  }
  assert.equal(ages.get(100), '101')
  assert.equal(ages.has(13), false)
  assert.ok(Array.from(ages.values()).every(age => Number(age) >= 18))
  for (const id of [0, 201, 'x', '']) assert.equal((await fetch(url(id))).status, 404)
})

test('Z81: similar artists by the pattern of the seed, symmetric, and "No matches."', async () => {
  await using town = await openTown()
  const rowsOf = async (name: string) => {
    const html = await textOf(town.url('music', `/search.php?${new URLSearchParams({ a1: name, a2: '', a3: '' })}`))
    const pattern = /href="art_info&artist=[^"]+">([^<]+)<\/a>[^<]+<\/td><td[^>]+><img[^>]+\/><img[^>]+width="([0-9]+)">(.*)/
    const rows = new Map<string, number>()
    for (let match = pattern.exec(html); match !== null; match = pattern.exec(match[3]!)) rows.set(match[1]!, Number(match[2]))
    return rows
  }
  const rows = await rowsOf('copper kettles')
  assert.ok(rows.size > 10, `${rows.size} rows`)
  const [nearest, width] = [...rows][0]!
  assert.ok(width <= 300)
  assert.equal((await rowsOf(nearest)).get('Copper Kettles'), width)
  assert.equal((await fetch(town.url('music', `/art_info&artist=${encodeURIComponent(nearest)}`))).status, 200)
  assert.match(await textOf(town.url('music', '/search.php?a1=Nobody')), /No matches\./)
})

test('Z60 and nofollow: the search redirects to its article, and each nofollow is where it should be', async () => {
  await using town = await openTown()
  const found = await fetch(town.url('wiki', '/wiki/Special:Search?search=home'), { redirect: 'manual' })
  assert.equal(found.status, 302)
  assert.equal(found.headers.get('location'), '/wiki/Home')
  assert.match(await textOf(town.url('wiki', '/wiki/Nofollow_by_meta')), /<meta name="robots" content="nofollow">/)
  assert.match(await textOf(town.url('wiki', '/wiki/Nofollow_by_rel')), /<a rel="nofollow" href="\/wiki\/only-by-nofollow-rel">/)
  assert.equal((await fetch(town.url('wiki', '/wiki/Nofollow_by_header'))).headers.get('x-robots-tag'), 'nofollow')
})

test('Z15, Z48: rules for robots are open to all, papers only to robots with a contact', async () => {
  await using town = await openTown()
  const statusOf = async (headers: Record<string, string>, path = '/') => (await fetch(town.url('papers', path), { headers })).status
  assert.equal(await statusOf({ 'user-agent': 'MyRobot' }, '/robots.txt'), 200)
  assert.equal(await statusOf({ 'user-agent': 'MyRobot' }), 403)
  assert.equal(await statusOf({ 'user-agent': '' }), 403)
  assert.equal(await statusOf({ 'user-agent': 'MyRobot', from: 'MyName@MyHost.com' }), 200)
  assert.equal(await statusOf({ 'user-agent': 'MyRobot/1.0 (+https://example.org/robot)' }), 200)
  assert.equal(await statusOf({ 'user-agent': 'Internet Explorer' }), 200)
  assert.equal(await statusOf(agent, '/caf%C3%A9/menu'), 200)
  assert.equal(await statusOf(agent, '/a%2Fb'), 200)
})

test('busy: failures heal after n, and Retry-After has every form of date', async () => {
  const clock = manualClock(Date.UTC(1994, 10, 6, 8, 49, 30))
  await using town = await openTown({ clock })
  const ask = async (path: string) => {
    const response = await fetch(town.url('busy', path))
    await response.arrayBuffer()
    return [response.status, response.headers.get('retry-after')] as const
  }
  assert.deepEqual(await ask('/retry/seconds?s=5'), [503, '5'])
  assert.deepEqual(await ask('/retry/seconds?s=5'), [200, null])
  assert.deepEqual(await ask('/retry/imf?s=7'), [503, 'Sun, 06 Nov 1994 08:49:37 GMT'])
  assert.deepEqual(await ask('/retry/rfc850?s=7'), [503, 'Sunday, 06-Nov-94 08:49:37 GMT'])
  assert.deepEqual(await ask('/retry/asctime?s=7'), [503, 'Sun Nov  6 08:49:37 1994'])
  assert.deepEqual(await ask('/limit/seconds'), [429, '2'])
  for (const status of [429, 429, 429, 200, 200]) assert.deepEqual(await ask('/limit/bare?n=3'), [status, null])
  for (const id of ['x', 'y']) for (const status of [500, 500, 200]) assert.deepEqual(await ask(`/flaky?n=2&id=${id}`), [status, null])
  assert.deepEqual(await ask('/status?code=451'), [451, null])
})

test('busy: a slow body comes in pieces, at the pace of the clock', async () => {
  const clock = manualClock()
  await using town = await openTown({ clock })
  const response = await fetch(town.url('busy', '/slow-body?ms=100'))
  const reader = response.body!.getReader()
  let received = (await reader.read()).value!.length
  assert.ok(received < Number(response.headers.get('content-length')))
  for (let piece = 1; piece < 10; piece += 1) {
    const next = reader.read()
    await settle()
    await clock.advance(100)
    received += (await next).value?.length ?? 0
  }
  assert.equal(received, Number(response.headers.get('content-length')))
})

test('moved: statuses, chains, loops and broken addresses', async () => {
  await using town = await openTown()
  const hop = async (path: string) => {
    const response = await fetch(town.url('moved', path), { redirect: 'manual' })
    await response.arrayBuffer()
    return [response.status, response.headers.get('location')] as const
  }
  for (const status of [301, 302, 303, 307, 308]) assert.deepEqual(await hop(`/${status}`), [status, `/target/${status}`])
  assert.deepEqual(await hop('/loop/a'), [302, '/loop/b'])
  assert.deepEqual(await hop('/loop/b'), [302, '/loop/a'])
  assert.deepEqual(await hop('/self'), [301, '/self'])
  assert.deepEqual(await hop('/to/docs'), [301, town.url('docs', '/ok/0')])
  assert.deepEqual(await hop('/to/scheme'), [302, 'gopher://127.0.0.1/1'])
  assert.deepEqual(await hop('/to/empty'), [302, ''])
  assert.deepEqual(await hop('/to/nowhere'), [302, null])
  assert.equal(URL.canParse((await hop('/to/broken'))[1]!, town.sites.moved), false)
  const end = await fetch(town.url('moved', '/chain/5'))
  assert.equal(end.url, town.url('moved', '/chain/0'))
  assert.equal(town.log.filter(record => record.target.startsWith('/chain/')).length, 6)
  assert.match(await (await fetch(town.url('moved', '/307'), { method: 'POST', body: 'abc' })).text(), /POST and a body of 3 bytes/)
  assert.equal((await fetch(town.url('stubborn', '/robots.txt'))).status, 503)
  assert.equal((await fetch(town.url('quiet', '/robots.txt'))).status, 404)
})

test('files: codings, charsets, sitemaps, an empty page', async () => {
  await using town = await openTown()
  for (const coding of ['gzip', 'deflate', 'br', 'zstd']) {
    const response = await fetch(town.url('files', `/coded/${coding}`))
    assert.equal(response.headers.get('content-encoding'), coding)
    assert.match(await response.text(), new RegExp(`<h1>Coded with ${coding}</h1>`))
  }
  const texts = { 'iso-8859-4': 'Ēka, ķirsis un ūdens', shift_jis: 'これは練習の町です', 'utf-16le': 'Grüße', 'utf-16be': 'Grüße' }
  for (const [charset, text] of Object.entries(texts)) {
    const response = await fetch(town.url('files', `/charset/${charset}`))
    const html = new TextDecoder(charset, { fatal: true }).decode(await response.arrayBuffer())
    assert.ok(html.startsWith('<!DOCTYPE html>') && html.includes(text), charset)
    assert.equal(response.headers.get('content-type'), charset.startsWith('utf-16') ? 'text/html' : `text/html; charset=${charset}`)
  }
  const zipped = Buffer.from(await (await fetch(town.url('files', '/sitemap.xml.gz'))).arrayBuffer())
  assert.match(gunzipSync(zipped).toString(), /\/note\/9<\/loc>/)
  const empty = await fetch(town.url('files', '/empty'))
  assert.deepEqual([empty.status, await empty.text()], [200, ''])
})

test('files: a big body has `townBigMib` at most', async () => {
  await using town = await openTown()
  const sizeOf = async (mib: number) => {
    const { headers } = await fetch(town.url('files', `/big?mb=${mib}`), { method: 'HEAD', headers: agent })
    return Number(headers.get('content-length')) / 1024 / 1024
  }
  assert.deepEqual(await Promise.all([-1, 0, 1].map(more => sizeOf(limits.townBigMib + more))), [
    limits.townBigMib - 1,
    limits.townBigMib,
    limits.townBigMib,
  ])
})

test('files: a big body is written as it is read', async () => {
  await using town = await openTown()
  const response = await fetch(town.url('files', '/big?mb=20'))
  let size = 0
  for await (const piece of response.body!) size += piece.length
  assert.equal(size, 20 * 1024 * 1024)
  const unread = await fetch(town.url('files', '/big?mb=2000'))
  const before = process.memoryUsage().rss
  for (let turn = 0; turn < 200; turn += 1) await settle()
  assert.ok(process.memoryUsage().rss - before < 64 * 1024 * 1024, 'a body that nobody reads fills memory')
  await unread.body!.cancel()
})

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(resolve => setImmediate(resolve))
}
