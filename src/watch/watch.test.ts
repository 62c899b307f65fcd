import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { manualClock } from '../base/clock.ts'
import { headerValue } from '../exchange/header-list.ts'
import { head } from '../fetch/index.ts'
import type { Answer, StreetRequest, Town } from '../testing/index.ts'
import { openTown, staticAnswer } from '../testing/index.ts'
import { drive, only, temporaryFolder } from './drive.test-helper.ts'
import { watch } from './index.ts'

const minute = 60_000
const day = 24 * 60 * minute
const midnight = Date.UTC(2026, 0, 1)
const picture = '/airport/airport_00329.jpg'

/** What the town was asked for, robots.txt left out. */
function asked(town: Town): string[] {
  return town.log.filter(({ target }) => target !== '/robots.txt').map(({ method, target, status }) => `${method} ${target} ${status}`)
}

/** Answers of `/thing`; the last one stays. */
function script(town: Town, ...answers: ((request: StreetRequest) => Answer)[]): string {
  let count = 0
  town.override('quiet', request => (request.path === '/thing' ? answers[Math.min(count++, answers.length - 1)]!(request) : undefined))
  return town.url('quiet', '/thing')
}

const file =
  (body: string, given: Omit<Parameters<typeof staticAnswer>[1], 'body' | 'type'> = {}) =>
  (request: StreetRequest): Answer =>
    staticAnswer(request, { body, type: 'text/plain', ...given })

const plain =
  (body: string, headers: readonly string[] = [], status = 200) =>
  (): Answer => ({ status, headers: ['Content-Type', 'text/plain', ...headers], body })

const agent = { identity: { name: 'WatchTest/1.0' } }

test('a day at the webcam, asked every five minutes: downloads are its changes; the naive way is compared (Z35, Z36, Z37)', async () => {
  using folder = temporaryFolder()
  const clock = manualClock(midnight + 3 * minute)
  await using town = await openTown({ clock })
  const page = town.url('airport', '/airport-camviewer.php')
  await using run = watch(page, { ...agent, clock, image: 'first', everyMs: 5 * minute, forMs: day, dir: folder.path })
  const events = await drive(run, clock)
  const report = run.report()
  const pictures = asked(town).filter(line => line.includes(picture))
  // 00:03 to 23:58: the picture of 00:00, and the 143 that followed it.
  assert.deepEqual([report.checks, report.changes, report.downloads], [288, 143, 144])
  assert.equal(pictures.filter(line => line === `GET ${picture} 200`).length, report.downloads)
  assert.equal(pictures.filter(line => line === `GET ${picture} 304`).length, 288 - 144)
  assert.equal(asked(town).filter(line => line === 'GET /airport-camviewer.php 200').length, 1, 'the page is asked on conditions too')
  const files = readdirSync(folder.path)
  assert.equal(files.length, 144)
  assert.deepEqual(files.slice(0, 2), ['airport_00329.20260101T000000Z.jpg', 'airport_00329.20260101T001000Z.jpg'])
  const hashes = new Set(
    files.map(name =>
      createHash('sha256')
        .update(readFileSync(join(folder.path, name)))
        .digest('hex'),
    ),
  )
  assert.equal(hashes.size, 144, 'no picture is kept twice')
  assert.deepEqual(
    only(events, 'changed').map(({ at }) => (Date.parse(at) - midnight) / minute),
    Array.from({ length: 144 }, (_, slot) => slot * 10 + 3),
  )
  assert.deepEqual([report.ended, report.seconds, report.naive.checks, report.robots], ['time', 287 * 300, 288, 1])
  const naive = naiveBytes(town)
  assert.ok(Math.abs(report.naive.bytes / (288 * naive) - 1) < 0.001, `${report.naive.bytes} bytes, expected about ${288 * naive}`)
  assert.ok(report.saved.percent > 48 && report.saved.percent < 51, `${report.saved.percent} % saved`)
  assert.equal(report.saved.bytes, report.naive.bytes - report.bytes)
})

/** What the first round cost: page and picture whole. */
function naiveBytes(town: Town): number {
  assert.equal(town.log[1]!.target, '/airport-camviewer.php')
  return 595 + 32_379
}

