import assert from 'node:assert/strict'
import fs, { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { LookupFunction } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Clock } from '../base/clock.ts'
import { manualClock } from '../base/clock.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Answer, StreetRequest, Town } from '../testing/index.ts'
import { openTown, staticAnswer } from '../testing/index.ts'
import { doorKeys } from '../testing/streets/door-locks.ts'
import { drive, only, temporaryFolder } from './drive.test-helper.ts'
import type { WatchEvent } from './index.ts'
import { watch } from './index.ts'

const minute = 60_000
const midnight = Date.UTC(2026, 0, 1)
const agent = { identity: { name: 'WatchTest/1.0' } }
const every5 = { ...agent, everyMs: 5 * minute }

const text =
  (body: string, status = 200, headers: readonly string[] = []) =>
  (): Answer => ({ status, headers: ['Content-Type', 'text/plain', ...headers], body })

async function open(...answers: ((request: StreetRequest) => Answer)[]) {
  const clock = manualClock(midnight)
  const town = await openTown({ clock })
  let count = 0
  town.override('quiet', request => (request.path === '/thing' ? answers[Math.min(count++, answers.length - 1)]!(request) : undefined))
  return { clock, town, url: town.url('quiet', '/thing'), [Symbol.asyncDispose]: () => town.close() }
}

/** Minutes after midnight at which the thing was asked for. */
function minutes(town: Town): number[] {
  return town.log.filter(({ target }) => target === '/thing').map(({ wall }) => (wall - midnight) / minute)
}

const waits = (events: readonly WatchEvent[]) => only(events, 'waiting').map(({ ms, why }) => [ms / minute, why])

test('Retry-After is obeyed, in seconds and as a date (Z43)', async () => {
  await using scene = await open(
    text('one'),
    text('busy', 503, ['Retry-After', '1200']),
    text('busy', 503, ['Retry-After', 'Thu, 01 Jan 2026 01:10:00 GMT']),
    text('one'),
  )
  await using run = watch(scene.url, { ...every5, clock: scene.clock, count: 5 })
  const events = await drive(run, scene.clock)
  assert.deepEqual(minutes(scene.town), [0, 5, 25, 70, 75])
  assert.deepEqual(waits(events), [
    [5, 'interval'],
    [20, 'retry-after'],
    [45, 'retry-after'],
    [5, 'interval'],
  ])
  assert.deepEqual(
    only(events, 'failed').map(({ error, failures }) => [error.code, error.value, failures]),
    [
      ['http-status', 503, 1],
      ['http-status', 503, 2],
    ],
  )
})

test('failures back off and end with the next answer; a page that is missing may come', async () => {
  await using scene = await open(text('no', 404), text('no', 500), text('no', 404), text('here'))
  await using run = watch(scene.url, { ...every5, clock: scene.clock, count: 4 })
  const events = await drive(run, scene.clock)
  assert.deepEqual(minutes(scene.town), [0, 5, 15, 35])
  assert.deepEqual([events.at(-1)!.kind, run.report().failures, run.report().checks], ['changed', 3, 4])
})

test('410 ends the watch: what was watched is gone', async () => {
  await using scene = await open(text('one'), text('gone', 410))
  await using run = watch(scene.url, { ...every5, clock: scene.clock })
  const events = await drive(run, scene.clock)
  assert.deepEqual([events.at(-1)!.kind, run.report().ended, run.report().checks], ['failed', 'gone', 2])
})

test('a picture that ends early is no version; one that is too large or never ends is a failure, and at the first check the end', async () => {
  const cut = (): Answer => ({
    status: 200,
    headers: ['Content-Type', 'image/jpeg'],
    body: (async function* () {
      yield Buffer.from('half')
      throw new Error('cut')
    })(),
  })
  const endless = (): Answer => ({
    status: 200,
    headers: ['Content-Type', 'image/jpeg'],
    body: (async function* () {
      for (;;) yield Buffer.from('x')
    })(),
  })
  await using scene = await open(text('one'), cut, text('x'.repeat(2000)), endless, text('two'))
  await using run = watch(scene.url, { ...every5, clock: scene.clock, count: 5, maxBytes: 1000 })
  const events = await drive(run, scene.clock)
  assert.deepEqual(
    events.map(({ kind }) => kind).filter(kind => !['checked', 'waiting'].includes(kind)),
    ['changed', 'failed', 'failed', 'failed', 'changed'],
  )
  assert.deepEqual(
    only(events, 'failed').map(({ error }) => error.code),
    ['body-truncated', 'body-too-large', 'body-too-large'],
  )
  await using large = await open(text('x'.repeat(2000)))
  await assert.rejects(drive(watch(large.url, { ...every5, clock: large.clock, maxBytes: 1000 }), large.clock), { code: 'body-too-large' })
})

