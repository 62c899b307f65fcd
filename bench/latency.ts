import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildCli, builtFolder } from './build-cli.ts'
import { addressOf } from './latency-sites.ts'
import type { Usage } from './measure.ts'
import { judgeMissing, runProcess, tableText } from './measure.ts'

export type LatencyBench = { readonly sites: number; readonly pages: number; say(line: string): void }

type Seen = {
  readonly requests: number
  readonly least: number
  /** From the first request to the last answer. */
  readonly wallMs: number
  readonly mostInFlight: number
  readonly leastGapMs: number
}

const latencyMs = 50
/** Smallest part of the ideal that is good enough. */
const goal = 0.9

/**
 * Many sites at once whose answers are late. The ideal is what politeness allows: one request at a time to a site, and the delay between an
 * answer and the next request. Beside it a loop that keeps the same pace and does nothing else.
 */
export async function benchLatency({ sites, pages, say }: LatencyBench) {
  if (judgeMissing) throw new Error(judgeMissing)
  const cli = await buildCli()
  const loop = join(builtFolder, 'polite-loop.js')
  writeFileSync(loop, stripTypeScriptTypes(readFileSync(join(import.meta.dirname, 'floors/polite-loop.ts'), 'utf8')))
  const figures: object[] = []
  const rows = [
    ['', 'delay', 'requests', 'in flight', 'least gap ms', 'wall s', 'ideal s', 'of ideal', 'CPU ms/page', 'RSS MB', 'others s', ''],
  ]
  for (const delayMs of [1000, 100, 0]) {
    // One for robots.txt. At a second each, a few pages are enough.
    const count = delayMs === 1000 ? Math.ceil(pages / 4) : pages
    const requests = count + 1
    const idealMs = requests * latencyMs + (requests - 1) * delayMs
    const contestants: ReadonlyMap<string, (origins: readonly string[]) => readonly string[]> = new Map([
      [
        'orbweaver crawl',
        origins => [cli, 'crawl', '--quiet', '--per-site', '1', '--delay', `${delayMs / 1000}`, ...origins.map(at => `${at}/`)],
      ],
      ['polite loop', origins => [loop, `${count}`, `${delayMs}`, ...origins]],
    ])
    for (const [name, command] of contestants) {
      const { usage, seen } = await visit(sites, count, origins => runProcess([process.execPath, ...command(origins)], 300))
      if (usage.exit !== 0 || seen.least !== requests)
        throw new Error(`${name} ended with ${usage.exit} and asked a site ${seen.least} times`)
      const ofIdeal = idealMs / seen.wallMs
      figures.push({ name, delayMs, ...seen, idealMs, ofIdeal, cpuMs: usage.cpuMs, rssMb: usage.rssMb, othersMs: usage.othersMs })
      rows.push([
        name,
        `${delayMs / 1000} s`,
        `${seen.requests}`,
        `${seen.mostInFlight}`,
        seen.leastGapMs.toFixed(0),
        (seen.wallMs / 1000).toFixed(2),
        (idealMs / 1000).toFixed(2),
        `${(ofIdeal * 100).toFixed(0)} %`,
        (usage.cpuMs / seen.requests).toFixed(2),
        usage.rssMb.toFixed(0),
        (usage.othersMs / 1000).toFixed(1),
        ofIdeal >= goal ? 'met' : 'MISSED',
      ])
    }
  }
  say(tableText(rows))
  return { sites, latencyMs, figures }
}

async function visit(sites: number, pages: number, run: (origins: readonly string[]) => Usage): Promise<{ usage: Usage; seen: Seen }> {
  const file = join(import.meta.dirname, 'latency-server.ts')
  const server = spawn(process.execPath, [file, `${sites}`, `${pages}`, `${latencyMs}`], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: server.stdout })
  const [port] = (await once(lines, 'line')) as [string]
  const usage = run(Array.from({ length: sites }, (_, site) => `http://${addressOf(site)}:${port}`))
  server.stdin.end()
  const [seen] = (await once(lines, 'line')) as [string]
  return { usage, seen: JSON.parse(seen) as Seen }
}
