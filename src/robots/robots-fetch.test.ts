import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer, get } from 'node:http'
import { get as getSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createGunzip, createGzip } from 'node:zlib'
import { casesMissing, readCases } from '../../test/conformance/cases.ts'
import type { ManualClock } from '../base/clock.ts'
import { manualClock } from '../base/clock.ts'
import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Exchange, Fetcher } from '../exchange/exchange.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { parseRetryAfter } from '../headers/retry-after.ts'
import type { RobotsBook } from './robots-book.ts'
import { createRobotsBook } from './robots-book.ts'

type Outcome = 'parse' | 'allow-all' | 'disallow-all' | 'parse-first-500-KiB' | 'last-copy' | 'fetch-again' | 'allow-all-or-last-copy'
type Case = { id: string; condition: string; outcome: Outcome; retry?: boolean }

const cases = readCases<Case>('own/robots-fetch.json')

const rules = 'User-agent: *\nDisallow: /private\n'
const hour = 3_600_000

/** How the other end plays one case, and what is done with the book beside asking until it is done. */
type Play = {
  serve?: (request: IncomingMessage, response: ServerResponse, count: number) => void
  /** A fault of the network that no local server can play: thrown for the URLs that contain `at` (default: all). */
  fault?: CrawlErrorCode
  at?: string
  site?: (origin: string) => string
  afterwards?: (book: RobotsBook, site: string, clock: ManualClock) => Promise<void>
}

const body = (text: string | Uint8Array, type = 'text/plain'): Play => ({
  serve: (_, response) => response.writeHead(200, { 'content-type': type }).end(text),
})
const status = (code: number, headers: Record<string, string> = {}): Play => ({
  serve: (_, response) => response.writeHead(code, headers).end(code === 204 ? undefined : 'User-agent: *\nDisallow: /\n'),
})
const hops = (count: number): Play => ({
  serve(request, response) {
    const hop = Number(/\/hop(\d+)/.exec(request.url ?? '')?.[1] ?? 0)
    if (hop < count) response.writeHead(301, { location: `/hop${hop + 1}` }).end()
    else response.end(rules)
  },
})
/** A good answer first, then another. */
const after = (first: string, play: Play, pause: number): Play => ({
  serve: (request, response, count) =>
    count === 0 ? void response.setHeader('ETag', '"1"').end(first) : play.serve?.(request, response, count),
  async afterwards(book, site, clock) {
    await clock.advance(pause)
    await book.ask(site)
  },
})
/** Writes for as long as the other end reads. */
const endless = (response: NodeJS.WritableStream, begin: string) => {
  response.write(begin)
  const filler = `${'# filler '.repeat(900)}\n`
  const more = () => {
    while (response.writable) if (!response.write(filler)) return void response.once('drain', more)
  }
  more()
}
const padded = (length: number, last: string) => {
  const line = `${'#'.repeat(99)}\n`
  const space = length - rules.length - last.length - 1
  return `${rules}${line.repeat(Math.ceil(space / 100)).slice(-space)}\n${last}`
}

const plays: Record<string, Play> = {
  'robots-fetch-01': body(rules),
  'robots-fetch-02': body(
    '<!DOCTYPE html><html><head><title>User-agent: *</title></head><body>Disallow / allow: none</body></html>',
    'text/html',
  ),
  'robots-fetch-03': status(404),
  'robots-fetch-04': status(401, { 'www-authenticate': 'Basic realm="x"' }),
  'robots-fetch-05': status(403),
  'robots-fetch-06': status(429),
  'robots-fetch-07': status(500),
  'robots-fetch-08': status(502),
  'robots-fetch-09': status(503, { 'retry-after': '60' }),
  'robots-fetch-10': { site: () => 'http://127.0.0.1:1' },
  'robots-fetch-11': { site: origin => origin.replace('http:', 'https:'), serve: (_, response) => response.end(rules) },
  'robots-fetch-12': { fault: 'timeout-idle' },
  'robots-fetch-13': {
    serve(_, response) {
      response.writeHead(200, { 'content-length': '5000' }).write('User-agent: *\nAllow: /\n')
      setImmediate(() => response.destroy())
    },
  },
  'robots-fetch-14': {
    serve: (request, response) =>
      request.url === '/robots2.txt' ? void response.end(rules) : void response.writeHead(301, { location: '/robots2.txt' }).end(),
  },
  'robots-fetch-15': hops(5),
  'robots-fetch-16': {
    serve(request, response) {
      const { host = '' } = request.headers
      if (host.startsWith('localhost')) response.end(rules)
      else response.writeHead(302, { location: `http://${host.replace('127.0.0.1', 'localhost')}/robots.txt` }).end()
    },
  },
  'robots-fetch-17': {
    serve: (request, response) => response.writeHead(302, { location: request.url === '/a' ? '/robots.txt' : '/a' }).end(),
  },
  'robots-fetch-18': {
    serve: (_, response) => response.writeHead(302, { location: 'http://127.0.0.2/' }).end(),
    fault: 'address-guarded',
    at: '127.0.0.2',
  },
  'robots-fetch-19': { serve: (_, response) => endless(response.writeHead(200), rules) },
  'robots-fetch-20': body(`${rules}Allow: /${'x'.repeat(1024 * 1024)}\nDisallow: /late\n`),
  'robots-fetch-21': {
    serve(_, response) {
      const zip = createGzip()
      zip.pipe(response.writeHead(200, { 'content-encoding': 'gzip' }))
      response.on('close', () => zip.destroy())
      endless(zip, rules)
    },
  },
  'robots-fetch-22': body(Buffer.from(`\ufeff${rules}`, 'utf16le')),
  'robots-fetch-23': after(rules, status(500), hour),
  'robots-fetch-24': after(rules, body('User-agent: *\nDisallow: /second\n'), 24 * hour + 1),
  'robots-fetch-25': body(''),
  'robots-fetch-26': status(204),
  'robots-fetch-27': status(410),
  'robots-fetch-28': status(451),
  'robots-fetch-29': {
    ...status(503),
    async afterwards(book, site, clock) {
      const end = clock.wall() + limits.robotsUnreachableMs
      for (let look = book.look(site); !look.known; look = book.look(site)) {
        assert.ok(clock.wall() < end || look.notBefore === 0, 'closed for longer than 30 days')
        await clock.advance(Math.max(0, look.notBefore - clock.wall()))
        await book.ask(site)
      }
      assert.ok(clock.wall() >= end, 'opened before its time')
    },
  },
  'robots-fetch-30': { fault: 'dns-not-found' },
  'robots-fetch-31': body(padded(limits.robotsBytes, 'Disallow: /last')),
  'robots-fetch-32': body(`${padded(limits.robotsBytes, 'Disallow: /half')}-cut\n${'#\n'.repeat(50 * 1024)}Disallow: /late\n`),
  'robots-fetch-33': body(`\ufeff${rules}`),
  'robots-fetch-34': body(rules.replaceAll('a', 'a\0')),
  'robots-fetch-35': body(rules.replaceAll('\n', '\r')),
  'robots-fetch-36': after(
    rules,
    { serve: (request, response) => response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 500).end() },
    25 * hour,
  ),
}