test('a webcam that stands still for an hour: the naive way takes 12 equal pictures in it (the seed says 20), the watch none (Z37)', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  const url = script(town, file('the same picture'))
  await using run = watch(url, { ...agent, clock, everyMs: 5 * minute, forMs: 61 * minute })
  await drive(run, clock)
  const { naive, downloads, notModified } = run.report()
  assert.deepEqual([naive.checks - 1, downloads - 1, notModified], [12, 0, 12])
})

test('a day at the webcam, adaptive: max-age is a wish of the server and kept to, unless the longest interval is shorter', async () => {
  for (const { maxMs, checks } of [{ maxMs: 10 * minute, checks: 144 }]) {
    const clock = manualClock(midnight + 3 * minute)
    await using town = await openTown({ clock })
    await using run = watch(town.url('airport', picture), { ...agent, clock, maxMs, forMs: day })
    await drive(run, clock)
    const report = run.report()
    assert.deepEqual([report.checks, report.downloads], [checks, checks])
    assert.ok(report.saved.percent > (maxMs === undefined ? 90 : 49), `${report.saved.percent} %`)
  }
})

test('an adaptive watch of what hardly changes asks ever more seldom', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  const url = script(town, file('news'))
  await using run = watch(url, { ...agent, clock, forMs: day })
  const waits = only(await drive(run, clock), 'waiting').map(({ ms }) => ms / minute)
  assert.deepEqual(waits.slice(0, 3), [5, 6, 7.2])
  const { checks, downloads, saved, naive } = run.report()
  assert.ok(checks < 25, `${checks} checks in a day`)
  assert.equal(downloads, 1)
  assert.ok(naive.checks >= 200 && saved.percent > 90)
})

test('HEAD of the webcam gives the fields of the seed (Z38)', async () => {
  const clock = manualClock(midnight + 3 * minute)
  await using town = await openTown({ clock })
  const { status, headers, body } = await head(town.url('airport', picture), agent)
  const value = (name: string) => headerValue(headers, name)
  assert.deepEqual([status, body.length], [200, 0])
  assert.deepEqual(
    ['Date', 'Last-Modified', 'Expires'].map(value),
    ['00:03', '00:00', '01:03'].map(time => `Thu, 01 Jan 2026 ${time}:00 GMT`),
  )
  assert.deepEqual(['Content-Length', 'Content-Type', 'Cache-Control', 'Accept-Ranges', 'Connection'].map(value), [
    '32059',
    'image/jpeg',
    'max-age=3600',
    'bytes',
    'close',
  ])
  assert.match(value('ETag')!, /^"[0-9a-f]+-7d3b-[0-9a-f]+"$/)
  assert.ok(value('Server') !== undefined)
})

test('download_timer: HEAD; a GET and a new memory when Last-Modified differs; else wait (Z39)', async () => {
  const clock = manualClock(midnight + 3 * minute)
  await using town = await openTown({ clock })
  await using run = watch(town.url('airport', picture), { ...agent, clock, how: 'head', everyMs: 5 * minute, count: 4 })
  await drive(run, clock)
  const [head, get] = [`HEAD ${picture} 200`, `GET ${picture} 200`]
  assert.deepEqual(asked(town), [get, head, head, get, head])
  assert.ok(town.log.every(({ headers }) => headerValue(headers, 'if-none-match') === undefined))
})

test('Last-Modified alone: asked by If-Modified-Since, answered by 304 (Z51, Z53)', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  const only304 = (request: StreetRequest): Answer => {
    const since = request.header('if-modified-since')
    const headers = ['Last-Modified', 'Wed, 31 Dec 2025 00:00:00 GMT', 'Content-Type', 'text/plain']
    return since === 'Wed, 31 Dec 2025 00:00:00 GMT' ? { status: 304, headers } : { status: 200, headers, body: 'text' }
  }
  await using run = watch(script(town, only304), { ...agent, clock, everyMs: 5 * minute, count: 3 })
  const events = await drive(run, clock)
  assert.deepEqual(asked(town), ['GET /thing 200', 'GET /thing 304', 'GET /thing 304'])
  assert.deepEqual(
    only(events, 'unchanged').map(({ by }) => by),
    ['304', '304'],
  )
})

