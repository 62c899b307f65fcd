/**
 * A process of its own that holds many URLs, adds and takes going on: one JSON line on standard output for each million, and one at the
 * end. Run by memory.ts: memory-contestant FOLDER URLS SITES orbweaver|set
 */
import { readFileSync } from 'node:fs'
import { systemClock } from '../src/base/clock.ts'
import { createFrontier, createSqliteStore } from '../src/frontier/index.ts'
import { createPoliteness } from '../src/politeness/index.ts'
import type { Link } from '../src/url/link.ts'
import { urlOf } from './url-of.ts'

const [folder = '', count = '', siteCount = '', kind = ''] = process.argv.slice(2)
const urls = Number(count)
const sites = Number(siteCount)
const pageLinks = 60
/** Pages under way at once. */
const underWay = 16
/** One page is visited for every so many that are added: a crawl finds more than it visits. */
const addsPerVisit = 16

if (kind === 'set') holdSet()
else await holdFrontier()

async function holdFrontier(): Promise<void> {
  const politeness = createPoliteness({ delayMs: 0, perSite: underWay })
  const openedAt = systemClock.now()
  const frontier = await createFrontier({ store: createSqliteStore({ folder }), politeness, clock: systemClock })
  const { met } = frontier.counts()
  if (met > 0)
    tell('opened', met, {
      seconds: (systemClock.now() - openedAt) / 1000,
      cpuSeconds: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    })
  let next = met
  let visits = 0
  const workers = Array.from({ length: underWay }, async () => {
    while (next < urls) {
      const page = next
      next += pageLinks
      const links: Link[] = Array.from({ length: Math.min(pageLinks, urls - page) }, (_, at) => ({
        url: urlOf(page + at, sites),
        via: 'anchor',
        depth: 5,
      }))
      if ((page / pageLinks) % addsPerVisit === 1) await visit(links)
      else await frontier.add(links)
      if (Math.floor(page / 1_000_000) !== Math.floor((page + pageLinks) / 1_000_000)) tell('filling', frontier.counts().met)
    }
  })
  await Promise.all(workers)
  tell('full', frontier.counts().met, { visits, balanced: isBalanced() })
  await frontier.close()

  async function visit(links: readonly Link[]): Promise<void> {
    for (;;) {
      const taken = await frontier.take(systemClock.now())
      if (taken.state === 'drained') throw new Error('the frontier is drained')
      if (taken.state === 'lease') {
        politeness.finished(politeness.pace(taken.lease.site), systemClock.now(), { status: 200 })
        const page = {
          status: 200,
          type: 'text/html',
          title: 'A page',
          bytes: 20_000,
          fetched: Date.now(),
          ms: 5,
          digest: 'Z1f7wqWJ7b4xjdc1sKZzsrXyoeA',
        }
        const text = `${JSON.stringify({ url: taken.lease.link.url, status: 200, title: page.title })}\n`
        await frontier.settle(taken.lease, { outcome: 'done', page, links, outputs: [{ file: 'items.jsonl', text }] })
        visits++
        return
      }
      await new Promise(setImmediate)
    }
  }

  function isBalanced(): boolean {
    const counts = frontier.counts()
    return counts.met === counts.done + counts.failed + counts.dropped + counts.waiting + counts.leased
  }
}

/** What is written first and outgrown soon: every URL in a Set, and once more in an array that is the queue. */
function holdSet(): void {
  const seen = new Set<string>()
  const queue: string[] = []
  for (let at = 0; at < urls; at++) {
    const url = urlOf(at, sites)
    if (!seen.has(url)) {
      seen.add(url)
      queue.push(url)
    }
    if (at % 1_000_000 === 999_999) tell('filling', seen.size)
  }
  tell('full', seen.size, { visits: 0, balanced: queue.length === seen.size })
}

function tell(stage: string, met: number, more: object = {}): void {
  const status = readFileSync('/proc/self/status', 'utf8')
  const kb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1])
  const { heapUsed, heapTotal, arrayBuffers, external } = process.memoryUsage()
  const mb = (bytes: number) => Math.round(bytes / 2 ** 20)
  const ours = { heapUsed: mb(heapUsed), heapTotal: mb(heapTotal), arrayBuffers: mb(arrayBuffers), external: mb(external) }
  console.log(
    JSON.stringify({ stage, met, rssMb: Math.round(kb('VmRSS') / 1024), peakMb: Math.round(kb('VmHWM') / 1024), ...ours, ...more }),
  )
}
