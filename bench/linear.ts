import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { linearRows } from '../test/linear/all-rows.ts'
import { mostPerDoubling } from '../test/linear/doubling.ts'
import type { LinearRow } from '../test/linear/linear-row.ts'
import { tableText } from './measure.ts'

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

/**
 * A size is measured again, and the least counts: what the compiler, the collector and other processes add is never less than nothing. At
 * least three times and 50 ms; once is enough of what takes 300.
 */
const turns = { least: 3, most: 7, spentMs: 50, enoughMs: 300 }
const leastMs = 1

/**
 * The last three doublings together, each: squared time that begins late would be 4. Single steps say nothing: where the data grows out of
 * the young generation one of them is 3 to 6, and the next ones are below 2.
 */
const mostAtEnd = 3
/** So often is measured again what seems steep. */
const tries = 3

/** Every reader on every kind of hostile input, doubled from 64 KiB on: ms at each size, its growth per doubling, over all and at the end. */
export async function benchLinear({ only = '', kib, say }: LinearBench) {
  const sizes = Array.from({ length: Math.log2(kib / 64) + 1 }, (_, step) => 64 * 1024 * 2 ** step)
  const rows = linearRows.filter(({ reader }) => reader.startsWith(only))
  say(`${rows.length} rows, the least of up to ${turns.most} turns at each size; judged from ${leastMs} ms on`)
  const table = [['', ...sizes.map(size => `${size / 1024} K`), 'per doubling', 'at the end']]
  const figures: (Growth & { reader: string; oddity: string })[] = []
  let reader = ''
  for (const row of rows) {
    if (row.reader !== reader) process.stderr.write(`${row.reader}\n`)
    reader = row.reader
    const growth = await measured(row, sizes).catch((error: unknown): Growth => {
      say(`THROWS ${row.reader}, ${row.oddity}: ${String(error)}`)
      return { ms: [], perDoubling: Number.POSITIVE_INFINITY, atEnd: Number.POSITIVE_INFINITY }
    })
    const { ms, perDoubling, atEnd } = growth
    figures.push({ reader: row.reader, oddity: row.oddity, ...growth })
    const times = sizes.map((_, step) => ms[step]?.toFixed(1) ?? '')
    const cells = [...times, ...(perDoubling === 0 ? ['too fast', ''] : [perDoubling.toFixed(2), atEnd.toFixed(2)])]
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

type Growth = { readonly ms: readonly number[]; readonly perDoubling: number; readonly atEnd: number }

function isSteep({ perDoubling, atEnd }: Growth): boolean {
  return perDoubling > mostPerDoubling || atEnd > mostAtEnd
}

async function measured(row: LinearRow, sizes: readonly number[]): Promise<Growth> {
  const ms: number[] = []
  for (const size of sizes) {
    ms.push(await leastOf(row, size))
    if (ms.at(-1)! > longestMs) break
  }
  const last = ms.length - 1
  const first = ms.findIndex(time => time >= leastMs)
  if (first < 0 || first === last) return { ms, perDoubling: 0, atEnd: 0 }
  for (let again = 0; again < tries && isSteep(growthOf(ms, first)); again++)
    for (let step = first; step <= last && ms[step]! < longestMs; step++) ms[step] = Math.min(ms[step]!, await leastOf(row, sizes[step]!))
  return growthOf(ms, first)
}

function growthOf(ms: readonly number[], first: number): Growth {
  const last = ms.length - 1
  const since = (from: number) => (ms[last]! / ms[from]!) ** (1 / (last - from))
  return { ms, perDoubling: since(first), atEnd: since(Math.max(first, last - 3)) }
}

async function leastOf(row: LinearRow, size: number): Promise<number> {
  let [least, spent] = [Number.POSITIVE_INFINITY, 0]
  for (let turn = 0; turn < turns.most && spent < turns.enoughMs && (turn < turns.least || spent < turns.spentMs); turn++) {
    const ms = await quietMs(row, size)
    least = Math.min(least, ms)
    spent += ms
  }
  return least
}

/**
 * What was made for it and for the one before is collected first: else it would be collected in the midst of it. By the clock on the
 * wall: the CPU time of a thread comes in ticks of up to 4 ms, and the least of several turns would be 0.
 */
async function quietMs({ prepare }: LinearRow, size: number): Promise<number> {
  const work = prepare(size)
  collect()
  const start = performance.now()
  const done = work()
  if (done instanceof Promise) await done
  return performance.now() - start
}
