import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Haystack } from './match-pattern.ts'
import { compilePattern, matchPattern } from './match-pattern.ts'

const matches = (pattern: string, path: string) => matchPattern(compilePattern(pattern), path)

test('patterns', () => {
  const table: [pattern: string, path: string, expected: boolean][] = [
    ['/', '/a', true],
    ['/a', '/b', false],
    ['/a$', '/a', true],
    ['/a$', '/ab', false],
    ['$', '/', false],
    ['*', '/', true],
    ['*$', '/a', true],
    ['/*$', '/a', true],
    ['a', '/a', false],
    ['*a', '/xxa', true],
    ['/*.php$', '/a.php.php', true],
    ['/*.php$', '/a.php?x', false],
    ['/a*a$', '/a', false],
    ['/a*a$', '/aa', true],
    ['/*ab*b$', '/ab', false],
    ['/a$b', '/a$b', true],
    ['/a**b', '/a-b', true],
    ['/fish*.php', '/fish.php', true],
  ]
  for (const [pattern, path, expected] of table) assert.equal(matches(pattern, path), expected, `${pattern} on ${path}`)
})

test('agrees with a regular expression made from the pattern', () => {
  const text = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 })
  fc.assert(
    fc.property(text('ab*$/'), text('ab/'), (pattern, path) => {
      const open = pattern.endsWith('$') ? pattern.slice(0, -1) : pattern
      const source = open.replaceAll('$', '\\$').replaceAll('*', '.*')
      assert.equal(matches(pattern, path), new RegExp(`^${source}${open === pattern ? '' : '$'}`).test(path))
    }),
    { seed: 9309, numRuns: 2_000 },
  )
})

/** A path that counts the octets it is asked to look at. */
function counted(path: string): Haystack & { steps: number } {
  const haystack = {
    steps: 0,
    length: path.length,
    startsWith(piece: string) {
      haystack.steps += piece.length
      return path.startsWith(piece)
    },
    endsWith(piece: string) {
      haystack.steps += piece.length
      return path.endsWith(piece)
    },
    indexOf(piece: string, from = 0) {
      const found = path.indexOf(piece, from)
      haystack.steps += (found < 0 ? path.length : found + piece.length) - from
      return found
    },
  }
  return haystack
}

test('work is linear in the path, also where backtracking would explode', () => {
  for (const pattern of ['/*a*a*a*a*a*a*a*b', '/*aa*aa*aa*aa*aab$', `/${'*a'.repeat(500)}*b`, `${'*'.repeat(2_000)}b`]) {
    const compiled = compilePattern(pattern)
    for (let length = 2_048; length <= 65_536; length *= 2) {
      const path = counted(`/${'a'.repeat(length)}`)
      assert.equal(matchPattern(compiled, path), false)
      assert.ok(path.steps <= path.length + pattern.length, `${pattern.slice(0, 30)}: ${path.steps} steps for ${path.length} octets`)
    }
  }
})
