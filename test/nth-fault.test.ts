import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import { faultKinds } from './support/fault-at.ts'
import type { FaultLoopResult } from './support/fault-loop.ts'
import type { SceneName } from './support/fault-scenes.ts'
import { startCli } from './support/start-cli.ts'

const support = (name: string) => resolve(import.meta.dirname, 'support', name)

/** Command, thread, and every how many calls: `npm run soak -- faults` takes them all, with every kind of fault. */
const loops: readonly (readonly [SceneName, 'main' | 'store', number])[] = [
  ['crawl', 'main', 5],
  ['crawl', 'store', 9],
  ['resume', 'store', 11],
  ['again', 'store', 13],
  ['get', 'main', 1],
  ['get-rest', 'main', 1],
  ['get-cache', 'main', 1],
  ['watch', 'main', 1],
]

describe('a call of the file system or of SQLite that fails once ends a command with its code, and the next one does the rest', {
  concurrency: 2,
}, () => {
  for (const [scene, thread, every] of loops) {
    test(`${scene}, ${thread} thread`, async t => {
      const options = JSON.stringify({ scene, thread, every, kinds: Object.keys(faultKinds) })
      await using run = startCli([options], { program: support('fault-loop.ts'), node: ['--import', support('fault-at.ts')] })
      const { stdout, stderr } = await run.ended
      assert.equal(stderr, '')
      const { calls, tried, ends, wrong } = JSON.parse(stdout) as FaultLoopResult
      assert.deepEqual(wrong, [])
      assert.ok(calls > 20, `only ${calls} calls`)
      assert.ok(tried >= Math.floor(calls / every), `only ${tried} of ${calls}`)
      t.diagnostic(`${tried} faults of ${calls} calls: ${JSON.stringify(ends)}`)
    })
  }
})