test('a first check that cannot work ends the watch; later the same failure is waited out', async () => {
  await using scene = await open(text('one'))
  const lookup: LookupFunction = (_name, _options, done) => done(Object.assign(new Error('away'), { code: 'ENOTFOUND' }), [])
  const options = { ...every5, clock: scene.clock, lookup, robots: 'ignore' as const }
  const nowhere = watch('http://nowhere.test/', { ...options, identity: { contact: 'me@example.org' } })
  await assert.rejects(drive(nowhere, scene.clock), { code: 'dns-not-found' })
  assert.equal(nowhere.report().ended, 'failed')
  await using missing = watch(scene.url, { ...every5, clock: scene.clock, image: 'first' })
  await assert.rejects(drive(missing, scene.clock), { code: 'image-missing' })
})

test('a restart asks when it is due and not before, knows what it knew, and goes on counting', async () => {
  using folder = temporaryFolder()
  await using scene = await open(request => staticAnswer(request, { body: 'text', type: 'text/plain', etag: '"1"' }))
  const options = { ...every5, clock: scene.clock, dir: folder.path, state: join(folder.path, 's.json') }
  await drive(watch(scene.url, { ...options, count: 2 }), scene.clock)
  await scene.clock.advance(2 * minute)
  const events = await drive(watch(scene.url, { ...options, count: 1 }), scene.clock)
  assert.deepEqual(waits(events), [[3, 'interval']])
  assert.deepEqual(minutes(scene.town), [0, 5, 10])
  assert.equal(scene.town.log.at(-1)!.status, 304)
  assert.equal(scene.town.log.filter(({ target }) => target === '/robots.txt').length, 1, 'robots.txt is remembered too')
  // Overdue by a day: at once. The time in between was not watched.
  await scene.clock.advance(24 * 60 * minute)
  const last = watch(scene.url, { ...options, count: 1 })
  await drive(last, scene.clock)
  const { checks, downloads, changes, seconds, naive } = last.report()
  assert.deepEqual([checks, downloads, changes, seconds, naive.checks], [4, 1, 0, 900, 4])
  assert.deepEqual(readdirSync(folder.path).sort(), ['s.json', 'thing.20250601T000000Z.txt'])
})

test('no time to wait and nothing due: nothing is asked; a clock that was put back makes no wait longer than it was', async () => {
  using folder = temporaryFolder()
  await using scene = await open(text('one'))
  const options = { ...every5, clock: scene.clock, state: join(folder.path, 's.json') }
  await drive(watch(scene.url, { ...options, count: 1 }), scene.clock)
  const idle = watch(scene.url, { ...options, forMs: 0 })
  assert.deepEqual(await drive(idle, scene.clock), [])
  assert.equal(idle.report().ended, 'time')
  scene.clock.jump(-24 * 60 * minute)
  assert.deepEqual(waits(await drive(watch(scene.url, { ...options, count: 1 }), scene.clock)), [[5, 'interval']])
})

test('leaving the loop saves the change that was told; a process that dies while it acts on one is told again, and keeps no second file', async () => {
  using folder = temporaryFolder()
  await using scene = await open(text('one'), text('two'))
  const state = join(folder.path, 's.json')
  const options = { ...every5, clock: scene.clock, dir: folder.path, state }
  const changes = (events: readonly WatchEvent[]) => only(events, 'changed').map(({ first }) => first)
  let before = ''
  const run = watch(scene.url, options)
  const events = await drive(run, scene.clock, event => {
    if (event.kind !== 'changed' || event.first) return false
    before = readFileSync(state, 'utf8')
    return true
  })
  assert.deepEqual(changes(events), [true, false])
  assert.equal(run.report().ended, 'stopped')
  assert.notEqual(readFileSync(state, 'utf8'), before)
  const files = readdirSync(folder.path).length
  // What a kill at that moment leaves.
  writeFileSync(state, before)
  const again = await drive(watch(scene.url, { ...options, count: 1 }), scene.clock)
  assert.deepEqual(changes(again), [false])
  assert.equal(readdirSync(folder.path).length, files)
})