test('a weak ETag is sent back as it came (Z52)', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  await using run = watch(script(town, file('text', { etag: 'W/"7"' })), { ...agent, clock, everyMs: 5 * minute, count: 2 })
  await drive(run, clock)
  assert.equal(headerValue(town.log.at(-1)!.headers, 'if-none-match'), 'W/"7"')
  assert.equal(town.log.at(-1)!.status, 304)
})

test('neither validator: the hash of the content tells (Z41)', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  await using run = watch(script(town, plain('one'), plain('one'), plain('two')), { ...agent, clock, everyMs: 5 * minute, count: 3 })
  const events = await drive(run, clock)
  assert.deepEqual(
    events.map(({ kind }) => kind).filter(kind => kind !== 'waiting' && kind !== 'checked'),
    ['changed', 'unchanged', 'changed'],
  )
  assert.deepEqual(
    only(events, 'unchanged').map(({ by }) => by),
    ['hash'],
  )
})

test('a server that sends validators and ignores conditions is asked by HEAD from then on; one that refuses HEAD as well, by GET', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  const stubborn = plain('text', ['ETag', '"1"'])
  await using run = watch(script(town, stubborn), { ...agent, clock, everyMs: 5 * minute, count: 4 })
  await drive(run, clock)
  assert.deepEqual(asked(town), ['GET /thing 200', 'GET /thing 200', 'HEAD /thing 200', 'HEAD /thing 200'])
  assert.deepEqual(run.report().learnt, ['ignores-conditions'])
  town.clearLog()
  const deaf = (request: StreetRequest): Answer => (request.method === 'HEAD' ? plain('no', [], 405)() : stubborn())
  await using second = watch(script(town, deaf), { ...agent, clock, everyMs: 5 * minute, count: 4 })
  await drive(second, clock)
  assert.deepEqual(asked(town), ['GET /thing 200', 'GET /thing 200', 'HEAD /thing 405', 'GET /thing 200', 'GET /thing 200'])
})

test('the same Last-Modified with other bytes: --how get finds it, and no request has conditions', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  const lie = { etag: '"same"', lastModified: midnight }
  const url = script(town, file('one', lie), file('two', lie))
  await using run = watch(url, { ...agent, clock, how: 'get', everyMs: 5 * minute, count: 3 })
  const events = await drive(run, clock)
  assert.deepEqual(asked(town), Array(3).fill('GET /thing 200'))
  assert.equal(only(events, 'changed').length, 2)
  assert.deepEqual(run.report().learnt, ['validators-lie'])
})

test('other ETags with the same bytes are no change: counted apart, and the date alone is asked about', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  let server = 0
  const farm = (request: StreetRequest): Answer => file('text', { etag: `"${++server}"`, lastModified: midnight - day })(request)
  await using run = watch(script(town, farm), { ...agent, clock, everyMs: 5 * minute, count: 4 })
  const events = await drive(run, clock)
  assert.deepEqual(
    only(events, 'unchanged').map(({ by, flapped }) => [by, flapped]),
    [
      ['hash', true],
      ['304', false],
      ['304', false],
    ],
  )
  const { changes, flaps, downloads, learnt } = run.report()
  assert.deepEqual([changes, flaps, downloads, learnt], [0, 1, 2, ['etag-flaps']])
})

test('the image gets another URL on its page: a new version is downloaded, an equal copy is known by its ETag (Z40)', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  const sources = ['/cam-1.jpg', '/cam-2.jpg', '/cam-3.jpg']
  let round = 0
  town.override('quiet', request => {
    if (request.path === '/page') {
      const body = `<link rel=icon href=/icon.png><img src="/logo.png"><img src="${sources[Math.min(round++, 2)]}">`
      return { status: 200, headers: ['Content-Type', 'text/html'], body }
    }
    if (!request.path.startsWith('/cam-')) return undefined
    const etag = request.path === '/cam-3.jpg' ? '"b"' : '"a"'
    return staticAnswer(request, { body: etag, type: 'image/jpeg', etag, lastModified: midnight - day })
  })
  await using run = watch(town.url('quiet', '/page'), { ...agent, clock, image: /cam-\d/g, everyMs: 5 * minute, count: 4 })
  const events = await drive(run, clock)
  assert.deepEqual(
    asked(town).filter(line => line.includes('cam')),
    ['GET /cam-1.jpg 200', 'GET /cam-2.jpg 304', 'GET /cam-3.jpg 200', 'GET /cam-3.jpg 304'],
  )
  assert.equal(headerValue(town.log.find(({ target }) => target === '/cam-2.jpg')!.headers, 'if-modified-since'), undefined)
  assert.deepEqual(
    only(events, 'unchanged').map(({ by }) => by),
    ['etag', '304'],
  )
  assert.deepEqual([run.report().changes, run.report().watched], [1, town.url('quiet', '/cam-3.jpg')])
})

