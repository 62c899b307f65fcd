import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { manualClock } from '../base/clock.ts'
import type { Order } from '../exchange/order.ts'
import type { HttpOptions } from './fetch-http.ts'
import { createHttpFetcher } from './fetch-http.ts'
import { rawServer } from './raw-server.test-helper.ts'

const overWire = (options: HttpOptions = {}) => createHttpFetcher({ allowFor: () => ['loopback'], transport: 'wire', ...options })
const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })

test('an answer in order is told as with undici: no anomaly, its codings off, and how the connection was made', async () => {
  const body = gzipSync('hello')
  await using server = await rawServer(socket => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`)
    socket.write(body)
  })
  const told = []
  for (const transport of ['undici', 'wire'] as const) {
    await using fetch = overWire({ transport })
    const { order, body: bytes, timings, ...rest } = await fetch(get(server.url))
    assert.ok(timings.connection !== undefined && timings.connection.tcpMs >= 0)
    told.push({ ...rest, text: Buffer.from(bytes).toString() })
  }
  assert.deepEqual(told[1], told[0])
  assert.deepEqual([told[1]!.text, told[1]!.version, told[1]!.peer, told[1]!.anomalies], ['hello', '1.1', '127.0.0.1', []])
})

test('requests are those of undici but for their Connection, bodies and the length of none included', async () => {
  await using server = await rawServer(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  const headers = ['X-One', '1', 'Accept-Encoding', 'identity']
  const orders: Partial<Order>[] = [
    { headers },
    { method: 'HEAD', headers },
    { method: 'POST', headers },
    { method: 'DELETE', headers },
    { method: 'PUT', headers, body: Buffer.from('caf\u00e9') },
  ]
  for (const order of orders) {
    const asked: string[][] = []
    for (const transport of ['undici', 'wire'] as const) {
      await using fetch = overWire({ transport })
      assert.equal((await fetch(get(server.url, order))).status, 200)
      const lines = server.requests.at(-1)!.toLowerCase().split('\r\n')
      asked.push(lines.filter(line => !line.startsWith('connection:')).toSorted())
    }
    assert.deepEqual(asked[1], asked[0], order.method)
  }
  await using fetch = overWire()
  for (const field of ['Content-Length', 'Transfer-Encoding']) {
    const order = get(server.url, { method: 'POST', headers: [field, '9'], body: Buffer.from('x') })
    await assert.rejects(fetch(order), { code: 'usage', message: /cannot be sent: .*body length/ })
  }
})

test('every order has a connection of its own; an odd answer is read at the first asking, and refused without `tolerant`', async () => {
  await using server = await rawServer(socket => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok'))
  await using fetch = overWire()
  for (const _ of [1, 2]) assert.deepEqual((await fetch(get(server.url))).anomalies, ['content-length-sign'])
  assert.deepEqual([server.connections(), server.requests.length], [2, 2])
  await using strict = overWire({ tolerant: false })
  await assert.rejects(strict(get(server.url)), { code: 'protocol', message: /content-length-sign/ })
})

test('a close before the answer, a cut body, a silent server and a closed fetcher end as with undici', async () => {
  const clock = manualClock()
  let heard = Promise.withResolvers<void>()
  await using server = await rawServer((socket, _, request) => {
    if (request.includes('/cut')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')
    else if (request.includes('/silent')) heard.resolve()
    else socket.end()
  })
  for (const transport of ['undici', 'wire'] as const) {
    heard = Promise.withResolvers()
    await using fetch = overWire({ transport, clock })
    await assert.rejects(fetch(get(server.url)), { code: 'connection-reset', message: /closed the connection before it had answered/ })
    const { cut, body } = await fetch(get(`${server.site}/cut`))
    assert.deepEqual([cut, Buffer.from(body).toString()], ['truncated', 'half'])
    const late = assert.rejects(fetch(get(`${server.site}/silent`, { limits: { headersMs: 50 } })), { code: 'timeout-headers' })
    await heard.promise
    await clock.advance(50)
    await late
    await fetch.close()
    await assert.rejects(fetch(get(server.url)), { code: 'aborted', message: /The fetcher is closed/ })
  }
})
