/** Lists and runs the benchmarks: `npm run bench`, `npm run bench -- <name> [options]`. bench/README.md says what each measures. */
import { parseArgs } from 'node:util'
import { benchCrawl } from './crawl.ts'
import { benchDownload } from './download.ts'
import { benchFrontier } from './frontier.ts'
import { benchGet } from './get.ts'
import { benchHostile } from './hostile.ts'
import { benchLatency } from './latency.ts'
import { benchLinear } from './linear.ts'
import { machine } from './measure.ts'
import { benchMemory } from './memory.ts'
import { benchOdd } from './odd.ts'
import { benchResume } from './resume.ts'
import { benchSockets } from './sockets.ts'
import { benchSoup } from './soup.ts'
import { benchStartup } from './startup.ts'
import { benchWire } from './wire.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    urls: { type: 'string' },
    shape: { type: 'string', default: 'both' },
    corpus: { type: 'string', default: 'pg' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
    mib: { type: 'string', default: '2048' },
    sites: { type: 'string', default: '200' },
    pages: { type: 'string' },
    kib: { type: 'string', default: '8192' },
    minutes: { type: 'string', default: '10' },
    groups: { type: 'string' },
    peers: { type: 'boolean', default: false },
    handler: { type: 'boolean', default: false },
    tls: { type: 'boolean', default: false },
    gzip: { type: 'boolean', default: false },
    late: { type: 'string', default: '0' },
    durable: { type: 'boolean', default: false },
  },
})

/** In --json mode standard output holds one JSON object and nothing else. */
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`)

const benches: ReadonlyMap<string, { says: string; run(): Promise<unknown> }> = new Map([
  [
    'frontier',
    {
      says: 'the SQLite frontier at millions of URLs   [--urls 5000000] [--shape many|one|both]',
      run: () => benchFrontier({ urls: Number(values.urls ?? 5_000_000), shape: values.shape, say }),
    },
  ],
  [
    'crawl',
    {
      says: 'whole crawls of a real site on loopback   [--corpus pg|docs] [--runs 3] [--only orbweaver] [--peers] ...',
      run() {
        const { corpus, only, peers, handler, tls, gzip, durable } = values
        return benchCrawl({ corpus, runs: Number(values.runs), only, peers, handler, tls, gzip, lateMs: Number(values.late), durable, say })
      },
    },
  ],
  [
    'wire',
    {
      says: 'the reader of HTTP messages, from memory  [--runs 3]',
      run: () => benchWire({ runs: Number(values.runs), say }),
    },
  ],
  [
    'sockets',
    {
      says: 'the sockets of the wire, over loopback     [--runs 3]',
      run: () => benchSockets({ runs: Number(values.runs), say }),
    },
  ],
  [
    'soup',
    {
      says: 'parsing, searching and memory of trees      [--runs 3]',
      run: () => benchSoup({ runs: Number(values.runs), say }),
    },
  ],
  [
    'linear',
    {
      says: 'time at twice the input, every reader        [--only robots] [--kib 8192]',
      run: () => benchLinear({ only: values.only, kib: Number(values.kib), say }),
    },
  ],
  ['odd', { says: 'thirty odd answers: how many each reader gets', run: () => benchOdd({ say }) }],
  [
    'get',
    {
      says: 'orbweaver get of one large file beside curl [--mib 2048] [--runs 3]',
      run: () => benchGet({ mib: Number(values.mib), runs: Number(values.runs), say }),
    },
  ],
  [
    'startup',
    {
      says: 'start of orbweaver get beside that of Node  [--runs 25]',
      run: () => benchStartup({ runs: Number(values.runs), say }),
    },
  ],
  [
    'download',
    {
      says: 'one large file to disk, beside curl         [--mib 2048] [--runs 3]',
      run: () => benchDownload({ mib: Number(values.mib), runs: Number(values.runs), say }),
    },
  ],
  [
    'latency',
    {
      says: '200 sites at once that answer after 50 ms   [--sites 200] [--pages 40]',
      run: () => benchLatency({ sites: Number(values.sites), pages: Number(values.pages ?? 40), say }),
    },
  ],
  [
    'memory',
    {
      says: 'resident memory: 10 million URLs, 20,000 pages [--urls 10000000] [--pages 20000]',
      run: () => benchMemory({ urls: Number(values.urls ?? 10_000_000), pages: Number(values.pages ?? 20_000), say }),
    },
  ],
  [
    'hostile',
    {
      says: 'the hostile street, and robots in it        [--minutes 10] [--only orbweaver] [--groups A,B]',
      run: () => benchHostile({ minutes: Number(values.minutes), only: values.only, groups: values.groups, say }),
    },
  ],
  ['resume', { says: 'going on with a part: 25 answers, beside curl and wget', run: () => benchResume({ say }) }],
])

const [name] = positionals
const bench = benches.get(name ?? '')
if (bench === undefined) {
  console.error(
    `npm run bench -- <name> [options] [--json]\n${[...benches].map(([key, { says }]) => `  ${key.padEnd(10)}${says}`).join('\n')}`,
  )
  process.exitCode = name === undefined ? 0 : 2
} else {
  say(Object.values(machine()).join(', '))
  const figures = await bench.run()
  if (values.json) console.log(JSON.stringify({ bench: name, date: new Date().toISOString(), machine: machine(), figures }))
}
