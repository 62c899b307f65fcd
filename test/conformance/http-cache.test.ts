import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { CacheCase } from '../support/cache-case.ts'
import { openCacheStage } from '../support/cache-case.ts'
import { casesMissing, readCases } from './cases.ts'

const cases = readCases<{ tests: CacheCase[] }>('http-cache/tests.json').flatMap(({ tests }) => tests)
/** A private cache is measured by what browsers are; the rest is for caches that many share. */
const ours = cases.filter(({ browser_skip: isForShared, cdn_only: isForCdn }) => isForShared !== true && isForCdn !== true)
const argued = new Set(
  [...readFileSync(join(import.meta.dirname, 'differences.md'), 'utf8').matchAll(/^\| `http-cache\/([^`]+)`/gm)].map(match => match[1]),
)

test('cache cases of a private cache: at least 95 % of the required ones, and every other one argued (Z51, Z52, Z53)', {
  skip: casesMissing,
}, async context => {
  await using stage = await openCacheStage()
  const failed = { required: new Map<string, string>(), optimal: new Map<string, string>(), check: new Map<string, string>() }
  const counts = { required: 0, optimal: 0, check: 0 }
  for (const one of ours) {
    const kind = one.kind ?? 'required'
    const wrong = await stage.play(one)
    counts[kind]++
    if (wrong !== undefined) failed[kind].set(one.id, wrong)
  }
  for (const kind of ['required', 'optimal', 'check'] as const) {
    context.diagnostic(`${kind}: ${counts[kind] - failed[kind].size} of ${counts[kind]}`)
  }
  assert.ok(counts.required > 0)
  const figure = 1 - failed.required.size / counts.required
  assert.ok(figure >= 0.95, `${figure}: ${JSON.stringify([...failed.required])}`)
  const unargued = [...failed.required, ...failed.optimal].filter(([id]) => !argued.has(id))
  assert.deepEqual(unargued, [])
})
