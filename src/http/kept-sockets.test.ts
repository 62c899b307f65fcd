import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { Order } from '../exchange/order.ts'
import type { HttpOptions } from './fetch-http.ts'
import { createHttpFetcher } from './fetch-http.ts'
import { rawServer } from './raw-server.test-helper.ts'

const overWire = (options: HttpOptions = {}) =>
  createHttpFetcher({ allowFor: () => ['loopback'], transport: 'wire', keepAliveMs: limits.keepAliveMs, ...options })
const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })
const ok = (body: string, ...fields: string[]) => ['HTTP/1.1 200 OK', ...fields, `Content-Length: ${body.length}`, '', body].join('\r\n')
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await turn()
}

test('orders of one site go over one connection, which is made once; whoever closes it, the next order has a new one', async () => {
  const clock = manualClock()
  await using server = await rawServer((socket, nth, request) => void socket.write(ok(`${nth} ${request.slice(0, 4)}`)))
  await using fetch = overWire({ clock })
  const first = await fetch(get(server.url))
  const second = await fetch(get(server.url, { method: 'OPTIONS' }))
  assert.deepEqual([textOf(first.body), textOf(second.body), server.connections()], ['1 GET ', '2 OPTI', 1])
  assert.ok(first.timings.connection !== undefined)
  assert.deepEqual([second.timings.connection, second.peer, second.anomalies], [undefined, '127.0.0.1', []])
  assert.doesNotMatch(server.requests.join(), /connection:/i)
  await clock.advance(limits.keepAliveMs - 1)
  assert.equal(textOf((await fetch(get(server.url))).body), '3 GET ')
  await clock.advance(limits.keepAliveMs)
  await until(() => server.sockets.size === 0)
  assert.equal(textOf((await fetch(get(server.url))).body), '1 GET ')
  for (const socket of server.sockets) socket.end()
  await until(() => server.sockets.size === 0)
  assert.equal(textOf((await fetch(get(server.url))).body), '1 GET ')
  assert.equal(server.connections(), 3)
  await fetch.close()
  await until(() => server.sockets.size === 0)
})

test('a connection is kept only after a whole answer that leaves it open and has nothing odd (RFC 9112 section 9.3)', async () => {
  const answers: readonly (readonly [answer: string, isKept: boolean])[] = [
    [ok('a'), true],
    [ok('a', 'Connection: keep-alive', 'Keep-Alive: timeout=5, max=100'), true],
    [ok('a', 'Keep-Alive: timeout=1'), false],
    [ok('a', 'Connection: Close'), false],
    [ok('a').replace('1.1', '1.0'), false],
    [ok('a', 'Connection: keep-alive').replace('1.1', '1.0'), true],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n', true],
    ['HTTP/1.1 204 No Content\r\n\r\n', true],
    ['HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na', true],
    [`${ok('a')}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`, false],
    [ok('a', 'Content-Length: 1'), false],
    [ok('a').replaceAll('\r\n', '\n'), false],
  ]
  for (const [answer, isKept] of answers) {
    await using server = await rawServer(socket => void socket.write(answer))
    await using fetch = overWire()
    for (const _ of [1, 2]) assert.ok((await fetch(get(server.url))).body.length <= 1)
    assert.equal(server.connections(), isKept ? 1 : 2, answer)
  }
})

test('what comes unasked on an idle connection is given to nobody', async () => {
  await using server = await rawServer((socket, nth) => void socket.write(ok(`answer ${nth}`)))
  await using fetch = overWire()
  assert.equal(textOf((await fetch(get(server.url))).body), 'answer 1')
  const [socket] = server.sockets as Set<Socket>
  socket!.write(ok('evil'))
  await until(() => server.sockets.size === 0)
  assert.equal(textOf((await fetch(get(server.url))).body), 'answer 1')
  assert.equal(server.connections(), 2)
})

test('a kept connection that ends before a byte of the answer: asked once more, unless that could do a thing twice', async () => {
  for (const how of ['end', 'resetAndDestroy'] as const) {
    await using server = await rawServer((socket, nth) => {
      if (nth === 1) socket.write(ok('first'))
      else socket[how]()
    })
    await using fetch = overWire()
    for (const _ of [1, 2, 3]) assert.equal(textOf((await fetch(get(server.url))).body), 'first')
    assert.deepEqual([server.connections(), server.requests.length], [3, 5])
    await fetch(get(server.url, { method: 'POST', body: Buffer.from('x') }))
    assert.deepEqual([server.connections(), server.requests.length], [4, 6], 'a POST has a connection of its own')
  }
})

test('the answer has begun: it is not asked for again', async () => {
  await using server = await rawServer((socket, nth) => {
    if (nth === 1) socket.write(ok('first'))
    else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')
  })
  await using fetch = overWire()
  await fetch(get(server.url))
  const { cut, body } = await fetch(get(server.url))
  assert.deepEqual([cut, textOf(body), server.requests.length], ['truncated', 'half', 2])
})

test('a connection that one order was allowed serves no order that is not', async () => {
  await using server = await rawServer(socket => void socket.write(ok('inside')))
  await using fetch = overWire({ allowFor: undefined })
  assert.equal((await fetch(get(server.url, { allow: ['loopback'] }))).status, 200)
  await assert.rejects(fetch(get(server.url)), { code: 'address-guarded' })
  assert.equal((await fetch(get(server.url, { allow: ['loopback'] }))).status, 200)
  assert.equal(server.connections(), 1)
})

test('a body that is left, an order called back and a clock that ran out end their connection', async () => {
  const clock = manualClock()
  const late: Socket[] = []
  await using server = await rawServer((socket, _, request) => {
    if (request.includes('/late')) late.push(socket)
    else socket.write(ok('body'))
  })
  await using fetch = overWire({ clock })
  assert.equal((await fetch(get(server.url, { wants: () => false }))).cut, 'unwanted')
  await until(() => server.sockets.size === 0)
  await fetch(get(server.url))
  const stop = new AbortController()
  const called = assert.rejects(fetch(get(`${server.site}/late`, { signal: stop.signal })), { code: 'aborted' })
  await until(() => late.length === 1)
  stop.abort()
  await called
  await until(() => server.sockets.size === 0)
  await fetch(get(server.url))
  const slow = assert.rejects(fetch(get(`${server.site}/late`, { limits: { headersMs: 50 } })), { code: 'timeout-headers' })
  await until(() => late.length === 2)
  await clock.advance(50)
  await slow
  await until(() => server.sockets.size === 0)
  assert.equal(textOf((await fetch(get(server.url))).body), 'body')
})
