import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { limits } from '../src/base/limits.ts'

/** The TypeScript files of `src` and `test`, without comments and without the limits themselves. */
const files = globSync(['src/**/*.ts', 'test/**/*.ts'], { cwd: join(import.meta.dirname, '..') })
  .filter(file => file !== join('src', 'base', 'limits.ts'))
  .map(file => {
    const text = readFileSync(join(import.meta.dirname, '..', file), 'utf8')
    const isTest = file.startsWith('test') || file.endsWith('.test.ts') || text.includes("from 'node:test'")
    return { text: text.replace(/^\s*(?:\/\*\*[\s\S]*?\*\/|\/\/.*)$/gm, ''), isTest }
  })

function limitsWithout(wordsOf: RegExp, inTests: boolean): string[] {
  const words = new Set(files.filter(({ isTest }) => isTest === inTests).flatMap(({ text }) => text.match(wordsOf) ?? []))
  return Object.keys(limits).filter(name => !words.has(name))
}

test('every limit is named by a test, which tries it', () => {
  assert.deepEqual(limitsWithout(/(?<=\blimits\.)\w+/g, true), [])
})

test('every limit is used', () => {
  assert.deepEqual(limitsWithout(/\w+/g, false), [])
})
