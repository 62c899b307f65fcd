import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanText } from './clean-text.ts'

test('text is collapsed, trimmed, then cut, however much of it there is', () => {
  const whole = (raw: string, longest: number) => {
    const words = raw.split(/\s+/).map(word => word.replace(/[\u0000-\u001f\u007f-\u009f]/g, ''))
    const text = words.filter(word => word !== '').join(' ')
    return text.length <= longest ? text : text.slice(0, longest).trimEnd()
  }
  const raw = fc
    .array(fc.constantFrom('a', 'bc', ' ', '\n', '\t', '\u00a0', '\ufeff', '\u0001', '\u0085', '\u001c'), { maxLength: 40 })
    .map(parts => parts.join(''))
  const property = fc.property(raw, fc.integer({ min: 1, max: 12 }), (text, longest) => {
    assert.equal(cleanText(text, longest), whole(text, longest))
  })
  fc.assert(property, { seed: 7, numRuns: 500 })
})

test('control characters are left out, whatever stands beside them', () => {
  const cases = [
    ['\u001b[2J\u001b]0;evil\u0007 done', '[2J]0;evil done'],
    ['good\u0007\b\b\bevil\rgone', 'goodevil gone'],
    ['\u009b2J', '2J'],
    ['a\u007fb', 'ab'],
    ['\u001b', ''],
    ['a \u001b b', 'a b'],
    ['&#27;[31m red', '[31m red'],
  ] as const
  for (const [raw, clean] of cases) assert.equal(cleanText(raw, 100), clean, JSON.stringify(raw))
})

test('of a long text only what is kept is collapsed', () => {
  const before = process.memoryUsage().heapUsed
  assert.equal(cleanText('a \n'.repeat(4_000_000), 9), 'a a a a a')
  assert.ok(process.memoryUsage().heapUsed - before < 100_000_000)
})
