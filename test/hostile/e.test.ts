import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet, openQuickStreet } from '../support/street-visit.ts'

test('every encoding that can be known is, and the others are some text', async () => {
  await using street = await openQuickStreet(['E'])
  const visit = await crawlStreet(street)
  assertAsExpected(street, visit)
  for (const [url, title] of visit.titles) if (url.includes('/E08')) assert.doesNotMatch(title, /</)
})

test('a robot that takes all for UTF-8 reads less', async () => {
  await using street = await openHostileStreet({ only: ['E'] })
  const parts = street.endpoints.flatMap(({ parts }) => parts)
  const read = await Promise.all(parts.map(async ({ url }) => (await fetch(url)).text()))
  const wrong = parts.filter(({ expects: { holds = '' } }, at) => !read[at]!.includes(holds)).map(({ url }) => url)
  assert.ok(wrong.length > 8, wrong.join())
})
