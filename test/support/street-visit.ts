import assert from 'node:assert/strict'
import type { ManualClock } from '../../src/base/clock.ts'
import { manualClock, systemClock } from '../../src/base/clock.ts'
import { redirectTarget } from '../../src/exchange/redirects.ts'
import type { CrawlEvents, CrawlOptions, Exchange, Report } from '../../src/index.ts'
import { crawl } from '../../src/index.ts'
import type { Expected, Group, HostileStreet, Verdict } from '../../src/testing/index.ts'
import { allEndpoints, judgeVisit, openHostileStreet } from '../../src/testing/index.ts'

export type StreetVisit = {
  readonly report: Report
  /** The end of each URL that was met. */
  readonly settled: ReadonlyMap<string, CrawlEvents['settled']>
  /** Sites that were left alone, and why. */
  readonly held: ReadonlyMap<string, string>
  /** The last answer of each URL that had one, as the journey got it. */
  readonly answers: ReadonlyMap<string, Exchange>
  /** Titles of the pages that were read. */
  readonly titles: ReadonlyMap<string, string>
  /** ms of the street's clock from the first request for a URL to its end. */
  readonly took: ReadonlyMap<string, number>
}

export type OpenStreet = HostileStreet & { readonly clock: ManualClock }

/** Some groups of the street, on a clock that `crawlStreet` turns. */
export async function openQuickStreet(only: readonly Group[]): Promise<OpenStreet> {
  const clock = manualClock()
  return Object.assign(await openHostileStreet({ clock, only }), { clock })
}

/**
 * Crawls from these URLs (default: the first page of every endpoint) without a pause. Of a quick street time runs as fast as both ends work.
 * @param stepMs of the clock for each turn while an order is under way, see `turnUntil`
 */
export async function crawlStreet(
  street: HostileStreet & { readonly clock?: ManualClock },
  seeds: readonly string[] = street.endpoints.map(({ url }) => url),
  options: CrawlOptions = {},
  stepMs?: number,
): Promise<StreetVisit> {
  const { clock } = street
  const { now } = clock ?? systemClock
  const settled = new Map<string, CrawlEvents['settled']>()
  const held = new Map<string, string>()
  const answers = new Map<string, Exchange>()
  const titles = new Map<string, string>()
  const began = new Map<string, number>()
  const took = new Map<string, number>()
  let underWay = 0
  const spider = crawl(seeds, {
    delayMs: 0,
    allowAddresses: ['loopback'],
    clock,
    ...options,
    wraps: [
      async (order, next) => {
        underWay++
        try {
          const exchange = await next(order)
          answers.set(order.url, exchange)
          return exchange
        } finally {
          underWay--
        }
      },
      ...(options.wraps ?? []),
    ],
  })
  spider.on('asked', ({ link }) => {
    if (!began.has(link.url)) began.set(link.url, now())
  })
  spider.on('settled', event => {
    settled.set(event.link.url, event)
    took.set(event.link.url, now() - (began.get(event.link.url) ?? now()))
  })
  spider.on('item', ({ item: { url, title } }) => titles.set(String(url), String(title)))
  spider.on('held', ({ site, reason }) => held.set(site, reason))
  const report = await (clock === undefined ? spider.run() : turnUntil(clock, spider.run(), () => underWay > 0, stepMs))
  // An endpoint that waits learns a little later that the robot has gone.
  const isUnfinished = () => street.log.some(({ finishedAt }) => finishedAt === undefined)
  for (let turn = 0; clock !== undefined && turn < 100 && isUnfinished(); turn++)
    await turnUntil(clock, new Promise(resolve => setTimeout(resolve, 1)))
  return { report, settled, held, answers, titles, took }
}

/**
 * Turns the clock until the work is done: `stepMs` with each millisecond that an order is under way, so that no machine is so slow that a
 * loopback answer comes after its time; to the next moment that somebody waits for while a crawl does nothing else.
 */
export async function turnUntil<Result>(
  clock: ManualClock,
  work: Promise<Result>,
  isUnderWay: () => boolean = () => true,
  stepMs = 50,
): Promise<Result> {
  // What is loaded on first use would take its time.
  await Promise.all([import('undici'), import('../../src/http/second-reader.ts')])
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  over.catch(() => {})
  while (!isOver) {
    await new Promise(resolve => (isUnderWay() ? setTimeout(resolve, 1) : setImmediate(resolve)))
    await clock.advance(isUnderWay() ? stepMs : Math.min(clock.untilNext(), 3_600_000))
  }
  return over
}

/** What the street saw at one endpoint. */
export function verdictOf(street: HostileStreet, id: string): Verdict {
  return judgeVisit(
    allEndpoints.filter(one => one.id === id),
    street.log,
  )[0]!
}

/** Every endpoint (default: of the street) and each of its parts ended as expected, and the street saw a good robot. */
export function assertAsExpected(street: HostileStreet, visit: StreetVisit, ids = street.endpoints.map(({ id }) => id)): void {
  const faults: string[] = []
  for (const endpoint of street.endpoints.filter(({ id }) => ids.includes(id))) {
    for (const { url, expects } of [endpoint, ...endpoint.parts]) {
      const fault = faultOf(expects, visit, url)
      if (fault !== undefined) faults.push(`${url}: expected ${expects.outcome}, ${fault}`)
    }
  }
  for (const id of ids) {
    const { verdict, faults: seen } = verdictOf(street, id)
    const isSeen = verdict !== 'unseen' || street.endpoints.find(one => one.id === id)?.rules.length !== 0
    if (verdict !== 'good' && isSeen) faults.push(`${id}: ${verdict}, ${seen.join('; ')}`)
  }
  assert.deepEqual(faults, [])
  assert.ok(visit.report.balanced)
}

const wholes: ReadonlySet<string> = new Set(['done', 'unchanged'])

function faultOf({ outcome, codes, holds }: Expected, { settled, held, answers, titles }: StreetVisit, url: string): string | undefined {
  let end = settled.get(url)
  for (let hop = 0; end?.outcome === 'redirected' && hop < 30; hop++) end = settled.get(targetOf(answers.get(end.link.url)) ?? '') ?? end
  const isHeld = held.get(new URL(url).origin)
  if (end === undefined) return isHeld !== undefined && codes?.includes(isHeld) ? undefined : 'it never ended'
  const answer = answers.get(end.link.url)
  const saw = `${end.outcome}, ${end.reason ?? 'no reason'}, ${answer?.cut ?? 'whole'}`
  const isRead = wholes.has(end.outcome)
  const isCut = answer?.cut !== undefined
  if (outcome === 'ended') return undefined
  if (outcome === 'page' && (!isRead || isCut)) return saw
  if (outcome === 'partial' && !(isRead && isCut)) return saw
  if (outcome === 'error' && end.outcome !== 'failed') return saw
  if (outcome === 'refused' && end.outcome !== 'dropped' && end.outcome !== 'failed') return saw
  if ((outcome === 'error' || outcome === 'refused') && codes?.includes(end.reason ?? '') !== true)
    return `${saw}: not ${codes?.join() ?? 'named'}`
  const isThere = holds === undefined || titles.get(end.link.url)?.includes(holds) || Buffer.from(answer?.body ?? '').includes(holds)
  if (isRead && !isThere) return `${saw}: without "${holds}", with the title "${titles.get(end.link.url)}"`
  return undefined
}

function targetOf(answer: Exchange | undefined): string | undefined {
  const target = answer && redirectTarget(answer.order.url, answer.status, answer.headers)
  return target !== undefined && 'url' in target ? target.url : undefined
}
