import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { manualClock } from '../base/clock.ts'
import type { Order } from '../exchange/order.ts'
import { openTown } from '../testing/index.ts'
import { oddAnswers } from '../testing/streets/odd-answers.ts'
import type { HttpOptions } from './fetch-http.ts'
import { createHttpFetcher } from './fetch-http.ts'
import { rawServer } from './raw-server.test-helper.ts'

const fetcherWith = (options: HttpOptions = {}) => createHttpFetcher({ allowFor: () => ['loopback'], ...options })
const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const lfOnly = (body: string | Uint8Array, ...fields: string[]) =>
  Buffer.concat([Buffer.from(['HTTP/1.1 200 OK', ...fields, `Content-Length: ${body.length}`, '', ''].join('\n')), Buffer.from(body)])
const answering = (bytes: string | Uint8Array) => rawServer(socket => socket.end(bytes))

test('of thirty odd answers 25 bodies are whole, 3 are marked where they break off, none is silently empty', async () => {
  await using town = await openTown()
  const verdicts = new Map<string, string[]>()
  for (const { name, body, expected } of oddAnswers) {
    await using fetch = fetcherWith()
    const verdict = await fetch(get(town.url('odd', `/${name}`))).then(
      exchange => {
        assert.equal(textOf(exchange.body), body, name)
        return exchange.cut === undefined ? 'body' : 'partial'
      },
      failure => {
        assert.equal(failure.code, 'protocol', name)
        return 'error'
      },
    )
    assert.equal(verdict, expected, name)
    verdicts.set(verdict, [...(verdicts.get(verdict) ?? []), name])
  }
  assert.deepEqual([verdicts.get('body')?.length, verdicts.get('partial')?.length, verdicts.get('error')?.length], [25, 3, 2])
})

test('what undici refuses is asked for once more, and the Exchange says so', async () => {
  await using server = await answering(lfOnly('hello', 'X-A: caf\xe9'))
  await using fetch = fetcherWith()
  const { version, status, reason, headers, body, peer, anomalies, cut, bytes } = await fetch(get(server.url))
  assert.deepEqual([version, status, reason, textOf(body), cut], ['1.1', 200, 'OK', 'hello', undefined])
  assert.deepEqual(headers, ['X-A', 'caf\xc3\xa9', 'Content-Length', '5'])
  assert.deepEqual(anomalies, ['second-reader', 'line-feed-only'])
  assert.deepEqual([peer, bytes], ['127.0.0.1', { raw: 5, decoded: 5 }])
  assert.equal(server.requests.length, 2)
  const line = (request: string) => request.split('\r\n').map(text => text.toLowerCase())
  assert.deepEqual(
    line(server.requests[1]!).filter(text => !text.startsWith('connection')),
    line(server.requests[0]!).filter(text => !text.startsWith('connection')),
  )
  assert.match(server.requests[1]!, /\r\nConnection: close\r\n/)
})

test('a site that needs the second reader is asked over the wire at once, until an answer is in order', async () => {
  let isOdd = true
  const fine = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
  await using server = await rawServer(socket => socket.end(isOdd ? lfOnly('odd') : fine))
  await using fetch = fetcherWith()
  const told = async () => [(await fetch(get(server.url))).anomalies, server.requests.length]
  assert.deepEqual(await told(), [['second-reader', 'line-feed-only'], 2])
  assert.deepEqual(await told(), [['line-feed-only'], 3])
  isOdd = false
  assert.deepEqual(await told(), [[], 4])
  assert.match(server.requests[3]!, /Connection: close/)
  assert.deepEqual(await told(), [[], 5])
  assert.match(server.requests[4]!, /connection: keep-alive/)
})

test('at most connectionsPerSite connections of the second reader are open to a site', async () => {
  const waiting: Socket[] = []
  await using server = await rawServer(
    socket => void (waiting.push(socket) === 1 || server.requests.length <= 2 ? socket.end(lfOnly('odd')) : undefined),
  )
  await using fetch = fetcherWith()
  await fetch(get(server.url))
  const both = Promise.all([fetch(get(server.url)), fetch(get(server.url))])
  while (server.requests.length < 3) await turn()
  for (let times = 0; times < 20; times++) await turn()
  assert.equal(server.requests.length, 3)
  waiting.at(-1)!.end(lfOnly('first'))
  while (server.requests.length < 4) await turn()
  waiting.at(-1)!.end(lfOnly('second'))
  assert.deepEqual(
    (await both).map(({ body }) => textOf(body)),
    ['first', 'second'],
  )
})

