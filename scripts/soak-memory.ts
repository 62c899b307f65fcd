/**
 * One long crawl of the practice town, looked at from outside: does its memory grow with the pages, do files stay open, does it add up?
 * Run: npm run soak -- memory --pages 200000
 * Progress goes to standard error, one JSON object to standard output. Exit code 0: every bound held.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openTown } from '../src/testing/index.ts'
import type { Held } from '../test/support/memory-run.ts'
import { memoryRun } from '../test/support/memory-run.ts'

const { values } = parseArgs({ args: process.argv.slice(3), options: { pages: { type: 'string', default: '200000' } } })
const pages = Number(values.pages)
if (!(Number.isSafeInteger(pages) && pages >= 20_000))
  throw new RangeError(`--pages must be a whole number from 20000 on, not "${values.pages}"`)
/** Until here a process grows into its size: V8 gives its heaps room, SQLite fills its cache. */
const warmPages = pages / 4
/** MB that 10,000 pages may add. */
const mostSlope = 1

await using town = await openTown({ pages })
const folder = mkdtempSync(join(tmpdir(), 'orbweaver-soak-'))
try {
  const onSample = ({ pages: asked, rssMb, files, seconds }: Held) => {
    if (asked % 10_000 < 1_000) process.stderr.write(`${asked} pages, ${rssMb.toFixed(0)} MB, ${files} files, ${seconds.toFixed(0)} s\n`)
  }
  const { samples, peakMb, report } = await memoryRun({ town, store: join(folder, 'store'), onSample })
  const warm = samples.filter(({ pages: asked }) => asked >= warmPages)
  const slope = slopeOf(warm.map(({ pages: asked, rssMb }) => [asked / 10_000, rssMb]))
  const files = { first: mostFiles(warm.slice(0, warm.length >> 1)), last: mostFiles(warm.slice(warm.length >> 1)) }
  const { state, balanced, counts } = report
  const held = {
    slope: slope < mostSlope,
    files: files.last <= files.first,
    balance: balanced && state === 'finished' && counts['leased'] === 0 && counts['waiting'] === 0 && counts['done']! >= pages,
  }
  process.stdout.write(
    `${JSON.stringify({ pages, mbPer10000Pages: round(slope), peakMb: round(peakMb), files, state, balanced, counts, held })}\n`,
  )
  process.exitCode = Object.values(held).every(Boolean) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [meanX, meanY] = [mean(0), mean(1)]
  const rise = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return rise / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}

function mostFiles(samples: readonly Held[]): number {
  return Math.max(...samples.map(({ files }) => files))
}

function round(mb: number): number {
  return Math.round(mb * 100) / 100
}
