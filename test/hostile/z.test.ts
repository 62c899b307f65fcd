import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { temporaryFolder } from '../../src/cli/run-cli.test-helper.ts'
import { download } from '../../src/download/index.ts'
import type { Wrap } from '../../src/index.ts'
import { fetchPage } from '../../src/index.ts'
import { openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet, openQuickStreet, verdictOf } from '../support/street-visit.ts'

const mib = 1024 * 1024
/** So that bombs are stopped sooner than at 64 MiB. */
const small: Wrap = (order, next) => next({ ...order, limits: { ...order.limits, bodyBytes: 8 * mib } })

test('a crawl unpacks what can be unpacked, to its limits and no further, and says what was odd', async () => {
  await using street = await openQuickStreet(['Z'])
  const visit = await crawlStreet(street, undefined, { wraps: [small] })
  assertAsExpected(street, visit)
  const anomalies = (id: string, path?: string) => visit.answers.get(street.url(id, path))?.anomalies
  assert.deepEqual(anomalies('Z09'), ['content-coding-not-applied'])
  assert.deepEqual(anomalies('Z08', '/Z08/cut'), ['content-coding-truncated'])
  assert.deepEqual(anomalies('Z08', '/Z08/crc'), ['content-coding-damaged'])
  assert.equal(
    Buffer.from(visit.answers.get(street.url('Z07'))!.body)
      .toString()
      .split('One more.').length,
    10_000,
  )
})

test('a file is kept as it was sent, a page is unpacked, whatever was asked for', async () => {
  using folder = temporaryFolder()
  await using street = await openHostileStreet({ only: ['Z'] })
  await download(street.url('Z10'), folder.at('page.html.gz'))
  const kept = readFileSync(folder.at('page.html.gz'))
  assert.match(gunzipSync(kept).toString(), /If you can read this/)
  const page = await fetchPage({ url: street.url('Z11'), headers: ['Accept-Encoding', 'identity'] })
  assert.equal(page.title, 'Unpacked')
})

test('a robot that unpacks it all is found out by what it finds there', async () => {
  await using street = await openHostileStreet({ only: ['Z'] })
  await (await fetch(street.url('Z01', '/Z01/blown-up'))).text()
  assert.equal(verdictOf(street, 'Z01').verdict, 'bad')
})
