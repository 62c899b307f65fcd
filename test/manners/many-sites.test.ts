import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scriptedRun } from '../support/scripted-run.ts'

const latencyMs = 50
const delayMs = 100
const pages = 6
/** robots.txt and the pages one after the other, the delay between: the last one begins then. */
const idealMs = pages * (latencyMs + delayMs)
const links = Array.from({ length: pages - 1 }, (_, at) => `<a href="/${at}">${at}</a>`).join(' ')
const siteOf = (at: number) => `http://site-${at}.test`

test('two hundred sites at once: each is asked as often as politeness allows, whatever the others do', async () => {
  const seeds = Array.from({ length: 200 }, (_, at) => `${siteOf(at)}/`)
  const { log } = await scriptedRun(seeds, { delayMs, sitemaps: false }, () => ({ ms: latencyMs, body: links }))
  assert.equal(log.length, seeds.length * (pages + 1))
  assert.equal(Math.max(...log.map(({ at }) => at)), idealMs)
})

test('a hundred dead sites hold up nobody', async () => {
  const dead = Array.from({ length: 100 }, (_, at) => `${siteOf(at)}/`)
  const alive = Array.from({ length: 20 }, (_, at) => `${siteOf(100 + at)}/`)
  const isDead = new Set(dead.map(url => new URL(url).host))
  const { log } = await scriptedRun([...dead, ...alive], { delayMs, sitemaps: false, attempts: 1 }, ({ url }) =>
    isDead.has(new URL(url).host) ? { ms: 30_000 } : { ms: latencyMs, body: links },
  )
  const answered = log.filter(({ url }) => !isDead.has(new URL(url).host))
  assert.equal(answered.length, alive.length * (pages + 1))
  assert.equal(Math.max(...answered.map(({ at }) => at)), idealMs)
})
