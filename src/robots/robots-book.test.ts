import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { parseRetryAfter } from '../headers/retry-after.ts'
import type { RobotsBookOptions } from './robots-book.ts'
import { createRobotsBook } from './robots-book.ts'

const site = 'https://example.org'
const hour = 3_600_000
const closed = 'User-agent: *\nDisallow: /private\nCrawl-delay: 2\nSitemap: https://example.org/s.xml\n'

type Answer = { status?: number; headers?: string[]; body?: string; cut?: Exchange['cut'] }

/** A book whose server is a list of answers, taken in order; the last one stays. */
function open(answers: (Answer | CrawlError | Promise<Answer>)[], options: Partial<RobotsBookOptions> = {}) {
  const clock = manualClock()
  const orders: Order[] = []
  const book = createRobotsBook({
    retryAfter: parseRetryAfter,
    agent: 'AgeStudy/1.0',
    clock,
    headers: () => ['User-Agent', 'AgeStudy/1.0'],
    async fetch(order) {
      const answer = await answers[Math.min(orders.push(order) - 1, answers.length - 1)]!
      if (answer instanceof CrawlError) throw answer
      const { status = 200, headers = [], body = '', cut } = answer
      const bytes = new TextEncoder().encode(body)
      const size = { raw: bytes.length, decoded: bytes.length }
      const timings = { startedAt: 0, headersMs: 0, totalMs: 0 }
      return { order, status, reason: '', headers, body: bytes, bytes: size, timings, cut, anomalies: [] }
    },
    ...options,
  })
  const rules = () => {
    const look = book.look(site)
    return look.known ? look.rules : assert.fail(`not known: ${JSON.stringify(look)}`)
  }
  const wait = () => {
    const look = book.look(site)
    return look.known ? assert.fail('known') : look.notBefore === 0 ? 0 : look.notBefore - clock.wall()
  }
  return { book, clock, orders, rules, wait }
}

test('one ask, then rules for a day', async () => {
  const { book, clock, orders, rules } = open([{ body: closed }], { allow: () => ['loopback'] })
  assert.deepEqual(book.look(site), { known: false, next: `${site}/robots.txt`, notBefore: 0 })
  const asked = await book.ask(site)
  assert.deepEqual([asked.done, asked.url, asked.exchange?.status, asked.error], [true, `${site}/robots.txt`, 200, undefined])
  assert.equal(rules().state, 'rules')
  assert.deepEqual([rules().may('/private'), rules().may('/'), rules().crawlDelay], [false, true, 2])
  assert.deepEqual(rules().sitemaps, ['https://example.org/s.xml'])
  assert.equal(rules().verdict('/private').line, 2)
  assert.equal(rules().expiresAt, clock.wall() + limits.robotsLifeMs)
  assert.equal(rules(), rules(), 'parsed once')
  const [order] = orders
  assert.deepEqual(order?.headers, ['User-Agent', 'AgeStudy/1.0'])
  assert.deepEqual(order?.allow, ['loopback'])
  const { robotsBytes: bytes } = limits
  assert.deepEqual(order?.limits, { bodyBytes: bytes, bodyRawBytes: bytes, overLimit: 'cut', totalMs: limits.robotsTotalMs })
  await clock.advance(24 * hour - 1)
  assert.equal(book.look(site).known, true)
  await clock.advance(1)
  assert.equal(book.look(site).known, false)
})

test('rules stay parsed while their texts have `robotsParsedLength` in all; of more the oldest are parsed again when asked', async () => {
  const { book } = open([{ body: '#'.repeat(limits.robotsParsedLength / 16) }])
  const rulesOf = async (number: number) => {
    const site = `https://s${number}.example`
    if (!book.look(site).known) await book.ask(site)
    const look = book.look(site)
    return look.known ? look.rules : assert.fail(site)
  }
  const first = await rulesOf(0)
  for (let number = 1; number < 16; number++) await rulesOf(number)
  assert.equal(await rulesOf(0), first)
  const second = await rulesOf(1)
  await rulesOf(16)
  assert.equal(await rulesOf(1), second)
  assert.notEqual(await rulesOf(0), first)
})

test('/robots.txt is allowed whatever the lines say', async () => {
  const { book, rules } = open([{ body: 'User-agent: *\nDisallow: /' }])
  await book.ask(site)
  assert.deepEqual([rules().may('/'), rules().may('/robots.txt')], [false, true])
  assert.deepEqual(rules().verdict('/robots.txt'), { allowed: true, group: '*' })
})

test('an agent whose name holds digits is found by its line, with google: true too', async () => {
  for (const google of [false, true]) {
    const { book, rules } = open([{ body: 'User-agent: study2\nDisallow: /' }], { agent: 'Study2/1.0 (x)', google })
    await book.ask(site)
    assert.equal(rules().may('/'), false)
  }
})

