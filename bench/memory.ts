import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTown } from '../src/testing/index.ts'
import { memoryRun } from '../test/support/memory-run.ts'
import { buildCli, builtFolder } from './build-cli.ts'
import { captureProcess, tableText } from './measure.ts'

export type MemoryBench = { readonly urls: number; readonly pages: number; say(line: string): void }

type Told = {
  readonly stage: string
  readonly met: number
  readonly rssMb: number
  readonly peakMb: number
  readonly seconds?: number
  readonly cpuSeconds?: number
  readonly balanced?: boolean
}

const most = { frontierMb: 512, crawlMb: 200 }

/** Resident memory of whole processes: one that holds many URLs, adds and visits going on; the same opened again; one that crawls. */
export async function benchMemory({ urls, pages, say }: MemoryBench) {
  const cli = await buildCli()
  for (const file of ['memory-contestant', 'url-of']) {
    const source = stripTypeScriptTypes(readFileSync(join(import.meta.dirname, `${file}.ts`), 'utf8'))
    writeFileSync(join(builtFolder, `${file}.js`), source.replaceAll("'../src/", "'./dist/").replaceAll(/\.ts'$/gm, ".js'"))
  }
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-memory-'))
  const rows = [['', 'URLs, pages', 'peak RSS MB', 'bytes each', 'opened s', 'CPU s', 'goal MB', '']]
  const figures: object[] = []
  const row = (name: string, urlCount: number, peakMb: number, goalMb?: number, last?: Told) => {
    figures.push({ name, urls: urlCount, peakMb, ...last })
    const goal = goalMb === undefined ? ['', ''] : [`${goalMb}`, peakMb <= goalMb ? 'met' : 'MISSED']
    const opened = [last?.seconds, last?.cpuSeconds].map(seconds => seconds?.toFixed(1) ?? '')
    rows.push([name, urlCount.toLocaleString('en'), peakMb.toFixed(0), ((peakMb * 2 ** 20) / urlCount).toFixed(0), ...opened, ...goal])
  }
  const hold = (kind: string, sites: number, count: number): Told[] => {
    const node = [process.execPath, join(builtFolder, 'memory-contestant.js')]
    const told = captureProcess([...node, join(folder, `${sites}`), `${count}`, `${sites}`, kind]).map(line => JSON.parse(line) as Told)
    const last = told.at(-1)!
    if (last.met !== count || last.balanced !== true) throw new Error(`${count} URLs were added, ${JSON.stringify(last)}`)
    return told
  }
  try {
    for (const [sites, name] of [
      [5_000, '5,000 sites'],
      [1, 'one site'],
    ] as const) {
      row(`frontier, ${name}`, urls, hold('orbweaver', sites, urls).at(-1)!.peakMb, most.frontierMb)
      const again = hold('orbweaver', sites, urls)
      row('  opened again', urls, again.at(-1)!.peakMb, most.frontierMb, again[0])
      rmSync(join(folder, `${sites}`), { recursive: true, force: true })
    }
    const few = Math.min(urls, 2_000_000)
    row('a Set and an array of the same URLs', few, hold('set', 5_000, few).at(-1)!.peakMb)
    await using town = await openTown({ pages })
    const { peakMb, report } = await memoryRun({ town, store: join(folder, 'store'), program: cli })
    if (report.counts['done']! < pages) throw new Error(`${report.counts['done']} of ${pages} pages were crawled`)
    row('crawl of the practice town', pages, peakMb, most.crawlMb)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  say(tableText(rows))
  return { figures }
}
