import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { systemClock } from '../src/base/clock.ts'
import type { Frontier } from '../src/frontier/index.ts'
import { createFrontier, createSqliteStore } from '../src/frontier/index.ts'
import type { Politeness } from '../src/politeness/index.ts'
import { createPoliteness } from '../src/politeness/index.ts'
import type { Link } from '../src/url/link.ts'
import { fillRandomKeyTable } from './floors/random-key-table.ts'
import type { Spent } from './measure.ts'
import { addSpent, startWatch, tableText } from './measure.ts'
import { urlOf } from './url-of.ts'

export type FrontierBench = { readonly urls: number; readonly shape: string; say(line: string): void }

const pageLinks = 60
/** Pages under way at once, as a crawl has them: their links share transactions. */
const underWay = 16
/** Links made before the watch runs. */
const prepared = 60_000
const blockLinks = 500_000
const shapes: ReadonlyMap<string, number> = new Map([
  ['many', 5_000],
  ['one', 1],
])
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** New links, known links, disk, memory, reopening and visits of the SQLite frontier, and of the naive table beside it. */
export async function benchFrontier({ urls, shape, say }: FrontierBench) {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-bench-'))
  try {
    const figures: Record<string, Awaited<ReturnType<typeof benchShape>>> = {}
    for (const [name, sites] of shapes) {
      if (shape !== 'both' && shape !== name) continue
      say(`\n${name === 'one' ? 'one big site' : `${sites} sites interleaved`}, ${urls} URLs, mean URL ${meanLength(sites)} characters`)
      figures[name] = await benchShape(join(folder, name), urls, sites, say)
      rmSync(join(folder, name), { recursive: true, force: true })
    }
    const naive = benchNaive(folder, Math.min(urls, 1_000_000), Object.values(figures)[0]?.firstMillion, say)
    return { urls, ...figures, naive }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function benchShape(folder: string, urls: number, sites: number, say: (line: string) => void) {
  const open = async () => {
    const politeness = createPoliteness({ delayMs: 0, perSite: underWay })
    return { politeness, frontier: await createFrontier({ store: createSqliteStore({ folder }), politeness, clock: systemClock }) }
  }
  const before = memory()
  const first = await open()
  const blocks: Spent[] = []
  for (let from = 0; from < urls; from += blockLinks) {
    const block = await offer(first.frontier, pagesBetween(from, Math.min(urls, from + blockLinks)), sites)
    blocks.push(block)
    say(`  new links ${Math.min(from + blockLinks, urls)}: ${rates(Math.min(blockLinks, urls - from), block)}`)
  }
  const met = first.frontier.counts().met
  const after = memory()
  await first.frontier.close()
  const disk = sizeOf(join(folder, 'crawl.db')) + sizeOf(join(folder, 'crawl.db-wal'))

  const stop = startWatch()
  const second = await open()
  const reopened = stop()
  const lookUps = Math.min(urls, 1_000_000)
  const known = await offer(second.frontier, randomPages(lookUps / pageLinks, urls), sites)
  const visits = Math.min(100_000, Math.floor(urls / 50))
  const ready = memory()
  const visited = await visit(second.frontier, second.politeness, visits, urls, sites)
  const readAhead = memory().heap - ready.heap
  await second.frontier.close()

  const added = blocks.reduce(addSpent)
  const figures = {
    met,
    newLinksPerSecond: perSecond(urls, added.wallMs),
    newLinksPerCpuSecond: perSecond(urls, added.cpuMs),
    firstMillion: perSecond(Math.min(urls, 1_000_000), blocks.slice(0, 2).reduce(addSpent).cpuMs),
    blocks,
    knownLinksPerSecond: perSecond(lookUps, known.wallMs),
    diskBytesPerUrl: disk / met,
    tableBytesPerUrl: (after.arrayBuffers - before.arrayBuffers) / met,
    heapBytesPerUrl: (after.heap - before.heap) / met,
    reopenSeconds: reopened.wallMs / 1000,
    reopenCpuSeconds: reopened.cpuMs / 1000,
    pagesPerSecond: perSecond(visits, visited.wallMs),
    cpuMsPerPage: visited.cpuMs / visits,
    readAheadBytes: readAhead,
  }
  const row = (what: string, value: string, target = '', met = true) => [what, value, target, target === '' ? '' : met ? 'met' : 'MISSED']
  say(
    tableText([
      row('new links', rates(urls, added), '>= 100,000 /s', figures.newLinksPerSecond >= 100_000),
      row('known links', rates(lookUps, known), '>= 400,000 /s', figures.knownLinksPerSecond >= 400_000),
      row('bytes on disk per URL', figures.diskBytesPerUrl.toFixed(1), '<= 130', figures.diskBytesPerUrl <= 130),
      row('bytes in tables per URL', figures.tableBytesPerUrl.toFixed(1), '<= 16', figures.tableBytesPerUrl <= 16),
      row('bytes of heap per URL', figures.heapBytesPerUrl.toFixed(1)),
      row(
        'open again',
        `${figures.reopenSeconds.toFixed(1)} s, ${figures.reopenCpuSeconds.toFixed(1)} s CPU`,
        '< 15 s',
        figures.reopenSeconds < 15,
      ),
      row('take, settle with 60 links', rates(visits, visited)),
      row('heap that these visits left', `${(readAhead / 2 ** 20).toFixed(0)} MB`),
    ]),
  )
  if (met !== urls) throw new Error(`${urls} different URLs were offered, ${met} are known`)
  return figures
}

/** Every page's links as one batch, `underWay` of them at once; the making of the links is not measured. */
async function offer(frontier: Frontier, pages: Iterator<readonly [page: number, links: number]>, sites: number): Promise<Spent> {
  let spent: Spent = { wallMs: 0, cpuMs: 0 }
  for (let batches = nextBatches(pages, sites); batches.length > 0; batches = nextBatches(pages, sites)) {
    const stop = startWatch()
    await together(async () => {
      for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) await frontier.add(batch)
    })
    await frontier.flush()
    spent = addSpent(spent, stop())
  }
  return spent
}

function nextBatches(pages: Iterator<readonly [page: number, links: number]>, sites: number): Link[][] {
  const batches: Link[][] = []
  while (batches.length < prepared / pageLinks) {
    const next = pages.next()
    if (next.done) break
    batches.push(linksOf(next.value[0], sites, next.value[1]))
  }
  return batches.reverse()
}

/** A lease, its answer, and a settlement with 60 links of which 3 are new: what a crawl asks of its frontier for one page. */
async function visit(frontier: Frontier, politeness: Politeness, pages: number, urls: number, sites: number): Promise<Spent> {
  let spent: Spent = { wallMs: 0, cpuMs: 0 }
  let fresh = urls
  const known = randomPages(pages, urls)
  for (let visited = 0; visited < pages; visited += 1_000) {
    const batches = Array.from({ length: Math.min(1_000, pages - visited) }, () => {
      const links = linksOf(known.next().value![0], sites, pageLinks - 3)
      for (let added = 0; added < 3; added++) links.push(linkAt(fresh++, sites))
      return links
    })
    const stop = startWatch()
    await together(async () => {
      while (batches.length > 0) {
        const taken = await frontier.take(systemClock.now())
        if (taken.state === 'drained') throw new Error('the frontier is drained')
        const links = taken.state === 'lease' ? batches.pop() : undefined
        if (taken.state !== 'lease') await new Promise(setImmediate)
        else if (links === undefined) frontier.release(taken.lease)
        else {
          politeness.finished(politeness.pace(taken.lease.site), systemClock.now(), { status: 200 })
          const page = {
            status: 200,
            type: 'text/html',
            title: 'A page of the benchmark',
            bytes: 20_000,
            fetched: Date.now(),
            ms: 5,
            digest: 'Z1f7wqWJ7b4xjdc1sKZzsrXyoeA',
          }
          const text = `${JSON.stringify({ url: taken.lease.link.url, status: 200, title: page.title, links: pageLinks })}\n`
          await frontier.settle(taken.lease, { outcome: 'done', page, links, outputs: [{ file: 'items.jsonl', text }] })
        }
      }
    })
    spent = addSpent(spent, stop())
  }
  return spent
}

async function together(work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: underWay }, work))
}

