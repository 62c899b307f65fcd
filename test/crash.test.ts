import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { seededRandom } from '../src/base/random.ts'
import { openTown } from '../src/testing/index.ts'
import { crashRun } from './support/crash-run.ts'

const pages = 1000
const wanted = 50
const killsPerRun = 10

test('50 times kill -9: no page lost, no item doubled, nothing fetched again but what was under way', { timeout: 300_000 }, async t => {
  await using town = await openTown({ pages })
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-crash-'))
  const random = seededRandom(20_261_121)
  const sum = { kills: 0, runs: 0, integrityChecks: 0, requests: 0, refetched: 0, inFlight: 0 }
  const phases = new Map<string, number>()
  try {
    while (sum.kills < wanted) {
      assert.ok(sum.runs < wanted, 'runs are killed')
      const concurrency = sum.runs % 2 === 0 ? 8 : 1
      const kills = Math.min(killsPerRun, wanted - sum.kills)
      town.clearLog()
      const result = await crashRun({ town, pages, store: join(folder, String(sum.runs)), concurrency, kills, random })
      sum.runs++
      for (const [phase, count] of result.phases) phases.set(phase, (phases.get(phase) ?? 0) + count)
      for (const name of ['kills', 'integrityChecks', 'requests', 'refetched', 'inFlight'] as const) sum[name] += result[name]
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const moments = [...phases].map(([phase, count]) => `${phase} ${count}`).join(', ')
  t.diagnostic(
    `${sum.kills} kills (${moments}) in ${sum.runs} crawls of ${pages} pages: 0 lost, 0 doubled, ${sum.refetched} fetched again of ` +
      `${sum.inFlight} under way, integrity ok ${sum.integrityChecks}/${sum.integrityChecks}, ${sum.requests} requests`,
  )
})
