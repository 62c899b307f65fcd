import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { linearRows } from '../test/linear/all-rows.ts'
import { cpuMs, leastMs, mostPerDoubling } from '../test/linear/doubling.ts'
import type { LinearRow } from '../test/linear/linear-row.ts'
import { median, tableText } from './measure.ts'

export type LinearBench = {
  /** Rows whose name begins so. */
  readonly only: string | undefined
  /** The largest input, KiB. */
  readonly kib: number
  say(line: string): void
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Beyond this, in ms, a row need not be doubled further: it says what it says. */
const longestMs = 20_000
/** Where it seems steep, both sizes are measured so often again. */
const tries = 5

/** A single step may be so steep once, where the data grows out of a cache; squared it would be 4. */
const mostPerStep = 3

/** Every reader on every kind of hostile input, doubled from 64 KiB on: CPU ms at each size, its growth per doubling, the steepest step. */
export async function benchLinear({ only = '', kib, say }: LinearBench) {
  const sizes = Array.from({ length: Math.log2(kib / 64) + 1 }, (_, step) => 64 * 1024 * 2 ** step)
  const rows = linearRows.filter(({ reader }) => reader.startsWith(only))
  say(`${rows.length} rows; judged from ${leastMs} ms on, and where it is steep by the medians of ${tries} more turns`)
  const table = [['', ...sizes.map(size => `${size / 1024} K`), 'per doubling', 'steepest']]
  const figures: (Growth & { reader: string; oddity: string })[] = []
  for (const row of rows) {
    const growth = await measured(row, sizes).catch((error: unknown): Growth => {
      say(`THROWS ${row.reader}, ${row.oddity}: ${String(error)}`)
      return { ms: [], perDoubling: Number.POSITIVE_INFINITY, steepest: Number.POSITIVE_INFINITY }
    })
    const { ms, perDoubling, steepest } = growth
    figures.push({ reader: row.reader, oddity: row.oddity, ...growth })
    const times = sizes.map((_, step) => ms[step]?.toFixed(1) ?? '')
    const cells = [...times, ...(perDoubling === 0 ? ['too fast', ''] : [perDoubling.toFixed(2), steepest.toFixed(2)])]
    table.push([`${row.reader}, ${row.oddity}`, ...cells])
    if (isSteep(growth)) say(`STEEP ${row.reader}, ${row.oddity}: ${cells.join(' ')}`)
  }
  say(tableText(table))
  const judged = figures.filter(({ perDoubling }) => perDoubling > 0)
  const worst = judged.reduce((most, { perDoubling }) => Math.max(most, perDoubling), 0)
  say(
    `${judged.length} of ${rows.length} rows are slow enough to judge, the worst ${worst.toFixed(2)}; ${judged.filter(isSteep).length} steep`,
  )
  return figures
}

type Growth = { readonly ms: readonly number[]; readonly perDoubling: number; readonly steepest: number }

function isSteep({ perDoubling, steepest }: Growth): boolean {
  return perDoubling > mostPerDoubling || steepest > mostPerStep
}

async function measured(row: LinearRow, sizes: readonly number[]): Promise<Growth> {
  const ms: number[] = []
  for (const size of sizes) {
    ms.push(await quietCpuMs(row, size))
    if (ms.at(-1)! > longestMs) break
  }
  const first = ms.findIndex(time => time >= leastMs)
  const last = ms.length - 1
  if (first < 0 || first === last) return { ms, perDoubling: 0, steepest: 0 }
  const grown = async (from: number, to: number, most: number) => {
    const once = ms[to]! / ms[from]!
    return once <= most || ms[to]! > longestMs ? once : medianRatio(row, sizes[from]!, sizes[to]!)
  }
  let steepest = 0
  for (let step = first; step < last; step++) steepest = Math.max(steepest, await grown(step, step + 1, mostPerStep))
  const doublings = last - first
  return { ms, perDoubling: (await grown(first, last, mostPerDoubling ** doublings)) ** (1 / doublings), steepest }
}

async function medianRatio(row: LinearRow, small: number, large: number): Promise<number> {
  const [ones, twos] = [[], []] as [number[], number[]]
  for (let turn = 0; turn < tries; turn++) {
    ones.push(await quietCpuMs(row, small))
    twos.push(await quietCpuMs(row, large))
  }
  return median(twos) / median(ones)
}

/** What was made for it and for the one before is collected first: else it would be collected in the midst of it. */
async function quietCpuMs({ prepare }: LinearRow, size: number): Promise<number> {
  const work = prepare(size)
  collect()
  return cpuMs(work)
}
