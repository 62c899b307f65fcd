import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { limits } from '../../src/base/limits.ts'
import type { Wrap } from '../../src/index.ts'
import type { TownRequest } from '../../src/testing/index.ts'
import type { OpenStreet } from '../support/street-visit.ts'
import { assertAsExpected, crawlStreet, openQuickStreet, turnUntil, verdictOf } from '../support/street-visit.ts'

/** So that what comes at full speed is not 64 MiB. */
const small: Wrap = (order, next) => next({ ...order, limits: { ...order.limits, bodyBytes: 4 * 1024 * 1024 } })
const stepMs = 100

test('a crawl waits for slow answers as long as it should, and for those that never end no longer', async () => {
  await using street = await openQuickStreet(['B'])
  const visit = await crawlStreet(street, undefined, { wraps: [small] }, stepMs)
  assertAsExpected(street, visit)
  const longest = Math.max(...street.log.map(({ at, finishedAt = Infinity }) => finishedAt - at))
  assert.ok(longest <= limits.pageMs + 1000, `${longest} ms for one request`)
  const visits = street.log.filter(({ site }) => site === 'B04')
  const cost = Math.max(...visits.map(({ finishedAt = Infinity }) => finishedAt)) - visits[0]!.at
  assert.ok(cost < 240_000, `ten answers that never end cost their site ${cost} ms`)
  assert.equal([...visit.settled.keys()].filter(url => url.includes('/B09/')).length, 119)
})

test('a robot that waits for ever, or gives no rest, is found out', async () => {
  await using street = await openQuickStreet(['B'])
  const [silent, also] = [ask(street, 'B01', '/B01'), ask(street, 'B04', '/B04/silent')]
  const hurry = async () => {
    for (let page = 0; page < 115; page++) await (await fetch(street.url('B09', `/B09/${page}`))).text()
  }
  await turnUntil(street.clock, hurry(), undefined, stepMs)
  await street.clock.advance(300_000)
  silent.destroy()
  also.destroy()
  while (street.log.some(isOpen)) await new Promise(resolve => setImmediate(resolve))
  for (const [id, fault] of [
    ['B01', /^waited \d+\.\d s$/],
    ['B04', /^waited \d+\.\d s$/],
    ['B09', /^rested 0\.\d s, had it work for \d+\.\d s$/],
  ] as const) {
    const { verdict, faults } = verdictOf(street, id)
    assert.equal(verdict, 'bad')
    assert.match(faults.join(), fault)
  }
})

const isOpen = ({ finishedAt }: TownRequest) => finishedAt === undefined

function ask(street: OpenStreet, id: string, path: string) {
  const { hostname, port } = new URL(street.url(id))
  const socket = connect(Number(port), hostname)
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
  return socket
}
