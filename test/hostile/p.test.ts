import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet, openQuickStreet, verdictOf } from '../support/street-visit.ts'

test('documents that are hard to parse are read, and what is too large is left', async () => {
  await using street = await openQuickStreet(['P'])
  const visit = await crawlStreet(street)
  assertAsExpected(street, visit)
  assert.equal(visit.report.reasons['body-too-large'], 9)
})

test('where they are allowed, documents of 10 MiB and more are read too, and their links found', async () => {
  await using street = await openQuickStreet(['P'])
  const visit = await crawlStreet(street, undefined, { pageBytes: 64 * 2 ** 20 })
  assertAsExpected(street, visit)
  const asked = new Set(street.log.map(({ target }) => target))
  for (const path of ['/P04/link', '/P05/link']) assert.ok(asked.has(path), path)
  for (const path of ['/P10/never', '/P10/html-as-png/link']) assert.ok(!asked.has(path), path)
  assert.equal(visit.report.reasons['body-too-large'], 1)
})

test('a robot that reads all of a text of 200 MiB is found out', async () => {
  await using street = await openHostileStreet({ only: ['P'] })
  let size = 0
  const { body } = await fetch(street.url('P12'))
  for await (const piece of body!) size += piece.length
  assert.ok(size > 190 * 2 ** 20)
  assert.match(verdictOf(street, 'P12').faults.join(), /^took 20\d,\d{3},\d{3} bytes$/)
})
