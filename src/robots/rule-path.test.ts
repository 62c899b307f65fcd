import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldPath, isOddPath, rulePath, spellPath, spellRule } from './rule-path.ts'

test('spelling a path and a rule', () => {
  assert.equal(spellPath('/%e3%83%84'), '/%E3%83%84')
  assert.equal(spellPath('/a*b$'), '/a%2Ab%24')
  assert.equal(spellPath('/100%'), '/100%')
  assert.equal(spellRule('/ツ*$'), '/%E3%83%84*$')
  assert.equal(spellRule('/a$b%2a'), '/a%24b%2A')
})

test('folding joins the spellings of one path', () => {
  const fold = (path: string) => foldPath(spellPath(path))
  assert.equal(fold('/%7Ejoe'), '/~joe')
  assert.equal(fold('/%62%61%7A'), '/baz')
  assert.equal(fold('/ツ'), '/%E3%83%84')
  assert.equal(fold('/a b'), '/a%20b')
  assert.equal(fold('/a%2Fb'), '/a%2Fb', 'a slash that is data stays data')
  assert.equal(fold('/?u=https%3A%2F%2Fx'), '/?u=https://x', 'in a query it means the same (RFC 9309 section 2.2.2, table)')
  assert.equal(fold('/%2562'), '/%2562', 'decoded once')
  assert.equal(fold('/a*'), fold('/a%2A'))
})

test('a path that is not odd is changed by neither', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), path => {
      assert.equal(foldPath(foldPath(spellPath(path))).length <= foldPath(spellPath(path)).length, true)
      if (!isOddPath(path)) assert.equal(foldPath(spellPath(path)), path)
    }),
    { seed: 9309, numRuns: 2_000 },
  )
  assert.equal(isOddPath('/a/b-c_d.html?x=1&y=(2)~!'), false)
})

test('path and query of a URL', () => {
  const table = {
    '': '/',
    'http://www.example.com': '/',
    'http://www.example.com/': '/',
    'http://www.example.com/a?b=http://d.e/f#g': '/a?b=http://d.e/f',
    'http://www.example.com?a': '/?a',
    'http://www.example.com#a/b': '/',
    'example.com/a': '/a',
    '//a/b': '/b',
    '/a/b#c': '/a/b',
  }
  for (const [url, path] of Object.entries(table)) assert.equal(rulePath(url), path, url)
})