test('concurrent asks of one site share one request, those of two sites do not', async () => {
  const { book, orders } = open([{ body: closed }])
  const [one, other] = await Promise.all([book.ask(site), book.ask(site), book.ask('https://example.com')])
  assert.equal(one, other)
  assert.deepEqual(
    orders.map(({ url }) => url),
    [`${site}/robots.txt`, 'https://example.com/robots.txt'],
  )
  await book.ask(site)
  assert.equal(orders.length, 3)
})

test('a redirect is one ask a hop; its rules count for the first site', async () => {
  const { book, rules } = open([{ status: 302, headers: ['Location', 'https://cdn.example.com/r'] }, { body: closed }])
  assert.equal((await book.ask(site)).done, false)
  assert.deepEqual(book.look(site), { known: false, next: 'https://cdn.example.com/r', notBefore: 0 })
  const asked = await book.ask(site)
  assert.deepEqual([asked.done, asked.url], [true, 'https://cdn.example.com/r'])
  assert.equal(rules().may('/private'), false)
  assert.equal(book.look('https://cdn.example.com').known, false)
})

test('an unreachable site: Retry-After to the letter, else growing pauses', async () => {
  const down = { status: 500 }
  const { book, clock, wait } = open([{ status: 503, headers: ['Retry-After', '60'] }, ...Array.from({ length: 12 }, () => down)])
  const asked = await book.ask(site)
  assert.deepEqual([asked.done, asked.error?.code, asked.error?.value, asked.exchange?.status], [true, 'robots-unreachable', 503, 503])
  assert.equal(wait(), 60_000)
  const waits: number[] = []
  for (let attempt = 0; attempt < 10; attempt++) {
    await clock.advance(wait())
    assert.equal(wait(), 0)
    await book.ask(site)
    waits.push(wait())
  }
  assert.deepEqual(
    waits.slice(0, 3),
    [2, 4, 8].map(times => times * limits.robotsRetryMs),
  )
  assert.equal(waits.at(-1), limits.robotsRetryLongestMs)
})

test('a failure comes back as error, and our own stop is held against nobody', async () => {
  const { book, wait } = open([new CrawlError('aborted', 'stopped'), new CrawlError('dns-not-found', 'no such host')])
  assert.equal((await book.ask(site)).error?.code, 'aborted')
  assert.equal(wait(), 0)
  assert.equal((await book.ask(site)).error?.code, 'dns-not-found')
  assert.equal(wait(), limits.robotsRetryMs)
})

test('a last copy stays in use while its renewal fails, also past its day', async () => {
  const { book, clock, rules, wait } = open([{ body: closed }, { status: 500 }, { body: 'User-agent: *\nDisallow: /new' }])
  await book.ask(site)
  await clock.advance(25 * hour)
  assert.equal(wait(), 0)
  await book.ask(site)
  assert.equal(rules().may('/private'), false)
  assert.equal(rules().expiresAt, clock.wall() + limits.robotsRetryMs)
  await clock.advance(limits.robotsRetryMs)
  assert.equal(wait(), 0)
  await book.ask(site)
  assert.deepEqual([rules().may('/private'), rules().may('/new')], [true, false])
  assert.equal(rules().expiresAt, clock.wall() + limits.robotsLifeMs)
})

test('validators go back to the URL that gave them, and 304 renews the copy', async () => {
  const validators = ['ETag', '"1"', 'Last-Modified', 'Thu, 01 Jan 2026 00:00:00 GMT']
  const moved = { status: 301, headers: ['Location', '/r'] }
  const { book, clock, orders, rules } = open([moved, { body: closed, headers: validators }, moved, { status: 304 }])
  await book.ask(site)
  await book.ask(site)
  await clock.advance(24 * hour)
  await book.ask(site)
  await book.ask(site)
  const sent = orders.map(({ headers }) => [headerValue(headers, 'if-none-match'), headerValue(headers, 'if-modified-since')])
  assert.deepEqual(sent, [...Array(3).fill([undefined, undefined]), ['"1"', 'Thu, 01 Jan 2026 00:00:00 GMT']])
  assert.equal(rules().may('/private'), false)
  assert.equal(rules().expiresAt, clock.wall() + limits.robotsLifeMs)
})

test('validators that are too long or no header text are not kept', async () => {
  const longest = 'x'.repeat(limits.validatorLength)
  const { book } = open([
    { body: closed, headers: ['ETag', longest, 'Last-Modified', 'a\r\nb'] },
    { body: closed, headers: ['ETag', `${longest}x`] },
  ])
  await book.ask(site)
  assert.deepEqual([book.record(site)?.etag, book.record(site)?.lastModified], [longest, undefined])
  await book.ask(site)
  assert.equal(book.record(site)?.etag, undefined)
})

