import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from '../page/index.ts'
import { createLookAlikeTrap } from './look-alike-trap.ts'

const url = (number: number) => `http://127.0.0.1/day/${number}`
const link = (number: number) => ({ url: url(number), from: url(number - 1), via: 'anchor' as const, depth: number })
const page = (text: string) => ({ title: '', textBegin: (_: number) => text }) as Page

test('pages that differ in words with digits, dates and order alone are look-alikes', () => {
  const trap = createLookAlikeTrap()
  trap.learn(link(1), page('Room-12 free on May 3 id a1b2_c x-ray'), [])
  assert.equal(trap.verdict(link(2)), true)
  trap.learn(link(2), page('free on Room-77 June 4 id 9-zz x-ray'), [])
  trap.learn(link(3), page('x-ray free on Room-8 July 5 id q7'), [])
  assert.equal(trap.verdict(link(4)), 'trap-look-alikes')
})

test('a text of one long word, with and without a digit, takes no super-linear time', () => {
  const trap = createLookAlikeTrap()
  for (const text of ['a'.repeat(5_000_000), '-'.repeat(5_000_000), `${'a'.repeat(5_000_000)}1`, 'a-'.repeat(2_500_000)]) {
    trap.learn(link(1), page(text), [])
  }
  assert.equal(trap.verdict({ ...link(2), from: 'http://127.0.0.1/' }), true)
})
