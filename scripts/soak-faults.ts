/**
 * Every call of the file system and of SQLite fails once, in turn, with each kind of fault, in each thread, of every command that keeps
 * something: test/support/fault-loop.ts says what must be true afterwards.
 * Run: npm run soak -- faults --scene crawl --kind EIO (default: all of both)
 * Progress goes to standard error, one JSON object to standard output. Exit code 0: every fault ended well.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { faultKinds } from '../test/support/fault-at.ts'
import type { FaultLoopResult } from '../test/support/fault-loop.ts'
import { hasStore, sceneNames } from '../test/support/fault-scenes.ts'
import { startCli } from '../test/support/start-cli.ts'

const text = { type: 'string', multiple: true } as const
const { values } = parseArgs({ args: process.argv.slice(3), options: { scene: text, kind: text } })
const support = (name: string) => resolve(import.meta.dirname, '../test/support', name)
const startedAt = performance.now()
const sum = { tried: 0, wrong: [] as string[], ends: {} as Record<string, number>, calls: {} as Record<string, number> }

for (const scene of sceneNames.filter(name => values.scene?.includes(name) ?? true)) {
  for (const thread of hasStore(scene) ? (['main', 'store'] as const) : (['main'] as const)) {
    for (const kind of Object.keys(faultKinds).filter(name => values.kind?.includes(name) ?? true)) {
      const { tried, calls, ends, wrong } = await loop(JSON.stringify({ scene, thread, kinds: [kind] }))
      sum.tried += tried
      sum.calls[`${scene} ${thread}`] = calls
      sum.wrong.push(...wrong)
      for (const [end, count] of Object.entries(ends)) sum.ends[`${kind} -> ${end}`] = (sum.ends[`${kind} -> ${end}`] ?? 0) + count
      process.stderr.write(
        `${scene}, ${thread} thread, ${kind}: ${tried} faults of ${calls} calls, ${JSON.stringify(ends)}, ${wrong.length} wrong\n`,
      )
      for (const what of wrong) process.stderr.write(`  ${what}\n`)
    }
  }
}
process.stdout.write(`${JSON.stringify({ ...sum, seconds: Math.round((performance.now() - startedAt) / 1000) })}\n`)
process.exitCode = sum.wrong.length === 0 && sum.tried > 0 ? 0 : 1

async function loop(options: string): Promise<FaultLoopResult> {
  await using run = startCli([options], { program: support('fault-loop.ts'), node: ['--import', support('fault-at.ts')] })
  const { stdout, stderr } = await run.ended
  try {
    return JSON.parse(stdout) as FaultLoopResult
  } catch {
    return { calls: 0, tried: 0, ends: {}, byCall: {}, wrong: [`${options}: ${stderr}`] }
  }
}