test('a record survives JSON and gives the same look: in each state', async () => {
  const states: [string, Answer[]][] = [
    ['rules', [{ body: `\ufeff${closed}`, headers: ['ETag', '"1"'] }]],
    ['rules', [{ body: closed }, { status: 500 }]],
    ['allow-all', [{ status: 404 }]],
    ['disallow-all', [{ status: 500 }, { status: 500 }]],
    [
      'unasked',
      [
        { status: 301, headers: ['Location', '/r'] },
        { status: 301, headers: ['Location', '/s'] },
      ],
    ],
  ]
  for (const [state, answers] of states) {
    const { book, clock } = open(answers)
    for (const _ of answers) await book.ask(site)
    const record = book.record(site)
    assert.ok(record !== undefined)
    assert.equal(record.state, state)
    const other = open([{ status: 304 }])
    other.book.restore(site, JSON.parse(JSON.stringify(record)))
    assert.deepEqual(other.book.record(site), record)
    for (const ms of [0, 25 * hour]) {
      await clock.advance(ms)
      await other.clock.advance(ms)
      const looks = [book.look(site), other.book.look(site)].map(look =>
        look.known ? [look.rules.state, look.rules.may('/private'), look.rules.expiresAt] : look,
      )
      assert.deepEqual(looks[0], looks[1])
    }
  }
  assert.equal(open([]).book.record(site), undefined)
})

test('an allow-all keeps no text; a record is cut to the limit', async () => {
  const { book } = open([{ status: 404, body: closed }, { body: `${'#\n'.repeat(limits.robotsBytes)}` }])
  await book.ask(site)
  assert.equal(book.record(site)?.body, undefined)
  await book.ask(site)
  assert.equal(book.record(site)?.body?.length, limits.robotsBytes)
})

test('files beyond the room for parsed ones are read again from their text', async () => {
  const body = `User-agent: *\nDisallow: /private\n${`${'#'.repeat(999)}\n`.repeat(400)}`
  const { book } = open([{ body }])
  const sites = Array.from({ length: 15 }, (_, index) => `https://h${index}.example`)
  for (const each of sites) await book.ask(each)
  for (const each of [...sites, ...sites]) {
    const look = book.look(each)
    assert.ok(look.known && !look.rules.may('/private') && look.rules.may('/'))
  }
})

const year = 365 * 24 * hour

test('a copy lives a day and a pause lasts what it was meant to last, however the wall clock is put back', async () => {
  for (const jump of [-hour, -year]) {
    const { book, clock, rules, wait } = open([{ body: closed }, { status: 500 }])
    await book.ask(site)
    clock.jump(jump)
    await clock.advance(limits.robotsLifeMs - 1)
    assert.equal(rules().may('/private'), false)
    await clock.advance(1)
    assert.equal(wait(), 0)
    const down = open([{ status: 500 }])
    await down.book.ask(site)
    down.clock.jump(jump)
    assert.equal(down.wait(), limits.robotsRetryMs)
    await down.clock.advance(limits.robotsRetryMs)
    assert.equal(down.wait(), 0)
  }
})

test('a wall clock put forward ends a copy, and neither a pause nor the days after which an unreachable file counts as absent', async () => {
  const { book, clock, wait } = open([{ body: closed }])
  await book.ask(site)
  clock.jump(year)
  assert.equal(wait(), 0)
  const down = open([{ status: 500 }])
  await down.book.ask(site)
  down.clock.jump(year)
  assert.equal(down.wait(), limits.robotsRetryMs)
})

test('a machine that slept a night asks again when the copy has had its day, whether its clock went on meanwhile or not', async () => {
  for (const sleep of ['advance', 'jump'] as const) {
    const { book, clock, rules, wait } = open([{ body: closed }])
    await book.ask(site)
    for (let night = 0; night < 2; night++) {
      await clock[sleep](8 * hour)
      assert.equal(rules().may('/private'), false)
    }
    await clock[sleep](8 * hour)
    assert.equal(wait(), 0)
  }
})

test('after a restart with a clock that was put back nothing holds longer than it may', async () => {
  const { book, clock, wait } = open([{ body: closed }])
  await book.ask(site)
  const copy = book.record(site)!
  clock.jump(-hour)
  assert.equal(book.record(site)?.expiresAt, clock.wall() + limits.robotsLifeMs, 'the day is counted by the clock of now')
  book.restore(site, copy)
  assert.equal(wait(), 0)
  const down = open([{ status: 500 }])
  await down.book.ask(site)
  const record = down.book.record(site)!
  down.clock.jump(-year)
  down.book.restore(site, record)
  assert.equal(down.wait(), 0)
})
