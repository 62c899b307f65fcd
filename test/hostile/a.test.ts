import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { createHttpFetcher } from '../../src/http/index.ts'
import type { Item } from '../../src/index.ts'
import { memorySink } from '../../src/index.ts'
import type { HostileStreet } from '../../src/testing/index.ts'
import { openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet, openQuickStreet, verdictOf } from '../support/street-visit.ts'

test('a crawl ends every odd answer as it should, disturbs no server with it, and marks what broke off', async () => {
  await using street = await openQuickStreet(['A'])
  const items: Item[] = []
  const visit = await crawlStreet(street, undefined, { cookies: true, plugins: [memorySink(items)] })
  assertAsExpected(street, visit)
  const cut = items.filter(item => item['cut'] !== null).map(({ url, cut: how }) => [new URL(String(url)).pathname, how])
  const truncated = ['/A01', '/A05/huge-length', '/A08', '/A27/body'].map(path => [path, 'truncated'])
  assert.deepEqual(cut.toSorted(), truncated)
})

test('a POST is sent once, whatever happens to its connection, and an early answer to it is read', async () => {
  await using street = await openHostileStreet({ only: ['A'] })
  await using fetch = createHttpFetcher({ allowFor: () => ['loopback'] })
  const ask = (method: string, url: string, body?: Uint8Array) => fetch({ method, url, headers: [], body })
  await ask('GET', street.url('A29'))
  await assert.rejects(ask('POST', street.url('A29', '/A29/closes'), Buffer.from('x')), { code: 'connection-reset' })
  assert.equal(verdictOf(street, 'A29').verdict, 'good')
  assert.deepEqual(
    street.log.map(({ connection }) => connection),
    [1, 1],
  )
  const { status } = await ask('POST', street.url('A30'), new Uint8Array(900_000))
  assert.equal(status, 200)
})

test('a robot that reads, repeats or believes too much is found out', async () => {
  await using street = await openHostileStreet({ only: ['A'] })
  const get = (id: string, path: string) => fetch(street.url(id, path)).then(answer => answer.text(), String)
  for (let ask = 0; ask < 7; ask++) await get('A26', '/A26/nothing')
  await get('A28', '/canary')
  await fetch(street.url('A14'), { headers: { Cookie: 'evil=1' } })
  for (const body of ['x', 'x']) await fetch(street.url('A29', '/A29/closes'), { method: 'POST', body })
  await takeBytes(street, 'A20', 20 * 1024 * 1024)
  const faults = ['A26', 'A28', 'A14', 'A29', 'A20'].map(id => verdictOf(street, id).faults.join())
  assert.deepEqual(faults.slice(0, 4), ['/A26/nothing: 7 requests', 'asked for /canary', 'sent a forged cookie', '2 times POST'])
  assert.match(faults[4]!, /^took [\d,]+ bytes$/)
})

/** A reader without a limit. */
async function takeBytes(street: HostileStreet, id: string, most: number): Promise<void> {
  const { hostname, port, pathname } = new URL(street.url(id))
  const socket = connect(Number(port), hostname)
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`)
  let taken = 0
  for await (const bytes of socket as AsyncIterable<Uint8Array>) {
    taken += bytes.length
    if (taken > most) break
  }
}