test('a state that is damaged, or of another URL, is refused and left as it is', async () => {
  using folder = temporaryFolder()
  await using scene = await open(text('one'))
  const state = join(folder.path, 's.json')
  const options = { ...every5, clock: scene.clock, state, count: 1 }
  writeFileSync(state, '{"format":1')
  await assert.rejects(drive(watch(scene.url, options), scene.clock), { code: 'store-corrupt' })
  assert.equal(readFileSync(state, 'utf8'), '{"format":1')
  const fresh = { ...options, state: join(folder.path, 't.json') }
  await drive(watch(scene.url, fresh), scene.clock)
  await assert.rejects(drive(watch(scene.town.url('quiet', '/other'), fresh), scene.clock), { code: 'usage' })
  assert.equal(scene.town.log.filter(({ target }) => target !== '/robots.txt').length, 1)
})

test('robots.txt refuses: a clear end, before anything else is asked; the agent that is allowed may', async () => {
  await using scene = await open(text('one'))
  scene.town.override('quiet', ({ path }) =>
    path === '/robots.txt' ? text('User-agent: *\nDisallow: /thing\n\nUser-agent: Friend\nAllow: /\n')() : undefined,
  )
  const options = { ...every5, clock: scene.clock, count: 1 }
  await assert.rejects(drive(watch(scene.url, options), scene.clock), { code: 'robots-refused', message: /line 2: Disallow: \/thing/i })
  assert.deepEqual(minutes(scene.town), [])
  await drive(watch(scene.url, { ...options, identity: { name: 'Friend/2.0' } }), scene.clock)
  await drive(watch(scene.url, { ...options, robots: 'ignore' }), scene.clock)
  assert.equal(minutes(scene.town).length, 2)
})

test('a robots.txt that cannot be had closes the site until it is asked for again', async () => {
  await using scene = await open(text('one'))
  let asked = 0
  scene.town.override('quiet', ({ path }) =>
    path === '/robots.txt' && ++asked < 3 ? text('no', 503, ['Retry-After', '600'])() : undefined,
  )
  await using run = watch(scene.url, { ...agent, everyMs: minute, clock: scene.clock, count: 3 })
  const events = await drive(run, scene.clock)
  assert.deepEqual(waits(events), [
    [10, 'robots'],
    [10, 'robots'],
  ])
  assert.deepEqual(
    only(events, 'failed').map(({ error }) => error.code),
    ['robots-unreachable', 'robots-unreachable'],
  )
  assert.deepEqual([minutes(scene.town), run.report().robots, run.report().requests], [[20], 3, 1])
})

test('an old copy of robots.txt holds while no newer one can be had', async () => {
  await using scene = await open(text('one'))
  let asked = 0
  scene.town.override('quiet', ({ path }) => {
    if (path !== '/robots.txt') return undefined
    return ++asked === 1 ? text('User-agent: *\nDisallow: /other\n')() : text('no', 500)()
  })
  await using run = watch(scene.url, { ...agent, everyMs: 25 * 60 * minute, clock: scene.clock, count: 2 })
  const events = await drive(run, scene.clock)
  assert.deepEqual([only(events, 'failed').length, asked, minutes(scene.town)], [0, 2, [0, 25 * 60]])
})

test('a redirect to where robots are not welcome is not followed', async () => {
  await using scene = await open(() => ({ status: 302, headers: ['Location', '/private'] }))
  scene.town.override('quiet', ({ path }) => (path === '/robots.txt' ? text('User-agent: *\nDisallow: /private\n')() : undefined))
  await assert.rejects(drive(watch(scene.url, { ...every5, clock: scene.clock }), scene.clock), { code: 'robots-refused' })
  assert.equal(scene.town.log.filter(({ target }) => target === '/private').length, 0)
})

test('Crawl-delay is a floor of the interval and a gap between two requests of one round', async () => {
  const turned = manualClock(midnight)
  // A minute goes by whenever somebody waits for one: waits are cut into minutes.
  const clock: Clock = {
    ...turned,
    after(ms, wake) {
      if (ms === minute) setImmediate(() => void turned.advance(minute))
      return turned.after(ms, wake)
    },
  }
  await using town = await openTown({ clock })
  town.override('quiet', ({ path }) => {
    if (path === '/robots.txt') return text('User-agent: *\nCrawl-delay: 120\n')()
    return path === '/page' ? { status: 200, headers: ['Content-Type', 'text/html'], body: '<img src=/cam.jpg>' } : text('picture')()
  })
  await using run = watch(town.url('quiet', '/page'), { ...agent, everyMs: minute, image: 'first', clock, count: 2 })
  for await (const _ of run);
  const times = town.log.map(({ target, wall }) => [target, (wall - midnight) / minute])
  assert.deepEqual(times, [
    ['/robots.txt', 0],
    ['/page', 2],
    ['/cam.jpg', 4],
    ['/page', 6],
    ['/cam.jpg', 8],
  ])
})

