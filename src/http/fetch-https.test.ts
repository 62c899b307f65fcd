import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createPlainServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { cert, key } from '../../test/support/loopback-certificate.ts'
import type { Order } from '../exchange/order.ts'
import type { HttpOptions } from './fetch-http.ts'
import { createHttpFetcher } from './fetch-http.ts'

const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const fetcherWith = (options: HttpOptions = {}) => createHttpFetcher({ allowFor: () => ['loopback'], ...options })

async function listening(server: Server): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', socket => sockets.add(socket))
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const toLoopback: NonNullable<HttpOptions['lookup']> = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }])

test('certificates are checked unless the user says otherwise', async () => {
  await using server = await listening(createServer({ key, cert }, (_, answer) => answer.end('safe')))
  const url = `https://127.0.0.1:${server.port}/`
  {
    await using fetch = fetcherWith()
    await assert.rejects(fetch(get(url)), {
      code: 'tls',
      retryable: false,
      url,
      message: /^TLS with 127\.0\.0\.1:\d+ failed: .*DEPTH_ZERO_SELF_SIGNED_CERT/,
    })
  }
  for (const tls of [{ ca: cert }, { rejectUnauthorized: false }]) {
    await using fetch = fetcherWith({ tls })
    assert.equal(textOf((await fetch(get(url))).body), 'safe')
    assert.equal(textOf((await fetch(get(`https://localhost:${server.port}/`))).body), 'safe')
  }
})

test('a certificate for another name is refused', async () => {
  await using server = await listening(createServer({ key, cert }, (_, answer) => answer.end('safe')))
  await using fetch = fetcherWith({ tls: { ca: cert }, lookup: toLoopback })
  await assert.rejects(fetch(get(`https://other.example:${server.port}/`)), { code: 'tls', message: /ERR_TLS_CERT_ALTNAME_INVALID/ })
})

test('https on a port of http, and the reverse, are told apart from silence', async () => {
  await using plain = await listening(createPlainServer((_, answer) => answer.end('plain')))
  await using secure = await listening(createServer({ key, cert }, (_, answer) => answer.end('safe')))
  await using fetch = fetcherWith()
  await assert.rejects(fetch(get(`https://127.0.0.1:${plain.port}/`)), { code: 'tls', message: /does not speak TLS; use http: instead/ })
  await assert.rejects(fetch(get(`http://127.0.0.1:${secure.port}/`)), { name: 'CrawlError', code: /protocol|connection-reset/ })
})

test('a kept TLS connection closed under a GET is asked again, a fresh one is not', async () => {
  const seen: string[] = []
  let onConnection = 0
  const served = createServer({ key, cert }, (request, answer) => {
    seen.push(request.url!)
    if (request.url === '/never' || ++onConnection === 2) request.socket.end()
    else answer.end('fine')
  })
  await using server = await listening(served)
  await using fetch = fetcherWith({ tls: { ca: cert } })
  const url = (path: string) => get(`https://127.0.0.1:${server.port}${path}`)
  await assert.rejects(fetch(url('/never')), { code: 'connection-reset' })
  assert.deepEqual(seen, ['/never'])
  await fetch(url('/first'))
  assert.equal(textOf((await fetch(url('/second'))).body), 'fine')
  assert.deepEqual(seen, ['/never', '/first', '/second', '/second'])
})

test('HTTP/2 is spoken when it is asked for', async () => {
  const served = createSecureServer({ key, cert, allowHTTP1: true }, (request, answer) => {
    answer.setHeader('X-Version', request.httpVersion)
    answer.setHeader('Set-Cookie', ['a=1', 'b=2'])
    answer.end(request.url === '/long' ? 'x'.repeat(100_000) : 'Hello')
  })
  await using server = await listening(served)
  const url = (path: string) => `https://127.0.0.1:${server.port}${path}`
  for (const http2 of [true, false]) {
    await using fetch = fetcherWith({ http2, tls: { ca: cert } })
    const exchange = await fetch(get(url('/')))
    const version = exchange.headers[exchange.headers.findIndex(name => name.toLowerCase() === 'x-version') + 1]
    assert.deepEqual([textOf(exchange.body), exchange.status, version, exchange.peer], ['Hello', 200, http2 ? '2.0' : '1.1', '127.0.0.1'])
    assert.equal(exchange.version, http2 ? '2' : '1.1')
    const { dnsMs, tcpMs, tlsMs = -1 } = exchange.timings.connection ?? {}
    assert.ok(dnsMs! >= 0 && tcpMs! >= 0 && tlsMs >= 0)
    assert.equal(exchange.headers.filter(text => /^[ab]=\d$/.test(text)).length, 2)
    const cut = await fetch(get(url('/long'), { limits: { bodyBytes: 1_000, overLimit: 'cut' } }))
    assert.deepEqual([cut.body.length, cut.cut], [1_000, 'limit'])
    await assert.rejects(fetch(get(url('/long'), { limits: { bodyBytes: 1_000 } })), { code: 'body-too-large', value: 1_000 })
    assert.equal((await fetch(get(url('/long')))).body.length, 100_000)
  }
})

test('the second reader goes over TLS with the same certificates', async () => {
  const seen: (string | false | null)[] = []
  const odd = createTlsServer({ key, cert, ALPNProtocols: ['h2', 'http/1.1'] }, socket => {
    seen.push(socket.alpnProtocol)
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\nContent-Length: 4\n\nsafe'))
  })
  await using server = await listening(odd)
  await using fetch = fetcherWith({ tls: { ca: cert } })
  const { body, version, anomalies } = await fetch(get(`https://localhost:${server.port}/`))
  assert.deepEqual([textOf(body), version, anomalies], ['safe', '1.1', ['second-reader', 'line-feed-only']])
  assert.ok(seen.length === 2 && !seen.includes('h2'), seen.join())
})