/** What the file of a case must show beside its outcome: path -> may. */
const more: Record<string, Record<string, boolean>> = {
  'robots-fetch-02': { '/private': true },
  'robots-fetch-31': { '/last': false },
  'robots-fetch-32': { '/half': true, '/late': true },
}

test('every case has its play, and no play is without its case', { skip: casesMissing }, () => {
  assert.deepEqual(Object.keys(plays).sort(), cases.map(({ id }) => id).sort())
})

for (const { id, condition, outcome, retry } of cases) {
  test(`${id}: ${condition} -> ${outcome}`, async () => {
    const play = plays[id] ?? assert.fail('no play')
    let count = 0
    await using server = await serve((request, response) => play.serve?.(request, response, count++))
    const clock = manualClock()
    const site = play.site?.(server.origin) ?? server.origin
    const book = createRobotsBook({
      agent: 'AgeStudy/1.0',
      clock,
      retryAfter: parseRetryAfter,
      headers: () => ['User-Agent', 'AgeStudy/1.0'],
      fetch: fetcherOf(play),
    })
    let asks = 1
    while (!(await book.ask(site)).done) assert.ok(asks++ < 10, 'endless')
    await play.afterwards?.(book, site, clock)
    const look = book.look(site)
    const may = (path: string) => look.known && look.rules.may(path)
    if (outcome === 'disallow-all') {
      assert.ok(!look.known && look.notBefore > clock.wall(), 'nothing may be asked until later')
      if (retry) assert.equal(look.notBefore - clock.wall(), 60_000)
    } else if (outcome.startsWith('allow-all')) {
      assert.deepEqual([look.known && look.rules.state, may('/'), may('/private')], ['allow-all', true, true])
    } else if (outcome === 'fetch-again') {
      assert.equal(count, 2)
      assert.deepEqual([may('/private'), may('/second')], [true, false])
    } else {
      assert.ok(look.known)
      assert.equal(look.rules.state, 'rules')
      for (const [path, expected] of Object.entries({ '/': true, '/private': false, ...more[id] })) assert.equal(may(path), expected, path)
      if (outcome === 'last-copy') assert.equal(count, 2)
    }
    assert.ok((book.record(site)?.body?.length ?? 0) <= limits.robotsBytes)
  })
}

/** One hop over node:http with what robots.txt needs: limits with a cut, gzip, typed failures. */
function fetcherOf({ fault, at = '' }: Play): Fetcher {
  return order =>
    new Promise<Exchange>((done, fail) => {
      if (fault !== undefined && order.url.includes(at)) return fail(new CrawlError(fault, fault))
      const headers = Object.fromEntries(pairs(order.headers))
      const request = (order.url.startsWith('https:') ? getSecure : get)(order.url, { headers, agent: false }, response => {
        read(order, response).then(done, fail)
      })
      request.on('error', (error: NodeJS.ErrnoException) => {
        fail(
          new CrawlError(
            error.code === 'ECONNREFUSED' ? 'connection-refused' : order.url.startsWith('https:') ? 'tls' : 'network',
            error.message,
          ),
        )
      })
    })
}

async function read(order: Order, response: IncomingMessage): Promise<Exchange> {
  const limit = order.limits?.bodyBytes ?? limits.bodyBytes
  const isZipped = headerValue(response.rawHeaders, 'content-encoding') === 'gzip'
  const chunks: Buffer[] = []
  let length = 0
  let cut: Exchange['cut']
  try {
    for await (const chunk of isZipped ? response.pipe(createGunzip()) : response) {
      length += chunks.at(chunks.push(chunk) - 1)!.length
      if (length > limit) cut = 'limit'
      if (cut) break
    }
  } catch {
    cut = 'truncated'
  }
  response.destroy()
  const bytes = Buffer.concat(chunks).subarray(0, limit)
  const timings = { startedAt: 0, headersMs: 0, totalMs: 0 }
  const head = { status: response.statusCode ?? 0, reason: response.statusMessage ?? '', headers: response.rawHeaders }
  return { order, ...head, body: bytes, bytes: { raw: length, decoded: bytes.length }, timings, cut, anomalies: [] }
}

function pairs(list: readonly string[]): [string, string][] {
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? '']] : []))
}

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(closed => server.close(closed))
    },
  }
}