test('a full disk ends the watch, at a version as at the state; the next run gets the version', async t => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  for (const failing of ['.new', 's.json']) {
    using folder = temporaryFolder()
    await using scene = await open(text('one'), text('two'))
    const options = { ...every5, clock: scene.clock, dir: folder.path, state: join(folder.path, 's.json') }
    await drive(watch(scene.url, { ...options, count: 1 }), scene.clock)
    const { writeFileSync } = fs
    const disk = t.mock.method(fs, 'writeFileSync', (...given: Parameters<typeof writeFileSync>) => {
      if (String(given[0]).includes(failing)) throw full
      writeFileSync(...given)
    })
    syncBuiltinESMExports()
    try {
      await assert.rejects(drive(watch(scene.url, options), scene.clock), { code: 'disk-full' })
    } finally {
      disk.mock.restore()
      syncBuiltinESMExports()
    }
    const events = await drive(watch(scene.url, { ...options, count: 1 }), scene.clock)
    assert.deepEqual(
      only(events, 'changed').map(({ page }) => page.text),
      ['two'],
    )
    assert.equal(readdirSync(folder.path).length, 3, 'two versions and the state, and nothing half written')
  }
})

test('the user’s own header fields go to the site that was named and to no other', async () => {
  await using scene = await open(request =>
    staticAnswer(request, { body: `<img src="${scene.town.url('docs', '/pic.png')}">`, type: 'text/html' }),
  )
  await using run = watch(scene.url, { ...every5, clock: scene.clock, image: 'first', headers: ['X-Key', 'secret'], count: 2 })
  scene.town.override('docs', ({ path }) => (path === '/pic.png' ? text('picture')() : undefined))
  await drive(run, scene.clock)
  const saw = (site: string) => scene.town.log.filter(request => request.site === site).map(({ headers }) => headerValue(headers, 'x-key'))
  assert.deepEqual(saw('quiet'), ['secret', 'secret', 'secret'])
  assert.deepEqual(saw('docs'), [undefined, undefined, undefined])
})

test('a door that wants a name and password says which option gives them; Basic and Digest are answered', async () => {
  const clock = manualClock(midnight)
  await using town = await openTown({ clock })
  const { user, password } = doorKeys
  const endOf = async (path: string, auth?: { readonly user: string; readonly password: string }) => {
    await using run = watch(town.url('doors', path), { ...every5, clock, auth, count: 1 })
    const event = (await drive(run, clock)).find(({ kind }) => kind !== 'checked')
    return event?.kind === 'failed' ? event.error.message.replace(/^\S+ /, '') : event?.kind
  }
  assert.equal(
    await endOf('/basic'),
    'answered 401 Unauthorized. It wants a name and password: give watch --user name:password (library: auth). It is asked again later.',
  )
  assert.match(String(await endOf('/basic', { user, password: 'wrong' })), /It does not take the name and password: check watch --user/)
  for (const path of ['/basic', '/digest/sha-256', '/digest/md5']) assert.equal(await endOf(path, { user, password }), 'changed')
})

test('a public site is not asked without a contact; numbers and URLs that cannot be meant are refused', () => {
  assert.throws(() => watch('https://example.org/cam.jpg'), { code: 'identity-missing' })
  const mine = { identity: { contact: 'me@example.org' } }
  for (const given of [
    { everyMs: 0 },
    { minMs: -1 },
    { maxMs: Number.NaN },
    { count: 0 },
    { forMs: -1 },
    { minMs: 2, maxMs: 1 },
    { keep: 0 },
  ]) {
    assert.throws(() => watch('https://example.org/', { ...mine, ...given }), { code: 'usage' }, JSON.stringify(given))
  }
  assert.throws(() => watch('cam.jpg', mine), { code: 'url-invalid' })
  assert.throws(() => watch('ftp://example.org/', mine), { code: 'scheme-unsupported' })
})

test('closing calls back what is under way and what is waited for', async () => {
  await using scene = await open(text('one'))
  const waiting = watch(scene.url, { ...every5, clock: scene.clock })
  for await (const event of waiting) if (event.kind === 'waiting') setImmediate(() => void waiting.close())
  assert.equal(waiting.report().ended, 'stopped')
  const stop = new AbortController()
  scene.town.override('quiet', async ({ path }) => {
    if (path !== '/thing') return undefined
    stop.abort()
    return new Promise(() => {})
  })
  const under = watch(scene.url, { ...every5, clock: scene.clock, signal: stop.signal })
  assert.deepEqual(await drive(under, scene.clock), [])
  assert.equal(under.report().ended, 'stopped')
})
