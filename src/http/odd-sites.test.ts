import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { createOddSites } from './odd-sites.ts'
import { createTurns } from './turns.ts'

test('odd sites are remembered until an answer is in order, the latest of them when there are too many', () => {
  const sites = createOddSites()
  const name = (number: number) => `http://${number}.example`
  for (let number = 0; number < limits.oddSites; number++) sites.heard(name(number), true)
  sites.heard(name(0), true)
  assert.ok(sites.has(name(0)) && sites.has(name(1)))
  sites.heard('http://one-more.example', true)
  assert.ok(sites.has(name(0)) && !sites.has(name(1)) && sites.has(name(2)))
  sites.heard(name(2), false)
  assert.ok(!sites.has(name(2)))
})

test('turns are given in the order of asking, each name for itself', async () => {
  const turn = createTurns(2)
  const had: string[] = []
  const take = async (name: string) => {
    const taken = await turn(name)
    had.push(name)
    return taken
  }
  const first = await take('a')
  await take('a')
  const third = take('a')
  const fourth = take('a')
  await take('b')
  assert.deepEqual(had, ['a', 'a', 'b'])
  first[Symbol.dispose]()
  ;(await third)[Symbol.dispose]()
  await fourth
  assert.equal(had.length, 5)
})
