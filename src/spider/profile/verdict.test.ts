import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Profile, VerdictKind } from './profile.ts'
import type { Measured } from './verdict.ts'
import { verdictOf } from './verdict.ts'

type Changes = { readonly [Part in keyof Measured]?: Measured[Part] extends number ? number : Partial<Measured[Part]> }

/** A run of 10 s in which nothing took time, but for what is given. */
function measured({ waits, requests, pauses, journeys, thread, ...more }: Changes): Measured {
  return {
    wallMs: 10_000,
    cpuMs: 3000,
    ...more,
    waits: { opening: 0, politeness: 0, perSite: 0, concurrency: 0, links: 0, store: 0, other: 0, ...waits },
    requests: { pages: 10, failed: 0, robots: 1, meanUnderWay: 1, mostUnderWay: 2, concurrency: 256, perSite: 1, ...requests },
    pauses: { sites: 0, totalMs: 0, reasons: {}, longest: [], ...pauses },
    journeys: { ...noJourneys, ...journeys },
    thread: { ...noThread, busyMs: 2000, cpuMs: 2000, ...thread },
  }
}

const noJourneys: Profile['journeys'] = {
  count: 11,
  wholeMs: 0,
  connectMs: 0,
  tlsMs: 0,
  firstByteMs: 0,
  bodyMs: 0,
  failedMs: 0,
  robotsMs: 0,
  handlersMs: 0,
  storeMs: 0,
  otherMs: 0,
}

const noThread: Profile['thread'] = {
  busyMs: 0,
  cpuMs: 0,
  readingMs: 0,
  handlersMs: 0,
  frontierMs: 0,
  outputMs: 0,
  restMs: 0,
  gcMs: 0,
  longestDelayMs: 0,
}

const one = { site: 'http://a.test', pausedMs: 9000, requests: 10, why: 'delay' }
const paused = (why: string) => ({ sites: 1, totalMs: 9000, reasons: { [why]: 9000 }, longest: [{ ...one, why }] })
const full = { busyMs: 9500, cpuMs: 9400 }

