/**
 * Gives the readers of outside bytes inputs of chance, and keeps those that reach code by a new way to vary them further.
 * Run: npm run soak -- fuzz --seconds 60 --target robots --seed 1
 * Without --target every one has its turn of so many seconds. What fails is made small, kept under test/fuzz/cases, and printed.
 * Progress goes to standard error, one JSON object to standard output. Exit code 0: nothing failed.
 */
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { openTown } from '../src/testing/index.ts'
import { fuzzTargets } from '../test/fuzz/all-targets.ts'
import { conformanceCorpus } from '../test/fuzz/conformance-corpus.ts'
import { judge } from '../test/fuzz/judge-input.ts'
import { keepCase, keptCases } from '../test/fuzz/kept-cases.ts'
import { minimise } from '../test/fuzz/minimise.ts'
import { runFuzz } from '../test/fuzz/run-fuzz.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({ args: process.argv.slice(3), options: { seconds: text, target: text, seed: text } })
const seconds = Number(values.seconds ?? 60)
const seed = Number(values.seed ?? 1)
const targets = fuzzTargets.filter(({ name }) => values.target === undefined || name === values.target)
if (!(seconds > 0) || !Number.isSafeInteger(seed) || targets.length === 0) {
  throw new RangeError(`--seconds and --seed are numbers, --target is one of ${fuzzTargets.map(({ name }) => name).join(', ')}`)
}

const townPages = await pagesOfTown()
const figures = []
for (const target of targets) {
  const start = performance.now()
  const elapsed = () => (performance.now() - start) / 1000
  const pages = target.name === 'soup' || target.name === 'scan' ? townPages : []
  const corpus = [...keptCases(target.name).map(({ input }) => input), ...conformanceCorpus(target.name), ...pages]
  let told = 0
  const { crashes, ...sum } = await runFuzz(target, {
    seed,
    corpus,
    guided: true,
    isOver: () => elapsed() >= seconds,
    onProgress({ runs, pool, paths }) {
      if (elapsed() < told) return
      told += 10
      process.stderr.write(`${target.name}: ${runs} inputs, ${Math.round(runs / elapsed())} a second, ${pool} kept, ${paths} ways\n`)
    },
  })
  for (const { kind, message, input } of crashes) {
    const small = await minimise(input, async shorter => (await judge(target, shorter))?.kind === kind)
    const file = relative('.', keepCase(target.name, small))
    process.stderr.write(
      `${target.name} FAILS: ${message}\nfor ${JSON.stringify(Buffer.from(small).toString('latin1'))}\nkept as ${file}\n`,
    )
  }
  figures.push({ target: target.name, seed, seconds: Math.round(elapsed()), ...sum, crashes: crashes.length })
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
process.exitCode = figures.every(({ crashes }) => crashes === 0) ? 0 : 1

/** What sites serve: a front page each. Some of them answer nothing that can be read. */
async function pagesOfTown(): Promise<Uint8Array[]> {
  await using town = await openTown({ pages: 20 })
  const asked = Object.values(town.sites).map(async url => new Uint8Array(await (await fetch(url)).arrayBuffer()))
  return (await Promise.allSettled(asked)).flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : []))
}
