/**
 * The visitor of scripts/hostile.ts, in a process of its own so that its memory is its own: crawls the URLs that stand in a file, one a line,
 * and writes what happened as JSON lines. Arguments: file of seeds, store, file to write, delay in ms, name server.
 */
import { createWriteStream, readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { leanHeap } from '../src/cli/lean-heap.ts'
import { crawl } from '../src/index.ts'
import { createDnsLookup } from '../src/net/index.ts'

const [seedFile, store, output, delay, nameServer] = process.argv.slice(2) as [string, string, string, string, string]
const seeds = readFileSync(seedFile, 'utf8').trim().split('\n')
const lines = createWriteStream(output)
const write = (line: object) => lines.write(`${JSON.stringify(line)}\n`)
// As the command line does.
leanHeap()
const loop = monitorEventLoopDelay({ resolution: 5 })
const asked = new Map<string, number>()

const spider = crawl(seeds, {
  identity: { contact: 'me@uni.example' },
  lookup: createDnsLookup({ servers: [nameServer] }),
  // A hundred of what has no end, or ten thousand of one kind.
  exclude: [/\/(?:X03\/page\/|maps\/|N16\/x+)\d{3}/],
  store,
  delayMs: Number(delay),
  cookies: true,
})
spider.on('asked', ({ link }) => {
  asked.set(link.url, performance.now())
})
spider.on('settled', ({ link, outcome, reason, status }) => {
  const at = asked.get(link.url)
  const from = link.redirects?.[0]
  write({ url: link.url, from, outcome, reason, status, took: at === undefined ? 0 : performance.now() - at })
})
spider.on('held', ({ site, reason }) => write({ held: site, reason }))
loop.enable()
const report = await spider.run()
write({ report, maxRss: process.resourceUsage().maxRSS * 1024, loopMs: { most: loop.max / 1e6, p99: loop.percentile(99) / 1e6 } })
lines.end()
