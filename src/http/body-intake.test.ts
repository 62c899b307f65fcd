import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { CrawlError } from '../base/crawl-error.ts'
import type { Order } from '../exchange/order.ts'
import { createHttpFetcher } from './fetch-http.ts'

async function server(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const http = createServer(answer).listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
    },
  }
}

const allow = ['loopback']
const orderOf = (url: string, more: Partial<Order>): Order => ({ method: 'GET', url, headers: [], allow, ...more })

test('a sink takes the body as it comes: all bytes, in order, none in memory, codings asked off', async () => {
  const body = Buffer.alloc(3_000_000, 'abcdefghij')
  const asked: (string | string[] | undefined)[] = []
  await using site = await server((request, response) => {
    asked.push(request.headers['accept-encoding'])
    response.end(body)
  })
  await using fetch = createHttpFetcher()
  const pieces: Uint8Array[] = []
  const exchange = await fetch(orderOf(site.url, { into: () => ({ write: chunk => void pieces.push(chunk) }) }))
  assert.deepEqual(Buffer.concat(pieces), body)
  assert.equal(exchange.body.length, 0)
  assert.deepEqual(exchange.bytes, { raw: body.length, decoded: 0 })
  assert.deepEqual(asked, ['identity'])
})

test('a slow sink holds the sender back, writes never overlap, and the exchange waits for the last of them', async () => {
  const body = Buffer.alloc(8_000_000, 'x')
  await using site = await server((_, response) => void response.end(body))
  await using fetch = createHttpFetcher()
  let open = 0
  let taken = 0
  let most = 0
  const exchange = await fetch(
    orderOf(site.url, {
      into: () => ({
        async write(chunk) {
          most = Math.max(most, ++open)
          await new Promise(resolve => setImmediate(resolve))
          taken += chunk.length
          open--
        },
      }),
    }),
  )
  assert.equal(most, 1)
  assert.equal(taken, body.length)
  assert.equal(exchange.bytes.raw, body.length)
})

test('what a sink throws, at once or later, ends the order with its code', async () => {
  await using site = await server((_, response) => void response.end(Buffer.alloc(300_000)))
  await using fetch = createHttpFetcher()
  const full = new CrawlError('disk-full', 'No room.')
  const ways = [
    () => {
      throw full
    },
    () => Promise.reject(full),
  ]
  for (const write of ways) await assert.rejects(fetch(orderOf(site.url, { into: () => ({ write }) })), { code: 'disk-full' })
  await assert.rejects(
    fetch(
      orderOf(site.url, {
        into: () => {
          throw new TypeError('oh')
        },
      }),
    ),
    { code: 'handler' },
  )
})

test('a sink is cut at the raw limit, to the byte, or fails there', async () => {
  await using site = await server((_, response) => void response.end(Buffer.alloc(100_000)))
  await using fetch = createHttpFetcher()
  for (const bodyRawBytes of [99_999, 100_000]) {
    let taken = 0
    const into = () => ({
      async write(chunk: Uint8Array) {
        taken += chunk.length
      },
    })
    const exchange = await fetch(orderOf(site.url, { into, limits: { bodyRawBytes, overLimit: 'cut' } }))
    assert.equal(taken, bodyRawBytes)
    assert.equal(exchange.cut, bodyRawBytes === 100_000 ? undefined : 'limit')
  }
  await assert.rejects(fetch(orderOf(site.url, { into: () => ({ write() {} }), limits: { bodyRawBytes: 99_999 } })), {
    code: 'body-too-large',
  })
})

test('`into` may choose by the header, and is not asked where there is no body', async () => {
  await using site = await server((request, response) => {
    response.statusCode = request.url === '/none' ? 204 : 404
    response.end(request.url === '/none' ? '' : 'no such page')
  })
  await using fetch = createHttpFetcher()
  const heads: number[] = []
  const into: Order['into'] = ({ status }) => {
    heads.push(status)
    return undefined
  }
  assert.equal(Buffer.from((await fetch(orderOf(site.url, { into }))).body).toString(), 'no such page')
  await fetch(orderOf(`${site.url}none`, { into }))
  await fetch(orderOf(site.url, { method: 'HEAD', into }))
  assert.deepEqual(heads, [404])
})