test('no second request: told not to, not idempotent, a sink that has been opened, a limit of ours, a network failure', async () => {
  const into = () => ({ write: () => {} })
  const late = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nZZ\r\n'
  const fields = `HTTP/1.1 200 OK\r\n${'a:b\r\n'.repeat(2_001)}\r\n`
  const cases: readonly (readonly [bytes: string | Uint8Array, code: string, order?: Partial<Order>, options?: HttpOptions])[] = [
    [lfOnly('x'), 'protocol', {}, { tolerant: false }],
    [lfOnly('x'), 'protocol', { method: 'POST', body: Buffer.from('a=1') }],
    [lfOnly('x'), 'protocol', { method: 'GET', body: Buffer.from('a=1') }],
    [late, 'protocol', { into }],
    [fields, 'headers-too-large'],
    [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(300_000)}`, 'headers-too-large'],
    ['HTTP/1.1 200 OK\r\nX: ', 'connection-reset'],
    ['', 'connection-reset'],
  ]
  for (const [bytes, code, order, options] of cases) {
    await using server = await answering(bytes)
    await using fetch = fetcherWith(options)
    await assert.rejects(fetch(get(server.url, order)), { name: 'CrawlError', code }, code)
    assert.equal(server.requests.length, 1, code)
  }
})

test('an answer that nobody asked for is never given to the next order', async () => {
  const evil = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil'
  for (const lineEnd of ['\r\n', '\n']) {
    await using server = await rawServer((socket, _, request) => {
      const path = request.split(' ')[1]!
      socket.write(`HTTP/1.1 200 OK${lineEnd}Content-Length: ${path.length}${lineEnd}${lineEnd}${path}${evil}`)
    })
    await using fetch = fetcherWith()
    for (const path of ['/first', '/second', '/third']) assert.equal(textOf((await fetch(get(server.site + path))).body), path)
  }
})

test('what neither reader takes fails with the name of the fault, after two requests', async () => {
  for (const [bytes, name] of [
    ['SSH-2.0-OpenSSH_9.2\r\n', 'status-line-missing'],
    ['HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n', 'status-invalid'],
    ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', 'switching-unasked'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n', 'chunk-size-invalid'],
    ['HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello', 'content-length-invalid'],
  ] as const) {
    await using server = await answering(bytes)
    await using fetch = fetcherWith()
    const message = new RegExp(`^127\\.0\\.0\\.1:\\d+ sent an answer that .*\\(${name}, RFC 9\\d+ [\\d.]+\\); .*\\.$`)
    await assert.rejects(fetch(get(server.url)), { name: 'CrawlError', code: 'protocol', url: server.url, retryable: false, message })
    assert.equal(server.requests.length, 2, name)
  }
})

test('a second request that gets no answer is the end', async () => {
  for (const leave of [(socket: Socket) => socket.end(), (socket: Socket) => socket.resetAndDestroy()]) {
    await using server = await rawServer(socket => (server.requests.length === 1 ? socket.end(lfOnly('x')) : leave(socket)))
    await using fetch = fetcherWith()
    await assert.rejects(fetch(get(server.url)), { code: 'connection-reset', retryable: true })
    assert.equal(server.requests.length, 2)
  }
})

test('damage in a body keeps what came before it', async () => {
  await using server = await answering('HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\r\nhello\r\nZZ\r\n')
  await using fetch = fetcherWith()
  const { body, cut, anomalies } = await fetch(get(server.url))
  assert.deepEqual([textOf(body), cut, anomalies], ['hello', 'truncated', ['second-reader', 'line-feed-only', 'chunk-size-invalid']])
})

test('content and transfer codings come off, limits and wants hold, HEAD has no body', async () => {
  const page = 'A page that is packed. '.repeat(50)
  const packed = gzipSync(page)
  const chunked = Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n${packed.length.toString(16)}\r\n`),
    packed,
    Buffer.from('\r\n0\r\n\r\n'),
  ])
  for (const bytes of [lfOnly(packed, 'Content-Encoding: gzip'), chunked]) {
    await using server = await answering(bytes)
    await using fetch = fetcherWith()
    assert.equal(textOf((await fetch(get(server.url))).body), page)
  }
  await using server = await rawServer((socket, _, request) =>
    socket.end(request.startsWith('HEAD') ? lfOnly('hello').subarray(0, -5) : lfOnly('hello')),
  )
  await using fetch = fetcherWith()
  await assert.rejects(fetch(get(server.url, { limits: { bodyBytes: 4 } })), { code: 'body-too-large', value: 4 })
  const cut = await fetch(get(server.url, { limits: { bodyBytes: 4, overLimit: 'cut' } }))
  assert.deepEqual([textOf(cut.body), cut.cut, cut.anomalies], ['hell', 'limit', ['second-reader', 'line-feed-only']])
  const unwanted = await fetch(get(server.url, { wants: ({ status }) => status !== 200 }))
  assert.deepEqual([unwanted.body.length, unwanted.cut, unwanted.bytes.raw], [0, 'unwanted', 5])
  const head = await fetch(get(server.url, { method: 'HEAD' }))
  assert.deepEqual([head.status, head.body.length, head.cut], [200, 0, undefined])
})

