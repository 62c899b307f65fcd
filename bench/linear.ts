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
/** Where a step seems steep, both its sizes are measured so often again. */
const tries = 5

/** Every reader on every kind of hostile input, doubled from 64 KiB on: CPU ms at each size and the steepest step. */
export async function benchLinear({ only = '', kib, say }: LinearBench) {
  const sizes = Array.from({ length: Math.log2(kib / 64) + 1 }, (_, step) => 64 * 1024 * 2 ** step)
  const rows = linearRows.filter(({ reader }) => reader.startsWith(only))
  say(`${rows.length} rows; a step is judged from ${leastMs} ms on, and where it is steep by the medians of ${tries} more turns`)
  const table = [['', ...sizes.map(size => `${size / 1024} K`), 'steepest']]
  const figures: { reader: string; oddity: string; ms: number[]; steepest: number }[] = []
  for (const row of rows) {
    const { ms, steepest } = await measured(row, sizes).catch(error => {
      say(`THROWS ${row.reader}, ${row.oddity}: ${String(error)}`)
      return { ms: [], steepest: Number.POSITIVE_INFINITY }
    })
    figures.push({ reader: row.reader, oddity: row.oddity, ms, steepest })
    const cells = sizes.map((_, step) => ms[step]?.toFixed(1) ?? '')
    table.push([`${row.reader}, ${row.oddity}`, ...cells, steepest === 0 ? 'too fast' : steepest.toFixed(2)])
    if (steepest > mostPerDoubling) say(`STEEP ${row.reader}, ${row.oddity}: ${steepest.toFixed(2)}  ${cells.join(' ')}`)
  }
  say(tableText(table))
  const judged = figures.filter(({ steepest }) => steepest > 0)
  const steep = judged.filter(({ steepest }) => steepest > mostPerDoubling)
  say(`${judged.length} of ${rows.length} rows are slow enough to judge; ${steep.length} steeper than ${mostPerDoubling} per doubling`)
  return figures
}

async function measured(row: LinearRow, sizes: readonly number[]): Promise<{ ms: number[]; steepest: number }> {
  const ms: number[] = []
  for (const size of sizes) {
    ms.push(await quietCpuMs(row, size))
    if (ms.at(-1)! > longestMs) break
  }
  let steepest = 0
  for (let step = 1; step < ms.length; step++) {
    if (ms[step - 1]! < leastMs) continue
    let ratio = ms[step]! / ms[step - 1]!
    if (ratio > mostPerDoubling && ms[step]! < longestMs) ratio = await medianRatio(row, sizes[step - 1]!, sizes[step]!)
    steepest = Math.max(steepest, ratio)
  }
  return { ms, steepest }
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
