import { seededRandom } from '../../src/base/random.ts'
import { openCoverage } from './coverage.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { bytesOf } from './fuzz-target.ts'
import type { Crash } from './judge-input.ts'
import { judge } from './judge-input.ts'
import { mutate } from './mutate.ts'

export type FuzzOptions = {
  readonly seed: number
  /** Is it enough? Asked before each batch. */
  readonly isOver: (runs: number) => boolean
  /** Further inputs to begin with. */
  readonly corpus?: readonly Uint8Array[] | undefined
  /** Keep the inputs that reach code by a way that none before took. Default false: the seeds alone are varied, the same on any machine. */
  readonly guided?: boolean | undefined
  readonly onProgress?: ((progress: FuzzProgress) => void) | undefined
}

export type FuzzProgress = { readonly runs: number; readonly pool: number; readonly paths: number; readonly bytes: number }
export type FoundCrash = Crash & { readonly input: Uint8Array }
export type FuzzResult = FuzzProgress & {
  /** One of each kind. */
  readonly crashes: readonly FoundCrash[]
}

/** Inputs between two looks at the coverage. */
const batchSize = 24

/** Varies inputs and gives them to a target; what fails is gathered, one of each kind. */
export async function runFuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzResult> {
  const { seed, isOver, corpus = [], guided = false, onProgress = () => {} } = options
  const random = seededRandom(seed)
  const inputs = [...target.seeds.map(bytesOf), ...corpus]
  const crashes = new Map<string, FoundCrash>()
  const paths = new Set<string>()
  const joint = new Set<string>()
  using coverage = guided ? openCoverage() : undefined
  let runs = 0
  let bytes = 0

  const run = async (input: Uint8Array) => {
    runs++
    bytes += input.length
    const crash = await judge(target, input)
    if (crash !== undefined && !crashes.has(crash.kind)) crashes.set(crash.kind, { ...crash, input })
  }
  /** Does it take a way of its own? A new one is kept. */
  const look = async (input: Uint8Array, isKept: boolean) => {
    coverage?.take()
    await run(input)
    const before = paths.size
    for (const path of coverage?.take() ?? []) paths.add(path)
    if (paths.size > before && isKept) inputs.push(input)
  }
  const progress = () => ({ runs, pool: inputs.length, paths: paths.size, bytes })

  for (const input of [...inputs]) await look(input, false)
  while (!isOver(runs)) {
    const pool = { inputs: random() < 0.5 ? inputs.slice(-64) : inputs, words: target.words }
    const batch = Array.from({ length: batchSize }, () => mutate(pool, random))
    for (const input of batch) await run(input)
    // Which blocks all of them together left out is a way too: only when that is new, they are looked at one by one.
    const together = coverage?.take() ?? []
    const isNew = together.some(path => !joint.has(path) && !paths.has(path))
    for (const path of together) joint.add(path)
    if (isNew) for (const input of batch) await look(input, true)
    onProgress(progress())
  }
  return { ...progress(), crashes: [...crashes.values()] }
}