test('a slow sink holds the sender back over the wire too', async () => {
  const size = 32 * 1024 * 1024
  let sent = 0
  const piece = Buffer.alloc(64 * 1024, 'x')
  await using server = await rawServer(socket => {
    const send = () => {
      while (sent < size && socket.writable) {
        sent += piece.length
        if (!socket.write(piece)) return
      }
    }
    socket.on('drain', send)
    socket.write(`HTTP/1.1 200 OK\nContent-Length: ${size}\n\n`)
    if (server.requests.length > 1) send()
  })
  await using fetch = fetcherWith()
  let release = () => {}
  const first = new Promise<void>(resolve => {
    release = resolve
  })
  let taken = 0
  let isHeld = false
  const into = () => ({
    write(chunk: Uint8Array) {
      taken += chunk.length
      if (isHeld) return undefined
      isHeld = true
      return first
    },
  })
  const done = fetch(get(server.url, { into, limits: { bodyRawBytes: size } }))
  let before = -1
  while (!isHeld || before !== sent) {
    before = sent
    for (let times = 0; times < 50; times++) await turn()
  }
  assert.ok(taken <= 128 * 1024 && sent < size / 2, `${taken} taken, ${sent} sent`)
  release()
  assert.equal((await done).bytes.raw, size)
  assert.equal(taken, size)
})

test('clocks, the signal, the guard and closing end the second request as they end the first', async () => {
  for (const [limits, code, silence] of [
    [{ headersMs: 50 }, 'timeout-headers', ''],
    [{ idleMs: 60 }, 'timeout-idle', 'HTTP/1.1 200 OK\nContent-Length: 9\n\nabc'],
    [{ totalMs: 70 }, 'timeout-total', 'HTTP/1.1 200 OK\nContent-Length: 9\n\nabc'],
  ] as const) {
    const clock = manualClock()
    await using server = await rawServer(socket => (server.requests.length === 1 ? socket.end(lfOnly('x')) : socket.write(silence)))
    await using fetch = fetcherWith({ clock })
    const failure = assert.rejects(fetch(get(server.url, { limits })), { code, value: Object.values(limits)[0] })
    while (server.requests.length < 2) await turn()
    for (let times = 0; times < 20; times++) await turn()
    await clock.advance(70)
    await failure
  }
  const stop = new AbortController()
  await using server = await rawServer(socket => void (server.requests.length === 1 && socket.end(lfOnly('x'))))
  const fetch = fetcherWith()
  const aborted = assert.rejects(fetch(get(server.url, { signal: stop.signal })), { code: 'aborted' })
  while (server.requests.length < 2) await turn()
  stop.abort()
  await aborted
  await using other = await rawServer(socket => void (other.requests.length === 1 && socket.end(lfOnly('x'))))
  const closed = assert.rejects(fetch(get(other.url)), { code: 'aborted' })
  while (other.requests.length < 2) await turn()
  await fetch.close()
  await closed
})

test('the second request goes to no address that the first one might not go to', async () => {
  await using server = await answering(lfOnly('x'))
  const { port } = new URL(server.url)
  const asked: string[] = []
  const lookup: HttpOptions['lookup'] = (name, _, done) => {
    asked.push(name)
    done(null, [{ address: asked.length === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }])
  }
  await using fetch = createHttpFetcher({ lookup })
  await assert.rejects(fetch(get(`http://odd.example:${port}/`, { allow: ['loopback'] })), { code: 'address-guarded' })
  assert.deepEqual([asked.length, server.requests.length], [2, 1])
})
