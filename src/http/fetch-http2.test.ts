import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import { constants, createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, test } from 'node:test'
import { cert, key } from '../../test/support/loopback-certificate.ts'
import type { Order } from '../exchange/order.ts'
import { createHttpFetcher } from './fetch-http.ts'

const { NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR } = constants
const mebibyte = 1024 * 1024

type Handler = (stream: ServerHttp2Stream, body: Buffer, path: string) => void
const handlers = new Map<string, Handler>()
const seen: string[] = []
const sessions = new Set<ServerHttp2Session>()
const server = createSecureServer({ key, cert })
server.on('session', session => {
  sessions.add(session)
  session.on('close', () => sessions.delete(session)).on('error', () => {})
})
server.on('stream', async (stream, headers) => {
  stream.on('error', () => {})
  seen.push(`${headers[':method']} ${headers[':path']}`)
  const path = String(headers[':path'])
  if (path === '/early') return handlers.get(path)!(stream, Buffer.alloc(0), path)
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  handlers.get(path)!(stream, Buffer.concat(pieces), path)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => {
  for (const session of sessions) session.destroy()
  server.close()
})
beforeEach(() => void seen.splice(0))

const at = (path: string) => `https://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
const order = (path: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url: at(path), headers: [], ...more })
const fetcher = () => createHttpFetcher({ allowFor: () => ['loopback'], tls: { ca: cert }, http2: true, connectionsPerSite: 1 })

handlers.set('/echo', (stream, body) => {
  stream.respond({ ':status': 200, 'x-length': String(body.length), 'x-digest': String(body.subarray(-3)), 'set-cookie': ['a=1', 'b=2'] })
  stream.end('echo')
})

test('GET, HEAD and POST: one session, version 2, header fields kept apart', async () => {
  await using fetch = fetcher()
  const answer = await fetch(order('/echo', { headers: ['X-Own', 'one', 'X-Own', 'two'] }))
  assert.deepEqual([answer.version, answer.status, answer.reason, Buffer.from(answer.body).toString()], ['2', 200, '', 'echo'])
  assert.deepEqual(
    answer.headers.filter((_, at) => answer.headers[at - 1] === 'set-cookie'),
    ['a=1', 'b=2'],
  )
  assert.ok(answer.headers.every(text => !text.startsWith(':')))
  const head = await fetch(order('/echo', { method: 'HEAD' }))
  assert.deepEqual([head.version, head.body.length], ['2', 0])
  await fetch(order('/echo', { method: 'POST', body: Buffer.from('abc') }))
  assert.deepEqual(seen, ['GET /echo', 'HEAD /echo', 'POST /echo'])
  assert.equal(sessions.size, 1)
})

test('a body far above the windows arrives whole, each way', async () => {
  handlers.set('/large', stream => {
    stream.respond({ ':status': 200 })
    stream.end(Buffer.alloc(8 * mebibyte, 'x'))
  })
  await using fetch = fetcher()
  assert.equal((await fetch(order('/large'))).body.length, 8 * mebibyte)
  const sent = await fetch(order('/echo', { method: 'POST', body: Buffer.concat([Buffer.alloc(8 * mebibyte), Buffer.from('end')]) }))
  assert.deepEqual(sent.headers.slice(sent.headers.indexOf('x-length') + 1)[0], String(8 * mebibyte + 3))
  assert.ok(sent.headers.includes('end'))
})

test('a sink that is slow holds the sender back', async () => {
  const total = 16 * mebibyte
  let written = 0
  handlers.set('/slow', async stream => {
    stream.respond({ ':status': 200 })
    for (const chunk = Buffer.alloc(65_536); written < total; written += chunk.length) if (!stream.write(chunk)) await once(stream, 'drain')
    stream.end()
  })
  await using fetch = fetcher()
  const first = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  let read = 0
  const into = () => ({
    write(chunk: Uint8Array) {
      read += chunk.length
      first.resolve()
      return release.promise
    },
  })
  const done = fetch(order('/slow', { into }))
  await first.promise
  // Both ends are in this process: once nothing moves for a while of the loop, the sender waits for us.
  let before = -1
  for (let calm = 0; calm < 50; calm++, await new Promise(setImmediate)) {
    if (written !== before) calm = 0
    before = written
  }
  assert.ok(written < total / 2, `${written} of ${total} bytes were sent to a reader that had taken ${read}`)
  release.resolve()
  assert.equal((await done).bytes.raw, total)
  assert.equal(read, total)
})

test('an abort ends the stream alone: the session serves on', async () => {
  const opened = Promise.withResolvers<ServerHttp2Stream>()
  handlers.set('/endless', stream => {
    stream.respond({ ':status': 200 })
    stream.write('begin')
    opened.resolve(stream)
  })
  await using fetch = fetcher()
  const abort = new AbortController()
  const ended = assert.rejects(fetch(order('/endless', { signal: abort.signal })), { code: 'aborted' })
  const stream = await opened.promise
  abort.abort()
  await ended
  if (!stream.closed) await once(stream, 'close')
  assert.ok(stream.aborted)
  assert.equal((await fetch(order('/echo'))).status, 200)
  assert.equal(sessions.size, 1)
})

test('RST_STREAM before the header, in the body, and after an answer that did not wait for the request', async () => {
  handlers.set('/reset', stream => stream.close(NGHTTP2_INTERNAL_ERROR))
  const broken =
    (headers: Record<string, string>): Handler =>
    stream => {
      stream.respond({ ':status': 200, ...headers })
      stream.write('some', () => stream.destroy(new Error('broken')))
    }
  handlers.set('/cut', broken({ 'content-length': '100' }))
  handlers.set('/cut-open', broken({}))
  handlers.set('/early', stream => {
    stream.respond({ ':status': 413 })
    stream.end('too large')
    stream.close(NGHTTP2_NO_ERROR)
  })
  await using fetch = fetcher()
  await assert.rejects(fetch(order('/reset')), { code: 'connection-reset', retryable: true })
  for (const path of ['/cut', '/cut-open']) {
    const { body, cut } = await fetch(order(path))
    assert.deepEqual([Buffer.from(body).toString(), cut], ['some', 'truncated'], path)
  }
  const early = await fetch(order('/early', { method: 'POST', body: Buffer.alloc(4 * mebibyte) }))
  assert.deepEqual([early.status, Buffer.from(early.body).toString()], [413, 'too large'])
  assert.equal((await fetch(order('/echo'))).status, 200)
})

test('GOAWAY: the answers under way come, the next request goes on a new session', async () => {
  handlers.set('/leaving', stream => {
    stream.session!.goaway()
    stream.respond({ ':status': 200 })
    stream.end('last')
  })
  await using fetch = fetcher()
  assert.equal(Buffer.from((await fetch(order('/leaving'))).body).toString(), 'last')
  assert.equal(Buffer.from((await fetch(order('/echo'))).body).toString(), 'echo')
  assert.deepEqual(seen, ['GET /leaving', 'GET /echo'])
})
