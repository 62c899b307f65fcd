import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../../base/limits.ts'
import { parseSoup } from '../index.ts'
import { Run } from './run.ts'

test('an evaluation looks at `xpathSteps` nodes and no more', () => {
  const run = new Run(parseSoup('<p>'), {})
  run.count(limits.xpathSteps)
  assert.throws(() => run.count(1), { code: 'usage', value: limits.xpathSteps })
})