const table: readonly (readonly [name: string, Changes, kind: VerdictKind, share: number, says: RegExp, next: RegExp])[] = [
  ['a short run', { wallMs: 900, thread: { busyMs: 900 } }, 'short', 1, /took 900 ms: too short/, /longer/],
  ['one page', { requests: { pages: 1 }, waits: { links: 9000 } }, 'short', 1, /10\.0 s/, /longer/],
  [
    'one site and its delay',
    { waits: { politeness: 9400, perSite: 500 }, pauses: paused('delay'), journeys: { firstByteMs: 900, robotsMs: 100 } },
    'politeness',
    0.99,
    /^http:\/\/a\.test was left alone for 1\.0 s between two requests \(delay\): 0\.9 requests a second at most\.$/,
    /--delay/,
  ],
  [
    'several at once to one site: their answers do not count',
    { waits: { politeness: 9400 }, pauses: paused('delay'), journeys: { firstByteMs: 8000 }, requests: { perSite: 8 } },
    'politeness',
    0.94,
    /: 1\.0 requests a second/,
    /--delay/,
  ],
  [
    'many sites',
    { waits: { politeness: 8000 }, pauses: { ...paused('delay'), sites: 12, totalMs: 90_000 }, journeys: { bodyMs: 20_000 } },
    'politeness',
    0.8,
    /^12 sites were left alone between two requests \(delay\), http:\/\/a\.test longest: 9\.0 s\.$/,
    /more sites/,
  ],
  ['Crawl-delay', { waits: { politeness: 8000 }, pauses: paused('crawl-delay') }, 'politeness', 0.8, /crawl-delay/, /robots\.txt asks/],
  ['slow answers, as long a rest', { waits: { politeness: 8000 }, pauses: paused('latency') }, 'politeness', 0.8, /latency/, /quieter/],
  ['one address', { waits: { politeness: 8000 }, pauses: paused('address') }, 'politeness', 0.8, /address/, /elsewhere/],
  ['Retry-After', { waits: { politeness: 8000 }, pauses: paused('retry-after') }, 'politeness', 0.8, /retry-after/, /longer --delay/],
  ['a reason from no table', { waits: { politeness: 8000 }, pauses: paused('toString') }, 'politeness', 0.8, /toString/, /asked for rest/],
  ['a retry that waits', { waits: { politeness: 8000 } }, 'politeness', 0.8, /next attempt/, /failures/],
  [
    'sites that answer slowly',
    { waits: { politeness: 4000, perSite: 5000 }, pauses: paused('delay'), journeys: { firstByteMs: 7600, bodyMs: 2000, connectMs: 400 } },
    'network',
    0.9,
    /^An answer takes 1\.0 s \(first byte 76 %, body 20 %, connecting 4 %\), and a site may have 1 under way/,
    /--per-site/,
  ],
  [
    'all places taken',
    { waits: { concurrency: 7000, links: 2000 }, journeys: { firstByteMs: 7500, tlsMs: 500, storeMs: 900 } },
    'network',
    0.7,
    /--concurrency allows \(256\)\. An answer takes 800 ms \(first byte 94 %, TLS 6 %\)\.$/,
    /greater --concurrency/,
  ],
  [
    'handlers that wait',
    { waits: { concurrency: 7000 }, journeys: { firstByteMs: 2000, handlersMs: 5000 } },
    'handlers',
    0.7,
    /Handlers took 500 ms a page/,
    /wait for less/,
  ],
  ['a slow disk', { waits: { concurrency: 7000 }, journeys: { storeMs: 900, firstByteMs: 20 } }, 'store', 0.7, /90 ms until/, /--durable/],
  ['a chain of pages', { waits: { links: 9000 }, journeys: { firstByteMs: 9000 } }, 'links', 0.9, /No known URL waited/, /sitemap/],
  ['links from a cold store', { waits: { store: 6000 } }, 'store', 0.6, /read back/, /faster disk/],
  ['a great store', { waits: { opening: 6000, links: 3000 } }, 'opening', 0.6, /took 6\.0 s/, /once a run/],
  ['a slow reader of items', { waits: { other: 6000, links: 3000 } }, 'held-up', 0.6, /read slowly/, /items\(\)/],
  [
    'a core full of handlers, though politeness waited too',
    { thread: { ...full, handlersMs: 6000, readingMs: 2000, restMs: 1500, gcMs: 1000 }, waits: { politeness: 9000 } },
    'handlers',
    0.6,
    /^The main thread was busy 95 % of the time: handlers 60 %, reading 20 %, rest 15 %\. Of it 11 % was garbage/,
    /--workers/,
  ],
  [
    'answers that a busy thread hears late',
    { thread: { busyMs: 6500, cpuMs: 6400, handlersMs: 5000 }, waits: { concurrency: 9000 }, journeys: { firstByteMs: 90_000 } },
    'handlers',
    0.5,
    /busy 65 % of the time: handlers 50 %/,
    /--workers/,
  ],
  [
    'a polite crawl with as busy a thread',
    { thread: { busyMs: 6500, cpuMs: 6400, handlersMs: 5000 }, waits: { politeness: 9000 }, pauses: paused('delay') },
    'politeness',
    0.9,
    /left alone/,
    /--delay/,
  ],
  ['of reading', { thread: { ...full, readingMs: 6000, restMs: 3500 } }, 'reading', 0.6, /reading 60 %, rest 35 %/, /page\.soup/],
  ['of links', { thread: { ...full, frontierMs: 6000, restMs: 3500 } }, 'frontier', 0.6, /frontier 60 %/, /--exclude/],
  ['of sockets', { thread: { ...full, restMs: 9000, outputMs: 500 } }, 'rest', 0.9, /rest 90 %, output 5 %/, /--cpu-prof/],
  ['a full pipe', { thread: { busyMs: 9500, cpuMs: 2000, outputMs: 8000, restMs: 1500 } }, 'output', 0.8, /output 80 %/, /--output/],
  ['others on this machine', { thread: { busyMs: 9500, cpuMs: 4000, restMs: 9500 } }, 'machine', 0.55, /95 % .* only 40 %/, /top/],
]

for (const [name, changes, kind, share, says, next] of table) {
  test(`${name}: ${kind}`, () => {
    const verdict = verdictOf(measured(changes))
    assert.deepEqual([verdict.kind, verdict.share], [kind, share])
    assert.match(verdict.says, says)
    assert.match(verdict.next, next)
  })
}
