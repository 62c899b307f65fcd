import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { nginxMissing, startNginx } from '../test/support/nginx.ts'
import { buildCli, builtFolder } from './build-cli.ts'
import type { Usage } from './measure.ts'
import { judgeMissing, median, runProcess, tableText } from './measure.ts'

export type CrawlBench = { readonly corpus: string; readonly runs: number; readonly only?: string | undefined; say(line: string): void }

type Contestant = { readonly name: string; readonly missing?: string | false; command(start: string, out: string): string[] }

type Run = Usage & { readonly pages: number; readonly twice: number; readonly other: number }

const root = resolve(import.meta.dirname, '..')
const docs = '/usr/share/doc'
const corpora: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map([
  ['pg', { '/pg/': `${docs}/postgresql-doc-15/html/` }],
  ['docs', { '/pg/': `${docs}/postgresql-doc-15/html/`, '/py/': `${docs}/python3.11/html/`, '/boost/': `${docs}/libboost1.74-doc/` }],
])
const firstPages: Readonly<Record<string, string>> = { '/pg/': 'index.html', '/py/': 'index.html', '/boost/': 'doc/html/index.html' }
/** The job of all: pages by their name, anything else is left. */
const pageUrl = '^[^?]*(\\.html?|/)(\\?.*)?$'

/** Whole crawls of documentation as Debian ships it, from nginx on loopback; every page counted in nginx's own log. */
export async function benchCrawl({ corpus, runs, only, say }: CrawlBench) {
  const roots = corpora.get(corpus)
  if (roots === undefined) throw new Error(`no corpus "${corpus}": ${[...corpora.keys()].join(', ')}`)
  const missing = nginxMissing || judgeMissing || Object.values(roots).find(folder => !existsSync(folder))
  if (missing) throw new Error(`CRAWL NOT MEASURED: ${missing}`)
  const work = mkdtempSync(join(tmpdir(), 'orbweaver-bench-'))
  try {
    mkdirSync(join(work, 'start'))
    const anchors = Object.keys(roots).map(prefix => `<li><a href="${prefix}${firstPages[prefix]}">${prefix}</a></li>`)
    writeFileSync(
      join(work, 'start', 'start.html'),
      `<!DOCTYPE html><html><head><title>Start</title></head><body><ul>${anchors.join('')}</ul></body></html>`,
    )
    const cli = await build()
    await using site = await startNginx({ ...roots, '/': join(work, 'start/') })
    const results = new Map<string, Run[]>()
    const present = contestants(cli).filter(({ name, missing: absent }) =>
      absent ? say(`${name} left out: ${absent}`) : only === undefined || name.includes(only),
    )
    for (let run = 0; run < runs; run++) {
      // Turn by turn, so that a disturbance hits all alike.
      for (const { name, command } of present) {
        const out = join(work, 'out')
        rmSync(out, { recursive: true, force: true })
        mkdirSync(out)
        const before = site.log().length
        const usage = runProcess(command(`${site.origin}/start.html`, out), 120)
        const log = site.log().slice(before)
        const good = log.filter(({ status, path }) => status === 200 && path !== '/robots.txt').map(({ path }) => path)
        const pages = new Set(good).size
        results.set(name, [...(results.get(name) ?? []), { ...usage, pages, twice: good.length - pages, other: log.length - good.length }])
      }
    }
    return report(results, say)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function build(): Promise<string> {
  const cli = await buildCli()
  writeFileSync(join(builtFolder, 'bare-loop.js'), stripTypeScriptTypes(readFileSync(join(root, 'bench/floors/bare-loop.ts'), 'utf8')))
  return cli
}

function contestants(cli: string): Contestant[] {
  const orbweaver = (start: string) => [
    process.execPath,
    cli,
    'crawl',
    start,
    '--delay',
    '0',
    '--concurrency',
    '16',
    '--per-site',
    '16',
    '--include',
    pageUrl,
    '--quiet',
  ]
  return [
    { name: 'orbweaver --store', command: (start, out) => [...orbweaver(start), '--store', out] },
    { name: 'orbweaver, no store', command: (start, out) => [...orbweaver(start), '--output', join(out, 'items.jsonl')] },
    {
      name: 'wget -r',
      missing: spawnSync('wget', ['--version']).status !== 0 && 'wget is not installed',
      command: (start, out) => ['wget', '-q', '-r', '-l', 'inf', '-nH', '-P', out, '--follow-tags=a', '--accept-regex', pageUrl, start],
    },
    { name: 'bare loop', command: (start, out) => [process.execPath, join(root, '.bench/bare-loop.js'), start, join(out, 'items.jsonl')] },
    { name: 'start-up alone', command: () => [process.execPath, cli, '--version'] },
  ]
}

function report(results: ReadonlyMap<string, readonly Run[]>, say: (line: string) => void) {
  const rows = [...results].map(([name, runs]) => {
    const of = (key: keyof Run) => median(runs.map(run => run[key]))
    const pages = of('pages')
    return {
      name,
      pages,
      twice: of('twice'),
      other: of('other'),
      wallMs: of('wallMs'),
      cpuMs: of('cpuMs'),
      cpuMsPerPage: of('cpuMs') / pages,
      rssMb: of('rssMb'),
      othersMs: of('othersMs'),
      exits: runs.map(({ exit }) => exit),
      runs,
    }
  })
  const cells = rows.map(row => [
    row.name,
    `${row.pages}`,
    `${row.twice}`,
    `${row.other}`,
    (row.wallMs / 1000).toFixed(2),
    row.pages === 0 ? '-' : (row.pages / (row.wallMs / 1000)).toFixed(0),
    (row.cpuMs / 1000).toFixed(2),
    row.pages === 0 ? '-' : row.cpuMsPerPage.toFixed(3),
    row.rssMb.toFixed(0),
    (row.othersMs / 1000).toFixed(2),
    row.exits.every(exit => exit === 0) ? 'ok' : row.exits.join(),
  ])
  say(tableText([['', 'pages', 'twice', 'other', 'wall s', 'pages/s', 'CPU s', 'CPU ms/page', 'RSS MB', 'others s', 'exit'], ...cells]))
  const per = (name: string) => rows.find(row => row.name === name)?.cpuMsPerPage ?? Number.NaN
  const ratios: Record<string, number> = {}
  for (const ours of ['orbweaver --store', 'orbweaver, no store']) {
    for (const other of ['bare loop', 'wget -r']) {
      const ratio = per(ours) / per(other)
      if (Number.isFinite(ratio)) ratios[`${ours} / ${other}`] = ratio
    }
  }
  for (const [name, ratio] of Object.entries(ratios)) say(`${name}: ${ratio.toFixed(2)} x CPU`)
  const crawls = rows.filter(({ pages }) => pages > 0)
  const sameJob = new Set(crawls.map(({ pages }) => pages)).size <= 1
  if (!sameJob) say(`not the same pages: ${crawls.map(({ name, pages }) => `${name} ${pages}`).join(', ')}; README.md says why`)
  return { rows, ratios, sameJob }
}
