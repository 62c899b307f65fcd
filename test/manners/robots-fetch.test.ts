import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createGzip } from 'node:zlib'
import type { Clock } from '../../src/base/clock.ts'
import { systemClock } from '../../src/base/clock.ts'
import { limits } from '../../src/base/limits.ts'
import type { CrawlOptions, Wrap } from '../../src/index.ts'
import { crawl } from '../../src/index.ts'
import type { Answer, Town } from '../../src/testing/index.ts'
import { openTown } from '../../src/testing/index.ts'
import { casesMissing, readCases } from '../conformance/cases.ts'
import { pageOf, pagesOf, robotsOf, targetsOf } from '../support/judge.ts'

/** The shared cases of RFC 9309 sections 2.3 to 2.5 as whole crawls of the practice town: what was asked for stands in its log. */
type Outcome = 'parse' | 'allow-all' | 'disallow-all' | 'parse-first-500-KiB' | 'last-copy' | 'fetch-again' | 'allow-all-or-last-copy'
const cases = readCases<{ id: string; condition: string; outcome: Outcome }>('own/robots-fetch.json')

const rules = 'User-agent: *\nDisallow: /private\n'
const hour = 3_600_000
const pages = ['/', '/open', '/private', '/late', '/second']

type Play = {
  /** robots.txt and what it leads to; `run` counts the crawls of one case from 0. */
  robots?: (path: string, run: number, header: (name: string) => string | undefined) => Answer | undefined
  /** Where the crawl begins, when it is not the town's site. */
  seed?: (town: Town) => string
  /** The second crawl over the same store comes so much later. */
  later?: number
  /** Pages that must or must not be asked for, where the outcome alone does not say it. */
  asked?: Partial<Record<(typeof pages)[number], boolean>>
  wraps?: (town: Town) => Wrap[]
  reason?: string
}

const always = (answer: Answer): Play => ({ robots: path => (path === '/robots.txt' ? answer : undefined) })
const body = (text: string | Uint8Array, headers: readonly string[] = ['Content-Type', 'text/plain']) =>
  always({ status: 200, headers, body: text })
const status = (code: number, headers: readonly string[] = []) =>
  always({ status: code, headers, body: code === 204 ? undefined : 'User-agent: *\nDisallow: /\n' })
const moved = (location: string): Answer => ({ status: 302, headers: ['Location', location] })
const hops = (most: number): Play => ({
  robots(path) {
    const hop = path === '/robots.txt' ? 0 : Number(/^\/hop(\d+)$/.exec(path)?.[1] ?? -1)
    return hop < 0 ? undefined : hop < most ? moved(`/hop${hop + 1}`) : robotsOf(rules)
  },
})
const twice = (
  second: Answer | ((header: (name: string) => string | undefined) => Answer),
  later: number,
  asked: Play['asked'] = {},
): Play => ({
  robots: (path, run, header) => {
    if (path !== '/robots.txt') return undefined
    if (run === 0) return { status: 200, headers: ['ETag', '"1"', 'Content-Type', 'text/plain'], body: rules }
    return typeof second === 'function' ? second(header) : second
  },
  later,
  asked,
})

async function* endless(begin: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(begin)
  for (;;) yield Buffer.from(`${'# filler '.repeat(900)}\n`)
}
/** The server that falls silent speaks no more until its case is over. */
const silence = Promise.withResolvers<void>()

async function* broken(begin: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(begin)
  await new Promise(resolve => setImmediate(resolve))
  throw new Error('reset')
}
async function* zipped(): AsyncGenerator<Uint8Array> {
  const zip = createGzip()
  const feed = async () => {
    for await (const chunk of endless(rules)) if (!zip.write(chunk)) await new Promise(resolve => zip.once('drain', resolve))
  }
  feed().catch(() => {})
  try {
    for await (const chunk of zip) yield chunk as Uint8Array
  } finally {
    zip.destroy()
  }
}
const padded = (length: number, last: string) =>
  `${rules}${`${'#'.repeat(98)}\n`.repeat(6000)}`.slice(0, length - last.length - 1).concat(`\n${last}`)

/** A public site whose robots.txt leads inward: its name is answered here, everything else by the network. */
const inward: Wrap = async (order, next) => {
  if (!order.url.startsWith('http://public.example/')) return next(order)
  const timings = { startedAt: 0, headersMs: 0, totalMs: 0 }
  const rest = { order, reason: '', body: new Uint8Array(), bytes: { raw: 0, decoded: 0 }, timings, anomalies: [] }
  return { ...rest, status: 302, headers: ['location', 'http://127.0.0.1/robots.txt'] }
}
const timedOut: Wrap = (order, next) =>
  next(order.url.endsWith('/robots.txt') ? { ...order, limits: { ...order.limits, idleMs: 40 } } : order)