test('another pattern than last time reads the page again, and no pattern watches the page itself', async () => {
  using folder = temporaryFolder()
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  town.override('quiet', request => {
    if (request.path === '/page') return staticAnswer(request, { body: '<img src=/a.jpg><img src=/b.jpg>', type: 'text/html' })
    return /^\/[ab]\.jpg$/.test(request.path) ? file(request.path)(request) : undefined
  })
  const once = async (image?: 'first' | RegExp) => {
    const run = watch(town.url('quiet', '/page'), { ...agent, clock, image, everyMs: minute, state: join(folder.path, 's'), count: 1 })
    await drive(run, clock)
    return new URL(run.report().watched!).pathname
  }
  assert.deepEqual([await once('first'), await once(/b/), await once(/b/), await once()], ['/a.jpg', '/b.jpg', '/b.jpg', '/page'])
  const pages = asked(town).filter(line => line.includes('page'))
  assert.deepEqual(pages, ['GET /page 200', 'GET /page 200', 'GET /page 304', 'GET /page 200'])
})

test('by text: what is no text of a page does not count, what is text does', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  const page = (ad: number, text: string) => (): Answer => ({
    status: 200,
    headers: ['Content-Type', 'text/html'],
    body: `<script>ad(${ad})</script><p id=${ad}>${text}</p>`,
  })
  const url = script(town, page(1, 'news'), page(2, 'news'), page(3, 'other news'))
  await using run = watch(url, { ...agent, clock, byText: true, everyMs: 5 * minute, count: 3 })
  const events = await drive(run, clock)
  assert.deepEqual(
    only(events, 'changed').map(({ page }) => page.text),
    ['news', 'other news'],
  )
})

test('moved for good (301) is remembered; found (302) is asked each time; missing there, the old place is asked again', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  let gone = false
  town.override('quiet', request => {
    if (request.path === '/thing') return { status: 301, headers: ['Location', '/moved'] }
    if (request.path === '/moved') return gone ? plain('no', [], 404)() : { status: 302, headers: ['Location', '/now'] }
    return request.path === '/now' ? file('text')(request) : undefined
  })
  await using run = watch(town.url('quiet', '/thing'), { ...agent, clock, everyMs: 5 * minute, count: 5 })
  const events = await drive(run, clock, ({ kind }) => {
    if (kind === 'unchanged') gone = true
    if (kind === 'failed') gone = false
  })
  assert.deepEqual(asked(town), [
    ...['GET /thing 301', 'GET /moved 302', 'GET /now 200'],
    ...['GET /moved 302', 'GET /now 304'],
    'GET /moved 404',
    ...['GET /thing 301', 'GET /moved 302', 'GET /now 304'],
    'GET /moved 404',
  ])
  assert.deepEqual(
    only(events, 'failed').map(({ error }) => error.value),
    [404, 404],
  )
  assert.ok(
    town.log.filter(({ target }) => target !== '/now').every(({ headers }) => headerValue(headers, 'if-modified-since') === undefined),
  )
})

test('the first change ends a watch that waits for it; a version it begins with is none', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  const url = script(town, plain('one'), plain('one'), plain('two'))
  await using run = watch(url, { ...agent, clock, everyMs: 5 * minute, untilChange: true })
  const events = await drive(run, clock)
  assert.deepEqual(
    only(events, 'changed').map(({ first }) => first),
    [true, false],
  )
  assert.deepEqual([run.report().ended, run.report().checks], ['changed', 3])
})
