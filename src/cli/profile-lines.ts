import { escapeTerminal } from '../base/escape.ts'
import type { Profile } from '../spider/index.ts'
import { grouped } from './figures.ts'

const barColumns = 20

/** Where the time of a crawl went, for people. */
export function profileLines({ wallMs, verdict, waits, requests, pauses, journeys, thread, cpuMs }: Profile): string[] {
  const { politeness, perSite, concurrency, links, store, opening, other } = waits
  const { readingMs, handlersMs, frontierMs, outputMs, restMs, busyMs } = thread
  return [
    `Bottleneck  ${verdict.kind}${verdict.kind === 'short' ? '' : ` (${Math.round(verdict.share * 100)} % of the time)`}`,
    `  ${escapeTerminal(verdict.says, 300)}`,
    `  ${verdict.next}`,
    '',
    `The next request waited for (of ${seconds(wallMs)})`,
    ...rows(wallMs, [
      ['politeness', politeness],
      [`sites, --per-site ${requests.perSite} under way`, perSite],
      [`--concurrency ${requests.concurrency}`, concurrency],
      ['links to follow', links],
      ['links from the store', store],
      ['the store to open', opening],
      ['nothing', other],
    ]),
    ...pauses.longest
      .slice(0, 3)
      .map(({ site, pausedMs, why }) => `    ${escapeTerminal(site, 60)} was left alone ${seconds(pausedMs)} (${escapeTerminal(why)})`),
    '',
    `Pages under way spent (${grouped(journeys.count)} leases, ${requests.meanUnderWay} requests at once on average, ${requests.mostUnderWay} at most)`,
    ...rows(journeys.wholeMs, [
      ['connecting', journeys.connectMs],
      ['TLS', journeys.tlsMs],
      ['waiting for the header', journeys.firstByteMs],
      ['waiting for the body', journeys.bodyMs],
      [`${grouped(requests.failed)} requests that failed`, journeys.failedMs],
      ['robots.txt', journeys.robotsMs],
      ['handlers that waited', journeys.handlersMs],
      ['until safe in the store', journeys.storeMs],
      ['the main thread', journeys.otherMs],
    ]),
    '',
    `The main thread was busy ${percent(busyMs, wallMs)} of the time (CPU ${percent(thread.cpuMs, wallMs)}, all threads ${percent(cpuMs, wallMs)}), late by ${thread.longestDelayMs} ms at most`,
    ...rows(wallMs, [
      ['reading pages', readingMs],
      ['handlers', handlersMs],
      ['frontier', frontierMs],
      ['sinks and listeners', outputMs],
      ['sockets, HTTP, the rest', restMs],
      ['garbage, within these', thread.gcMs],
    ]),
  ]
}

/** What is less than half a per cent is left out. */
function rows(wholeMs: number, parts: readonly (readonly [name: string, ms: number])[]): string[] {
  return parts
    .filter(([, ms]) => ms >= 0.005 * wholeMs && ms > 0)
    .map(([name, ms]) => {
      const bar = '#'.repeat(Math.max(1, Math.round((Math.min(ms, wholeMs) / wholeMs) * barColumns)))
      return `  ${name.padEnd(30)}${seconds(ms).padStart(10)}${percent(ms, wholeMs).padStart(7)}  ${bar}`
    })
}

function percent(ms: number, ofMs: number): string {
  return `${Math.round((100 * ms) / Math.max(1, ofMs))} %`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 9950 ? 2 : 1)} s`
}