const plays: Record<string, Play> = {
  'robots-fetch-01': body(rules),
  'robots-fetch-02': {
    ...body('<!doctype html><title>User-agent: *</title><p>Disallow: / is text here', ['Content-Type', 'text/html']),
    asked: { '/private': true },
  },
  'robots-fetch-03': status(404),
  'robots-fetch-04': status(401, ['WWW-Authenticate', 'Basic realm="x"']),
  'robots-fetch-05': status(403),
  'robots-fetch-06': status(429),
  'robots-fetch-07': status(500),
  'robots-fetch-08': status(502),
  'robots-fetch-09': status(503, ['Retry-After', '60']),
  'robots-fetch-10': { seed: () => 'http://127.0.0.1:1/', reason: 'connection-refused' },
  'robots-fetch-11': { seed: town => town.url('quiet', '/').replace('http:', 'https:'), reason: 'tls' },
  'robots-fetch-12': {
    ...always({
      status: 200,
      headers: ['Content-Length', '1000'],
      body: (async function* () {
        yield Buffer.from(rules)
        await silence.promise
      })(),
    }),
    wraps: () => [timedOut],
    reason: 'timeout-idle',
  },
  'robots-fetch-13': {
    robots: path =>
      path === '/robots.txt' ? { status: 200, headers: ['Content-Length', '5000'], body: broken('User-agent: *\nAllow: /\n') } : undefined,
    reason: 'body-truncated',
  },
  'robots-fetch-14': {
    robots: path =>
      path === '/robots.txt' ? { ...moved('/robots2.txt'), status: 301 } : path === '/robots2.txt' ? robotsOf(rules) : undefined,
  },
  'robots-fetch-15': hops(5),
  'robots-fetch-16': {
    robots: path => (path === '/robots.txt' ? moved('http://HOST/elsewhere.txt') : path === '/elsewhere.txt' ? robotsOf(rules) : undefined),
  },
  'robots-fetch-17': { robots: path => (path === '/robots.txt' ? moved('/a') : path === '/a' ? moved('/robots.txt') : undefined) },
  'robots-fetch-18': { seed: () => 'http://public.example/', wraps: () => [inward], reason: 'address-guarded' },
  'robots-fetch-19': { robots: path => (path === '/robots.txt' ? { status: 200, headers: [], body: endless(rules) } : undefined) },
  'robots-fetch-20': body(`${rules}Allow: /${'x'.repeat(1024 * 1024)}\nDisallow: /late\n`),
  'robots-fetch-21': {
    robots: path => (path === '/robots.txt' ? { status: 200, headers: ['Content-Encoding', 'gzip'], body: zipped() } : undefined),
  },
  'robots-fetch-22': body(Buffer.from(`\ufeff${rules}`, 'utf16le')),
  'robots-fetch-23': twice({ status: 500, headers: [] }, 25 * hour),
  'robots-fetch-24': twice(robotsOf('User-agent: *\nDisallow: /second\n'), 24 * hour + 1000, { '/private': true, '/second': false }),
  'robots-fetch-25': body(''),
  'robots-fetch-26': status(204),
  'robots-fetch-27': status(410),
  'robots-fetch-28': status(451),
  'robots-fetch-29': { ...status(503), later: limits.robotsUnreachableMs + hour },
  'robots-fetch-30': { seed: () => 'http://nowhere.invalid/', reason: 'dns-not-found' },
  'robots-fetch-31': { ...body(padded(limits.robotsBytes, 'Disallow: /late')), asked: { '/late': false } },
  'robots-fetch-32': {
    ...body(`${padded(limits.robotsBytes, 'Disallow: /sec')}ond\n${'#\n'.repeat(50 * 1024)}Disallow: /late\n`),
    asked: { '/late': true, '/second': true },
  },
  'robots-fetch-33': body(`\ufeff${rules}`),
  'robots-fetch-34': body(rules.replaceAll('a', 'a\0')),
  'robots-fetch-35': body(rules.replaceAll('\n', '\r')),
  'robots-fetch-36': twice(header => ({ status: header('if-none-match') === '"1"' ? 304 : 500, headers: [] }), 25 * hour),
}

test('every shared case has its play in the town, and no play is without its case', { skip: casesMissing }, () => {
  assert.deepEqual(Object.keys(plays).sort(), cases.map(({ id }) => id).sort())
})

for (const { id, condition, outcome } of cases) {
  test(`${id} in the town: ${condition} -> ${outcome}`, async () => {
    const play = plays[id] ?? assert.fail('no play')
    const store = mkdtempSync(join(tmpdir(), 'orbweaver-robots-'))
    await using town = await openTown({ pages: 2 })
    const runs = play.later === undefined ? 1 : 2
    let run = 0
    town.override('quiet', ({ path, header }) => {
      const answer = play.robots?.(path, run, header)
      if (answer !== undefined)
        return { ...answer, headers: answer.headers.map(text => text.replace('HOST', new URL(town.sites.library).host)) }
      return pages.includes(path) ? pageOf(pages) : undefined
    })
    town.override('library', ({ path, header }) => play.robots?.(path, run, header))
    const options: CrawlOptions = { delayMs: 0, attempts: 1, store, identity: { contact: 'me@uni.example' }, wraps: play.wraps?.(town) }
    try {
      let report = await crawl(play.seed?.(town) ?? town.url('quiet', '/'), options).run()
      if (runs === 2) {
        town.clearLog()
        run = 1
        report = await crawl([], { ...options, clock: shifted(play.later ?? 0) }).run()
      }
      assert.ok(report.balanced)
      const asked = (path: string) => pagesOf(town, 'quiet').includes(path)
      if (outcome === 'disallow-all') {
        assert.deepEqual(
          pagesOf(town, 'quiet').filter(path => pages.includes(path)),
          [],
          'nothing but robots.txt may be asked for',
        )
        const why = Object.keys({ ...report.reasons, ...report.held })
        assert.deepEqual(why, [play.reason ?? 'robots-unreachable'])
        return
      }
      const open = outcome.startsWith('allow-all')
      const expected = { '/': true, '/open': true, '/private': open, '/late': true, '/second': true, ...play.asked }
      for (const [path, wanted] of Object.entries(expected))
        assert.equal(asked(path), wanted, `${path} was ${wanted ? 'not ' : ''}asked for`)
      assert.equal(targetsOf(town, 'quiet')[0], '/robots.txt', 'robots.txt comes first')
    } finally {
      if (id === 'robots-fetch-12') silence.resolve()
      rmSync(store, { recursive: true, force: true })
    }
  })
}

function shifted(ms: number): Clock {
  return { ...systemClock, wall: () => systemClock.wall() + ms }
}