function* pagesBetween(from: number, to: number): Generator<readonly [number, number], undefined> {
  for (let link = from; link < to; ) {
    const count = Math.min(pageLinks - (link % pageLinks), to - link)
    yield [link, count]
    link += count
  }
}

function* randomPages(count: number, urls: number): Generator<readonly [number, number], undefined> {
  let state = 1
  for (let page = 0; page < count; page++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield [Math.floor((state / 2 ** 32) * (urls - pageLinks)), pageLinks]
  }
}

function linksOf(first: number, sites: number, count: number): Link[] {
  return Array.from({ length: count }, (_, position) => linkAt(first + position, sites))
}

function linkAt(index: number, sites: number): Link {
  return { url: urlOf(index, sites), via: 'anchor', depth: 5 }
}

function benchNaive(folder: string, rows: number, ours: number | undefined, say: (line: string) => void) {
  mkdirSync(join(folder, 'naive'))
  const { rows: filled, spent } = fillRandomKeyTable(join(folder, 'naive'), rows, index => urlOf(index, 5_000))
  const rowsPerCpuSecond = perSecond(filled, spent.cpuMs)
  say(`\nrandom-key table, ${filled} rows: ${rates(filled, spent)}`)
  if (ours !== undefined)
    say(`frontier / random-key table over the first million: ${(ours / rowsPerCpuSecond).toFixed(2)} x links per CPU second`)
  return { rows: filled, rowsPerSecond: perSecond(filled, spent.wallMs), rowsPerCpuSecond }
}

/** After a full collection; `arrayBuffers` hold the fingerprints, the ids and the queues, `heap` the sites and the links kept warm. */
function memory(): { arrayBuffers: number; heap: number } {
  collect()
  collect()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return { arrayBuffers, heap: heapUsed }
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}

function meanLength(sites: number): number {
  const lengths = Array.from({ length: 1_000 }, (_, index) => urlOf(index * 997, sites).length)
  return Math.round(lengths.reduce((sum, length) => sum + length, 0) / lengths.length)
}

function perSecond(count: number, ms: number): number {
  return Math.round((count / ms) * 1000)
}

function rates(count: number, { wallMs, cpuMs }: Spent): string {
  return `${perSecond(count, wallMs).toLocaleString('en')} /s, ${((cpuMs / count) * 1000).toFixed(2)} us CPU each`
}
