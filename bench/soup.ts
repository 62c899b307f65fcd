import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, tableText } from './measure.ts'

export type SoupBench = { readonly runs: number; say(line: string): void }

type Figures = { readonly cpuMs: number; readonly links: number; readonly bytesPerNode: number }
type Row = { readonly name: string; readonly command: readonly string[]; readonly missing: string | false }

const folders = ['postgresql-doc-15/html', 'python3.11/html', 'libboost1.74-doc', 'openjdk-17-jre-headless/api'].map(
  name => `/usr/share/doc/${name}`,
)

/** Parsing and searching documentation as Debian ships it: every 8th page under 400 KB, each parser in a process of its own, in turns. */
export async function benchSoup({ runs, say }: SoupBench) {
  const files = folders.filter(existsSync).flatMap(pagesOf)
  if (files.length === 0) throw new Error(`SOUP NOT MEASURED: none of ${folders.join(', ')} (Debian: apt-get install postgresql-doc-15)`)
  const work = mkdtempSync(join(tmpdir(), 'orbweaver-soup-bench-'))
  try {
    const list = join(work, 'pages')
    writeFileSync(list, files.join('\n'))
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    say(`${files.length} pages, ${(bytes / 1e6).toFixed(1)} MB of ${folders.filter(existsSync).length} documentations`)
    const figures = {
      extract: await job('extract', list, runs, say),
      select: await job('select', list, runs, say),
      memory: await job('memory', list, runs, say),
    }
    const { extract, select, memory } = figures
    const ratio = (of: Map<string, Figures[]>, name: string, key: keyof Figures) => middle(of.get(name), key) / middle(of.get('soup'), key)
    const rows = [['', 'CPU ms a pass', 'MB/s', 'links', 'soup is faster by']]
    for (const [name, some] of extract) {
      const cpuMs = middle(some, 'cpuMs')
      rows.push([
        name,
        cpuMs.toFixed(0),
        (bytes / 1e3 / cpuMs).toFixed(1),
        String(some[0]?.links),
        ratio(extract, name, 'cpuMs').toFixed(2),
      ])
    }
    say(`parse + title + all links\n${tableText(rows)}`)
    if (select.has('cheerio'))
      say(`select('a[href]') on trees that stand: ${ratio(select, 'cheerio', 'cpuMs').toFixed(2)} times as fast as cheerio's`)
    say(
      `memory of a node: ${middle(memory.get('soup'), 'bytesPerNode').toFixed(0)} bytes, of parse5's own ${middle(memory.get('parse5'), 'bytesPerNode').toFixed(0)}`,
    )
    return Object.fromEntries(Object.entries(figures).map(([name, of]) => [name, Object.fromEntries(of)]))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function job(name: string, list: string, runs: number, say: (line: string) => void): Promise<Map<string, Figures[]>> {
  const results = new Map<string, Figures[]>()
  const rows = contestants(name, list).filter(row => {
    if (row.missing !== false && name === 'extract') say(`${row.name} left out: ${row.missing}`)
    return row.missing === false
  })
  for (let run = 0; run < runs; run++) {
    for (const { name: contestant, command } of rows) {
      const { stdout, stderr, status } = spawnSync(command[0]!, command.slice(1), { encoding: 'utf8' })
      if (status !== 0) throw new Error(`${contestant} failed: ${stderr.slice(0, 500)}`)
      results.set(contestant, [...(results.get(contestant) ?? []), JSON.parse(stdout) as Figures])
    }
  }
  return results
}

function contestants(job: string, list: string): Row[] {
  const ours = (name: string) => [process.execPath, '--expose-gc', join(import.meta.dirname, 'soup-contestant.ts'), name, job, list]
  const cheerio = existsSync(join(import.meta.dirname, 'peers/node_modules/cheerio')) ? false : 'npm ci --prefix bench/peers'
  const rows: Row[] = [{ name: 'soup', command: ours('soup'), missing: false }]
  if (job !== 'select') rows.push({ name: 'parse5', command: ours('parse5'), missing: false })
  if (job !== 'memory') rows.push({ name: 'cheerio', command: ours('cheerio'), missing: cheerio })
  if (job === 'extract') {
    // A Python of one's own stands before Debian's, whose packages it does not see.
    const python = ['python3', '/usr/bin/python3'].find(name => spawnSync(name, ['-c', 'import bs4, lxml']).status === 0)
    const missing = python === undefined && 'apt-get install python3-bs4 python3-lxml'
    rows.push({ name: 'bs4 + lxml', command: [python ?? '', join(import.meta.dirname, 'peers/soup_peer.py'), list], missing })
  }
  return rows
}

function pagesOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => /\.html?$/.test(name))
  const files = names.sort().map(name => join(folder, name))
  return files
    .filter(file => statSync(file).isFile() && statSync(file).size < 400_000 && statSync(file).size > 0)
    .filter((_, at) => at % 8 === 0)
}

function middle(figures: readonly Figures[] | undefined, key: keyof Figures): number {
  return median((figures ?? []).map(one => one[key]))
}
