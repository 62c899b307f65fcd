import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { isQuick, userPattern } from './user-pattern.ts'

test('expressions that people use run as they are, those that can take for ever with a deadline', () => {
  const quick = [
    '/docs/',
    '\\.html?$',
    '^https?://[^/]+/a',
    '\\.(?:jpe?g|png|gif|pdf|zip)$',
    '/\\d{4}/\\d{2}/',
    '[*+(]+',
    '\\(+',
    '(?<year>\\d+)',
    '(?=/a)',
    '^[^?]*(\\.html?|/)(\\?.*)?$',
    '',
  ]
  for (const source of quick) assert.ok(isQuick(source), source)
  const slow = [
    '(a+)+$',
    '(a|a)*b',
    '.*a.*b',
    '^a.*b|c.*d',
    '^(?:a.*)(b.*)c.*',
    '(?:a?){30}',
    'a?'.repeat(30),
    '(\\w+)\\1',
    'a{1,}b+',
    'a{0,100}b{0,100}',
    '(a){2,}',
    '(?<x>a+)\\k<x>',
  ]
  for (const source of slow) assert.ok(!isQuick(source), source)
})

test('both ways give the same answers, whatever the flags and however often', () => {
  const urls = ['https://a.test/docs/x', 'https://a.test/DOCS/y', 'https://a.test/', `https://a.test/docs/${'x'.repeat(limits.urlBytes)}`]
  for (const pattern of [/\/docs\//i, /\/docs\//g, /.*docs.*x/y, /^(?:https:)+.*[Dd]ocs.*$/, /docs/u]) {
    const plain = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
    const test = userPattern(pattern)
    for (const url of [...urls, ...urls]) assert.equal(test(url), plain.test(url), `${pattern} on ${url.slice(0, 30)}`)
  }
})

test('one that goes back for ever is late, and after ten URLs is not run any more on URLs as long', () => {
  const test = userPattern(/(a+)+$/)
  assert.equal(test('https://a.test/a'), true)
  assert.equal(test('https://a.test/b'), false)
  const late = (nth: number) => `https://a.test/${'a'.repeat(60)}-${nth}`
  for (let nth = 0; nth < limits.patternLate; nth++) assert.equal(test(late(nth)), 'late')
  const before = process.cpuUsage()
  for (let nth = 0; nth < 1000; nth++) assert.equal(test(`${late(nth)}-again`), 'late')
  const { user } = process.cpuUsage(before)
  assert.ok(user < limits.patternMs * 1000, `${user} µs for a thousand`)
  assert.equal(test('https://a.test/aaa'), true)
})
