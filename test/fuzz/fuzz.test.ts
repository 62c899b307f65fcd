import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzzTargets } from './all-targets.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { judge } from './judge-input.ts'
import { keptCases } from './kept-cases.ts'
import { runFuzz } from './run-fuzz.ts'

/** The same on every machine; `npm run soak -- fuzz` goes on from other seeds, and by what code they reach. */
const seed = 2026
const runs = 150

for (const target of fuzzTargets) {
  test(`${target.name}: what once failed, and inputs of chance`, async () => {
    for (const { name, input } of keptCases(target.name)) assert.equal(await judge(target, input), undefined, name)
    const { crashes } = await runFuzz(target, { seed, isOver: done => done >= runs })
    assert.deepEqual(
      crashes.map(({ message, input }) => `${message}\nfor ${JSON.stringify(Buffer.from(input).toString('latin1'))}`),
      [],
    )
  })
}

test('a fault in a reader is found: a throw, a slow input, a prototype that is written to', async () => {
  const faults: Readonly<Record<string, (text: string) => void>> = {
    TypeError: text => text.includes('%zz') && decodeURIComponent(text),
    slow: text => text.length > 500 && spin(),
    polluted: text => {
      if (text.includes('__proto__')) Object.assign(Object.prototype, { polluted: true })
    },
  }
  for (const [kind, fault] of Object.entries(faults)) {
    const target: FuzzTarget = {
      name: 'planted',
      seeds: ['a=b&c=d'],
      words: ['%zz', '__proto__', '='],
      check: input => fault(Buffer.from(input).toString()),
    }
    const { crashes } = await runFuzz(target, { seed, isOver: done => done >= 3000 })
    Reflect.deleteProperty(Object.prototype, 'polluted')
    assert.ok(
      crashes.some(crash => crash.kind.startsWith(kind === 'TypeError' ? 'URIError' : kind)),
      kind,
    )
  }
})

let spins = 3

/** As often as makes one input slow. */
function spin(): void {
  if (spins-- <= 0) return
  const start = process.threadCpuUsage()
  while (process.threadCpuUsage(start).user < 30_000);
}
