/**
 * Kills crawls with SIGKILL again and again and checks that nothing is lost, doubled or asked for again without need.
 * Run: npm run soak -- kills --times 1000 --pages 2000 --minutes 60 --seed 1
 * Progress goes to standard error, one JSON object to standard output. Exit code 0: every check held, and all the kills were made.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { seededRandom } from '../src/base/random.ts'
import { openTown } from '../src/testing/index.ts'
import type { CrashRunResult } from '../test/support/crash-run.ts'
import { crashRun } from '../test/support/crash-run.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({ args: process.argv.slice(3), options: { times: text, pages: text, minutes: text, seed: text } })
const kills = wholeNumber('times', 1000)
const pages = wholeNumber('pages', 2000)
const minutes = wholeNumber('minutes', 60)
const seed = wholeNumber('seed', 1)
/** One after the other: strictly serial, the usual, wide, and wide with few requests at the one site. */
const shapes = [{ concurrency: 1 }, { concurrency: 8 }, { concurrency: 16 }, { concurrency: 16, perSite: 4 }]
const killsPerRun = 12

const sum = { kills: 0, runs: 0, integrityChecks: 0, requests: 0, refetched: 0, inFlight: 0, items: 0 }
const phases = new Map<string, number>()
const startedAt = performance.now()
const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10
let failure: string | null = null

await using town = await openTown({ pages })
const folder = mkdtempSync(join(tmpdir(), 'orbweaver-soak-'))
while (sum.kills < kills && seconds() < minutes * 60 && sum.runs < 10 * kills) {
  const store = join(folder, String(sum.runs))
  // Each run has a seed of its own, so that one that fails can be looked at alone: --seed with --times 12.
  const random = seededRandom(seed + sum.runs)
  const shape = shapes[(seed + sum.runs) % shapes.length]!
  town.clearLog()
  try {
    add(await crashRun({ town, pages, store, ...shape, kills: Math.min(killsPerRun, kills - sum.kills), random }))
  } catch (error) {
    failure = `seed ${seed + sum.runs}, store ${store}: ${error instanceof Error ? error.message : String(error)}`
    break
  }
  rmSync(store, { recursive: true, force: true })
  process.stderr.write(
    `${sum.kills}/${kills} kills, ${sum.runs} crawls, ${sum.refetched} fetched again of ${sum.inFlight} under way, ${seconds()} s\n`,
  )
}
// What failed is left there to be looked at.
if (failure === null) rmSync(folder, { recursive: true, force: true })
else process.stderr.write(`${failure}\n`)
const lost = failure === null ? 0 : null
const summary = { ...sum, wanted: kills, pages, seed, seconds: seconds(), phases: Object.fromEntries(phases), lost, doubled: lost, failure }
process.stdout.write(`${JSON.stringify(summary)}\n`)
process.exitCode = failure === null && sum.kills >= kills ? 0 : 1

function add(result: CrashRunResult): void {
  sum.runs++
  for (const name of ['kills', 'integrityChecks', 'requests', 'refetched', 'inFlight', 'items'] as const) sum[name] += result[name]
  for (const [phase, count] of result.phases) phases.set(phase, (phases.get(phase) ?? 0) + count)
}

function wholeNumber(name: keyof typeof values, fallback: number): number {
  const given = values[name]
  const value = given === undefined ? fallback : Number(given)
  if (!(Number.isSafeInteger(value) && value >= 1)) throw new RangeError(`--${name} must be a whole number from 1 on, not "${given}"`)
  return value
}
