import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { nginxMissing } from '../test/support/nginx.ts'
import { buildCli, builtFolder } from './build-cli.ts'
import { compareAll, sayComparisons } from './crawl/compare-records.ts'
import type { Contestant } from './crawl/contestants.ts'
import { ownContestants } from './crawl/contestants.ts'
import { corpora, withStart } from './crawl/corpora.ts'
import { peerContestants } from './crawl/peers.ts'
import type { PageRecord } from './crawl/records.ts'
import { recordsIn } from './crawl/records.ts'
import type { Run } from './crawl/report.ts'
import { reportCrawl } from './crawl/report.ts'
import type { ServedCorpus } from './crawl/serve-corpus.ts'
import { serveCorpus } from './crawl/serve-corpus.ts'
import { judgeMissing, runProcess } from './measure.ts'

export type CrawlBench = {
  readonly corpus: string
  readonly runs: number
  readonly only?: string | undefined
  /** Crawlers of others too. */
  readonly peers: boolean
  /** A handler searches the tree of every page; with the peers that have one. */
  readonly handler: boolean
  readonly tls: boolean
  readonly gzip: boolean
  /** Every answer later by so many ms; 0: none. */
  readonly lateMs: number
  /** A store that survives power loss too. */
  readonly durable: boolean
  say(line: string): void
}

/** Whole crawls of documentation as Debian ships it, from nginx on loopback; every page counted in nginx's own log. */
export async function benchCrawl({ corpus, runs, only, peers, handler, tls, gzip, lateMs, durable, say }: CrawlBench) {
  const roots = corpora.get(corpus)
  if (roots === undefined) throw new Error(`no corpus "${corpus}": ${[...corpora.keys()].join(', ')}`)
  const missing = nginxMissing || judgeMissing || Object.values(roots).find(folder => !existsSync(folder))
  if (missing) throw new Error(`CRAWL NOT MEASURED: ${missing}`)
  const cli = await build()
  const work = mkdtempSync(join(tmpdir(), 'orbweaver-bench-'))
  try {
    await using site = await serveCorpus(withStart(roots, join(work, 'start')), { tls, gzip, lateMs, work })
    const isWanted = (name: string) => only === undefined || name.toLowerCase().includes(only.toLowerCase())
    const own = ownContestants(cli, { gzip, durable, handler, ca: site.ca }).filter(({ name }) => isWanted(name))
    const others = peers || handler ? peerContestants(handler, isWanted) : []
    const present = [...own, ...others].filter(({ name, missing: absent }) => (absent ? say(`${name} left out: ${absent}`) : true))
    const results = new Map<Contestant, Run[]>(present.map(one => [one, []]))
    const records = new Map<string, PageRecord[]>()
    for (let run = 0; run < runs; run++) {
      // Turn by turn, so that a disturbance hits all alike.
      for (const contestant of present) {
        const out = join(work, 'out')
        results.get(contestant)!.push(crawlOnce(contestant, site, out))
        records.set(contestant.name, recordsIn(out))
      }
    }
    const report = reportCrawl(results, lateMs, say)
    // Without a handler they do not mean the same by the links of a page.
    const comparisons = compareAll(records, handler ? ['title', 'heads', 'links', 'text'] : ['title'])
    sayComparisons(comparisons, say)
    return { ...report, comparisons }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function crawlOnce({ command }: Contestant, { origin, ca, log }: ServedCorpus, out: string): Run {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out)
  const before = log().length
  const trusted = ca === undefined ? {} : { NODE_EXTRA_CA_CERTS: ca, SSL_CERT_FILE: ca }
  const usage = runProcess(command(`${origin}/start.html`, out), 900, trusted)
  const lines = log().slice(before)
  const good = lines.filter(({ status, path }) => status === 200 && path !== '/robots.txt').map(({ path }) => path)
  const pages = new Set(good).size
  const sentMb = lines.reduce((sum, { sent }) => sum + sent, 0) / 1e6
  return { ...usage, pages, twice: good.length - pages, other: lines.length - good.length, sentMb, records: recordsIn(out).length }
}

/** The command line as the package ships it, and programs beside it, all without the cost of stripping types. */
async function build(): Promise<string> {
  const cli = await buildCli()
  for (const program of ['floors/bare-loop.ts', 'crawl/handler-crawl.ts', 'crawl/page-handlers.ts']) {
    const source = readFileSync(resolve(import.meta.dirname, program), 'utf8')
      .replace('../../src/index.ts', './dist/index.js')
      .replace("'./page-handlers.ts'", "'./page-handlers.js'")
    writeFileSync(join(builtFolder, basename(program, '.ts').concat('.js')), stripTypeScriptTypes(source))
  }
  return cli
}
