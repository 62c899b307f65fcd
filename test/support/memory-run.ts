import { readdirSync, readFileSync } from 'node:fs'
import type { Town } from '../../src/testing/index.ts'
import { startCli } from './start-cli.ts'

/** What a crawl under way holds. */
export type Held = { readonly pages: number; readonly rssMb: number; readonly files: number; readonly seconds: number }

export type MemoryRun = {
  readonly samples: readonly Held[]
  readonly peakMb: number
  readonly report: { readonly state: string; readonly balanced: boolean; readonly counts: Readonly<Record<string, number>> }
}

export type MemoryOptions = {
  readonly town: Town
  readonly store: string
  /** The built command line; default the source. */
  readonly program?: string
  readonly onSample?: (held: Held) => void
}

/** Crawls the documentation of a town with the command line and looks at the process from outside, once for each thousand pages. */
export async function memoryRun({ town, store, program, onSample }: MemoryOptions): Promise<MemoryRun> {
  const flags = ['--delay', '0', '--per-site', '8', '--depth', '1000', '--store', store, '--json', '--progress', 'none']
  await using run = startCli(['crawl', town.url('docs', '/'), ...flags], program === undefined ? {} : { program })
  const samples: Held[] = []
  const startedAt = performance.now()
  let peakMb = 0
  const look = () => {
    const asked = town.log.length + town.dropped.requests
    const memory = memoryOf(run.child.pid!)
    if (memory === undefined) return
    peakMb = Math.max(peakMb, memory.peakMb)
    if (asked < (samples.length + 1) * 1_000) return
    const held = { pages: asked, rssMb: memory.rssMb, files: memory.files, seconds: (performance.now() - startedAt) / 1000 }
    samples.push(held)
    onSample?.(held)
  }
  const timer = setInterval(look, 50)
  const { code, stdout, stderr } = await run.ended
  clearInterval(timer)
  if (code !== 0) throw new Error(`the crawl ended with ${code}: ${stderr}`)
  return { samples, peakMb, report: JSON.parse(stdout) }
}

/** Undefined: the process is no more. */
function memoryOf(pid: number): { rssMb: number; peakMb: number; files: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
    const [rssMb, peakMb] = [mb('VmRSS'), mb('VmHWM')]
    return Number.isNaN(rssMb) ? undefined : { rssMb, peakMb, files: readdirSync(`/proc/${pid}/fd`).length }
  } catch {
    return undefined
  }
}
