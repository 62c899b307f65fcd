import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { limits } from '../base/limits.ts'
import type { Order } from '../exchange/order.ts'
import { openTown, redirectAnswer } from '../testing/index.ts'
import type { ClientOptions } from './client.ts'
import { createClient } from './client.ts'
import type { FollowOptions } from './follow-redirects.ts'

const town = await openTown({ pages: 1 })
after(() => town.close())
beforeEach(() => town.clearLog())

const lookup: ClientOptions['lookup'] = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
const { port } = new URL(town.url('redirects', '/'))
const a = (path: string) => `http://a.test:${port}${path}`
const b = (path: string) => `http://b.test:${port}${path}`
const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })
const targets = () => town.log.map(({ target }) => target)

async function follow(order: Order, options: FollowOptions = {}, client: ClientOptions = { allowFor: () => ['loopback'] }) {
  await using made = createClient({ lookup, ...client })
  return await made.follow(order, options)
}

test('D01, D02: itself, and two that point at each other, end at the first repeat', async () => {
  await assert.rejects(follow(get(town.url('moved', '/self'))), { code: 'redirect-loop' })
  await assert.rejects(follow(get(town.url('moved', '/loop/a'))), { code: 'redirect-loop' })
  assert.deepEqual(targets(), ['/self', '/self', '/loop/a', '/loop/b', '/loop/a'])
})

test('D03, D04: chains of 10 and 20 are followed, of 21, 1000 and no end are not, and the limit can be set', async () => {
  for (const length of [10, limits.redirects])
    assert.equal((await follow(get(town.url('moved', `/chain/${length}`)))).hops.length, length + 1)
  for (const url of [town.url('moved', `/chain/${limits.redirects + 1}`), town.url('moved', '/chain/1000'), a('/endless')]) {
    town.clearLog()
    await assert.rejects(follow(get(url)), { code: 'redirect-limit', value: limits.redirects })
    assert.equal(town.log.length, limits.redirects + 1)
  }
  assert.equal((await follow(get(town.url('moved', '/chain/30')), { limit: 30 })).hops.length, 31)
})

test('D06, D07: of the fields of a user another origin receives none that may be a secret, and the way back brings none back', async () => {
  const headers = [
    'Authorization',
    'Bearer s3cret',
    'Cookie',
    'sid=s3cret',
    'X-Api-Key',
    's3cret',
    'X-Own',
    's3cret',
    'Accept-Language',
    'de',
  ]
  const { hops } = await follow(get(a('/more/15'), { headers }))
  assert.deepEqual(
    hops.map(({ status }) => status),
    [302, 302, 200],
  )
  const received = town.log.map(request => request.headers.join('\n'))
  assert.deepEqual(
    received.map(text => text.match(/s3cret/g)?.length ?? 0),
    [4, 0, 0],
  )
  assert.ok(received.every(text => text.includes('Accept-Language\nde')))
})

test('D09: a name and password in Location are not used, nor told', async () => {
  const { exchange } = await follow(get(a('/odd/userinfo')))
  assert.equal(exchange.order.url, a('/x'))
  assert.ok(!town.log.some(({ headers }) => headers.some(text => /authorization|secret/i.test(text))))
})

test('D11: odd spellings lead where a browser goes, and a fragment stays', async () => {
  assert.equal((await follow(get(a('/odd/latin1')))).exchange.order.url, a('/caf%C3%A9'))
  assert.equal((await follow(get(a('/odd/backslashes')))).exchange.order.url, b('/x'))
  assert.equal((await follow(get(a('/odd/fragment')))).exchange.order.url, a('/x'))
})

test('D12, D13: two addresses are none, one said twice is one; what is no redirect is an answer', async () => {
  await assert.rejects(follow(get(a('/odd/two'))), { code: 'redirect-invalid' })
  assert.equal((await follow(get(a('/odd/same-twice')))).exchange.order.url, a('/x'))
  for (const name of ['300', '300-to', '304', '305', '306', '399', '200', 'refresh']) {
    const { hops } = await follow(get(a(`/odd/${name}`)))
    assert.deepEqual([hops.length, hops[0]!.status], [1, name === 'refresh' ? 200 : Number.parseInt(name, 10)], name)
  }
})

test('D14: a POST over each status', async () => {
  const body = Buffer.from('a=1')
  for (const [status, method] of [
    [301, 'GET'],
    [302, 'GET'],
    [303, 'GET'],
    [307, 'POST'],
    [308, 'POST'],
  ] as const) {
    town.clearLog()
    const headers = ['Content-Type', 'application/x-www-form-urlencoded']
    await follow(get(town.url('moved', `/${status}`), { method: 'POST', body, headers }))
    const last = town.log.at(-1)!
    assert.deepEqual([last.method, last.headers.includes('Content-Type')], [method, method === 'POST'], String(status))
  }
})

test('D16: a redirect to this machine, to a metadata service, or hidden in IPv6 meets the guard', async () => {
  for (const name of ['loopback', 'mapped', 'metadata']) {
    town.clearLog()
    await assert.rejects(follow(get(a(`/odd/${name}`)), {}, {}), { code: 'address-guarded' }, name)
    assert.equal(town.log.length, 1)
  }
  // A name is guarded by its addresses, and only the host that was named is free.
  await assert.rejects(follow(get(a('/more/02')), {}, {}), { code: 'address-guarded' })
  assert.equal((await follow(get(a('/more/01')), {}, {})).exchange.order.url, a('/x'))
  assert.equal(
    (await follow(get(a('/more/02')), { allowFor: ({ hostname }) => (hostname === 'b.test' ? ['loopback'] : []) }, {})).exchange.order.url,
    b('/'),
  )
})

test('a redirect with a long body is not read to its end', async () => {
  const flood = async function* () {
    for (;;) yield Buffer.alloc(65_536)
  }
  const off = town.override('redirects', ({ path }) => {
    const { headers } = redirectAnswer(302, '/x')
    return path === '/flood' ? { status: 302, headers: [...headers, 'Content-Length', String(2 ** 40)], body: flood() } : undefined
  })
  const { hops } = await follow(get(a('/flood')))
  off()
  assert.deepEqual(
    hops.map(({ status, cut }) => [status, cut]),
    [
      [302, 'unwanted'],
      [200, undefined],
    ],
  )
})
