import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanText } from './clean-text.ts'

test('text is collapsed, trimmed, then cut, however much of it there is', () => {
  const whole = (raw: string, longest: number) => {
    const text = raw.replace(/\s+/g, ' ').trim()
    return text.length <= longest ? text : text.slice(0, longest).trimEnd()
  }
  const raw = fc.array(fc.constantFrom('a', 'bc', ' ', '\n', '\t', '\u00a0'), { maxLength: 40 }).map(parts => parts.join(''))
  const property = fc.property(raw, fc.integer({ min: 1, max: 12 }), (text, longest) => {
    assert.equal(cleanText(text, longest), whole(text, longest))
  })
  fc.assert(property, { seed: 7, numRuns: 500 })
})

test('of a long text only what is kept is collapsed', () => {
  const before = process.memoryUsage().heapUsed
  assert.equal(cleanText('a \n'.repeat(4_000_000), 9), 'a a a a a')
  assert.ok(process.memoryUsage().heapUsed - before < 100_000_000)
})
