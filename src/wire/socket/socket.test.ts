import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, Socket } from 'node:net'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { cert, key } from '../../../test/support/loopback-certificate.ts'
import { manualClock } from '../../base/clock.ts'
import { limits } from '../../base/limits.ts'
import type { ConnectOptions, Listener, ListenOptions, WireEvent, WireSocket } from '../index.ts'
import { connect, listen } from '../index.ts'

type Served = AsyncDisposable & { readonly port: number; readonly errors: readonly unknown[] }

/** A server of ours: each socket it accepts is given to `serve`, and closed afterwards. */
async function serving(serve: (socket: WireSocket) => Promise<void>, options: Partial<ListenOptions> = {}): Promise<Served> {
  const listener = await listen({ port: 0, ...options })
  const errors: unknown[] = []
  const open = new Set<WireSocket>()
  const done = (async () => {
    for await (const socket of listener) {
      open.add(socket)
      void serve(socket).catch(error => errors.push(error))
    }
  })()
  return {
    port: listener.local.port,
    errors,
    async [Symbol.asyncDispose]() {
      listener.close()
      for (const socket of open) await socket[Symbol.asyncDispose]()
      await done
    },
  }
}

const to = (port: number, more: Partial<ConnectOptions> = {}) => connect({ host: '127.0.0.1', port, allow: ['loopback'], ...more })
const textOf = (pieces: readonly Uint8Array[]) => Buffer.concat(pieces).toString()

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await turn()
}

async function firstOf(listener: Listener): Promise<WireSocket> {
  for await (const socket of listener) return socket
  throw new Error('closed')
}

test('reads of five bytes: "Hello", " Worl", "d", then nothing (S6, P14)', async () => {
  await using server = await serving(async socket => {
    await socket.write('Hello World')
    socket.close()
  })
  await using socket = await to(server.port, { readBytes: 5 })
  const pieces = await Array.fromAsync(socket)
  assert.deepEqual(
    pieces.map(piece => Buffer.from(piece).toString()),
    ['Hello', ' Worl', 'd'],
  )
  assert.equal((await socket.read()).length, 0)
  assert.equal(socket.bytesRead, 11)
})

test('a read gives `socketReadBytes` at most, and a write hands `socketWriteBytes` at most to the system', async t => {
  const written = t.mock.method(Socket.prototype, 'write')
  const bytes = new Uint8Array(2 * limits.socketWriteBytes + 1)
  const sent = Promise.withResolvers<void>()
  await using server = await serving(async socket => {
    await socket.write(bytes).then(sent.resolve, sent.reject)
    socket.end()
  })
  await using socket = await to(server.port)
  await sent.promise
  // The test runner writes to a socket too.
  const pieces = written.mock.calls.map(({ arguments: [piece] }) => piece as Uint8Array).filter(({ buffer }) => buffer === bytes.buffer)
  assert.deepEqual(
    pieces.map(({ length }) => length),
    [limits.socketWriteBytes, limits.socketWriteBytes, 1],
  )
  const reads = (await Array.fromAsync(socket)).map(({ length }) => length)
  assert.equal(Math.max(...reads), limits.socketReadBytes)
})

test('one socket is written and read, from both ends and in turns (P2, S1)', async () => {
  await using server = await serving(async socket => {
    await socket.write('Who is there?\n')
    for await (const bytes of socket) await socket.write(`Good morning, ${Buffer.from(bytes)}`)
    await socket.write('Good-bye.\n')
    socket.end()
  })
  await using socket = await to(server.port)
  assert.equal(textOf([await socket.read()]), 'Who is there?\n')
  await socket.write('Ada\n')
  for await (const bytes of socket) {
    assert.equal(textOf([bytes]), 'Good morning, Ada\n')
    break
  }
  socket.end()
  assert.equal(textOf(await Array.fromAsync(socket)), 'Good-bye.\n')
  assert.deepEqual(server.errors, [])
})

test('each of the seven calls is told, at both ends and in order (S2, S3)', async () => {
  const told: Record<'client' | 'server', WireEvent[]> = { client: [], server: [] }
  const clock = manualClock()
  {
    await using server = await serving(
      async socket => {
        await socket.read()
        await socket.write('Hello World')
        socket.close()
      },
      { backlog: 5, clock, on: event => told.server.push(event) },
    )
    await using socket = await to(server.port, { clock, on: event => told.client.push(event) })
    await socket.write('?')
    await Array.fromAsync(socket)
    socket.close()
    socket.close()
  }
  const calls = (events: readonly WireEvent[]) => events.map(({ call }) => call)
  assert.deepEqual(calls(told.client), ['socket', 'connect', 'send', 'recv', 'end', 'close'])
  assert.deepEqual(calls(told.server), ['socket', 'bind', 'listen', 'accept', 'recv', 'send', 'close', 'close'])
  const [made, bound, listens, accepts, received] = told.server
  assert.deepEqual(made, { at: 0, call: 'socket', family: 'IPv4' })
  assert.ok(bound?.call === 'bind' && listens?.call === 'listen' && accepts?.call === 'accept' && received?.call === 'recv')
  assert.deepEqual([bound.local.address, listens.local, listens.backlog], ['127.0.0.1', bound.local, 5])
  const [, connects] = told.client
  assert.ok(connects?.call === 'connect')
  assert.deepEqual(connects.remote, bound.local)
  assert.deepEqual([accepts.remote.address, received.total], ['127.0.0.1', 1])
})

test('accepting waits until a client comes (S4)', async () => {
  await using listener = await listen({ port: 0 })
  const accepted: WireSocket[] = []
  const first = firstOf(listener).then(socket => accepted.push(socket))
  await turn()
  assert.equal(accepted.length, 0)
  await using client = await to(listener.local.port)
  await first
  assert.deepEqual(accepted[0]?.remote, client.local)
  await accepted[0]?.[Symbol.asyncDispose]()
})

test('so many connections wait to be accepted: `backlog`', async () => {
  const told: WireEvent[] = []
  await using _ = await listen({ port: 0, on: event => told.push(event) })
  assert.deepEqual(
    told.flatMap(event => (event.call === 'listen' ? [event.backlog] : [])),
    [limits.backlog],
  )
})

test('connections beyond the backlog that nobody accepts are closed', async () => {
  const events: string[] = []
  await using listener = await listen({ port: 0, backlog: 2, on: ({ call }) => events.push(call) })
  const clients = await Promise.all([0, 1, 2].map(() => to(listener.local.port)))
  await until(() => events.includes('close'))
  assert.deepEqual(events, ['socket', 'bind', 'listen', 'close'])
  const ends = await Promise.all(clients.map(client => Promise.race([client.read().then(({ length }) => length), turn('open')])))
  assert.deepEqual(ends.filter(end => end === 'open').length, 2)
  for (const client of clients) client.close()
})

test('a silent peer ends in a time-out, at both ends, and Infinity waits on (P3)', async () => {
  const clock = manualClock()
  await using server = await serving(async socket => void (await socket.read()), { clock, idleMs: 3_000 })
  await using patient = await to(server.port, { clock, idleMs: Infinity })
  await using socket = await to(server.port, { clock, idleMs: 2_000 })
  const waiting = socket.read()
  const says = { code: 'timeout-idle', value: 2_000, message: /^127\.0\.0\.1:\d+ has sent nothing for 2000 ms; perhaps it waits for you/ }
  const refused = assert.rejects(waiting, says)
  const goesOn = patient.read()
  await clock.advance(2_000)
  await refused
  await assert.rejects(socket.read(), says)
  await clock.advance(1_000)
  await until(() => server.errors.length > 0)
  assert.equal((server.errors[0] as { code: string }).code, 'timeout-idle')
  assert.equal((await goesOn).length, 0)
})

for (const [kind, tls] of [
  ['TCP', undefined],
  ['TLS', { key, cert }],
] as const) {
  test(`${kind}: a sender is blocked while nobody reads, then released (P16)`, async () => {
    const clock = manualClock()
    const events: WireEvent[] = []
    const size = 32 * 1024 * 1024
    const block = new Uint8Array(1024 * 1024).fill(120)
    await using server = await serving(
      async socket => {
        for (let sent = 0; sent < size; sent += block.length) await socket.write(block)
        socket.end()
      },
      { tls, clock, on: event => events.push(event) },
    )
    await using socket = await to(server.port, { readBytes: 100_000, clock, tls: tls && { ca: cert } })
    for (let calm = 0; calm < 50; calm = events.at(-1)?.call === 'blocked' ? calm + 1 : 0) await turn()
    const sent = events.filter(({ call }) => call === 'send').length
    assert.ok(sent < 32, `${sent} MiB were taken though nobody reads`)
    await clock.advance(250)
    let received = 0
    for await (const bytes of socket) received += bytes.length
    assert.equal(received, size)
    assert.ok(events.some(event => event.call === 'released' && event.afterMs === 250))
  })
}

test('the receiver of an accepted connection holds its sender too', async () => {
  const events: WireEvent[] = []
  const opened = Promise.withResolvers<WireSocket>()
  await using server = await serving(async socket => opened.resolve(socket))
  await using client = await to(server.port, { on: event => events.push(event) })
  const size = 32 * 1024 * 1024
  const writing = client.write(new Uint8Array(size)).then(() => client.end())
  const socket = await opened.promise
  for (let calm = 0; calm < 50; calm = events.at(-1)?.call === 'blocked' ? calm + 1 : 0) await turn()
  let received = 0
  for await (const bytes of socket) received += bytes.length
  await writing
  assert.equal(received, size)
})

test('a write that nobody takes ends in a time-out', async () => {
  const clock = manualClock()
  const events: string[] = []
  await using server = await serving(() => new Promise(() => {}))
  await using socket = await to(server.port, { clock, idleMs: 1_000, on: ({ call }) => events.push(call) })
  const refused = assert.rejects(socket.write(new Uint8Array(64 * 1024 * 1024)), {
    code: 'timeout-idle',
    message: /has taken nothing for 1000 ms/,
  })
  await until(() => events.includes('blocked'))
  await clock.advance(1_000)
  await refused
  await assert.rejects(socket.write('more'), { code: 'timeout-idle' })
})

test('bytes are exact and in order over writes that overlap, through any read size', async () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 31) >> 3)
  for (const readBytes of [1_000, 65_536, 1_000_000]) {
    await using server = await serving(
      async socket => {
        const got = Buffer.concat(await Array.fromAsync(socket))
        await Promise.all([socket.write(got.subarray(0, 200_000)), socket.write(got.subarray(200_000))])
        socket.end()
      },
      { readBytes },
    )
    await using socket = await to(server.port, { readBytes })
    const sent = Promise.all([socket.write(bytes.subarray(0, 100_000)), socket.write(bytes.subarray(100_000))])
    socket.end()
    const pieces = await Array.fromAsync(socket)
    await sent
    assert.ok(pieces.every(({ length }) => length > 0 && length <= readBytes))
    assert.ok(Buffer.concat(pieces).equals(bytes), String(readBytes))
  }
})

test('lent bytes are right until the next read, over TLS too, and make no garbage', async () => {
  const size = 4_000_000
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31) >> 5)
  for (const tls of [undefined, { key, cert }]) {
    let at = 0
    await using server = await serving(
      async socket => {
        // Short reads, which are copied, come between full ones, which are lent.
        let sent = 0
        for (let piece = 0; piece < 40; piece++) {
          const next = sent + (piece % 2 === 0 ? 10_000 : 100)
          await socket.write(bytes.subarray(sent, next))
          sent = next
          while (at < sent) await turn()
        }
        await socket.write(bytes.subarray(sent))
        socket.end()
      },
      { tls },
    )
    await using socket = await to(server.port, { readBytes: 10_000, lend: true, tls: tls && { ca: cert } })
    const buffers = new Set<ArrayBufferLike>()
    for await (const read of socket) {
      assert.ok(Buffer.from(bytes.buffer, at, read.length).equals(read), `at ${at}`)
      // A Buffer would not be copied by slice().
      assert.equal(Object.getPrototypeOf(read), Uint8Array.prototype)
      at += read.length
      if (read.length === 10_000) buffers.add(read.buffer)
    }
    assert.equal(at, size)
    // What one record of TLS brings is queued.
    assert.ok(buffers.size <= (tls === undefined ? 2 : 100), `${buffers.size} buffers for ${size / 10_000} reads`)
  }
})

test('TLS: the same socket, both ways, with its session told', async () => {
  const events: WireEvent[] = []
  await using server = await serving(
    async socket => {
      for await (const bytes of socket) await socket.write(bytes)
      socket.end()
    },
    { tls: { key, cert } },
  )
  await using socket = await to(server.port, { host: 'localhost', tls: { ca: cert }, readBytes: 10_000, on: event => events.push(event) })
  const sent = new Uint8Array(200_000).map((_, at) => at)
  const writing = socket.write(sent).then(() => socket.end())
  const pieces = await Array.fromAsync(socket)
  await writing
  assert.ok(Buffer.concat(pieces).equals(sent))
  assert.ok(pieces.every(({ length }) => length <= 10_000))
  assert.deepEqual(
    events.slice(0, 5).map(({ call }) => call),
    ['lookup', 'socket', 'connect', 'tls', 'send'],
  )
  assert.deepEqual(socket.tls, {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    distrust: undefined,
    certificate: {
      subject: 'CN=localhost',
      issuer: 'CN=localhost',
      validFrom: 'Jan  1 00:00:00 2020 GMT',
      validTo: 'Jan  1 00:00:00 2120 GMT',
      names: ['localhost', '127.0.0.1'],
    },
  })
  assert.deepEqual(server.errors, [])
})

test('TLS: a certificate is checked unless told otherwise, and the name may be given apart from the address', async () => {
  await using server = await serving(async socket => socket.close(), { tls: { key, cert } })
  await assert.rejects(to(server.port, { tls: true }), { code: 'tls', message: /DEPTH_ZERO_SELF_SIGNED_CERT/ })
  await assert.rejects(to(server.port, { tls: { ca: cert }, serverName: 'other.example' }), { code: 'tls', message: /ALTNAME_INVALID/ })
  await using named = await to(server.port, { tls: { ca: cert }, serverName: 'localhost' })
  assert.equal(named.tls?.distrust, undefined)
  await using trusting = await to(server.port, { tls: { rejectUnauthorized: false } })
  assert.match(trusting.tls?.distrust ?? '', /DEPTH_ZERO_SELF_SIGNED_CERT/)
  await using plain = await serving(async socket => void (await socket.write('220 mail.example\r\n')))
  await assert.rejects(to(plain.port, { tls: true }), { code: 'tls', message: /does not speak TLS/ })
})

test('phases: DNS, TCP and TLS on the clock', async () => {
  const clock = manualClock()
  await using server = await serving(async () => {}, { tls: { key, cert } })
  const socket = await to(server.port, {
    host: 'localhost.example',
    serverName: 'localhost',
    tls: { ca: cert },
    clock,
    lookup: (_, __, done) => void clock.advance(40).then(() => done(null, [{ address: '127.0.0.1', family: 4 }])),
    on: ({ call }) => void (call === 'socket' && clock.advance(7)),
  })
  assert.deepEqual(socket.phases, { dnsMs: 40, tcpMs: 7, tlsMs: 0 })
  socket.close()
})

test('addresses are guarded after DNS', async () => {
  await using server = await serving(async socket => socket.close())
  const lookup: ConnectOptions['lookup'] = (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
  for (const options of [{ host: '127.0.0.1' }, { host: 'localhost' }, { host: '[::1]' }, { host: 'inside.example', lookup }]) {
    await assert.rejects(connect({ port: server.port, ...options }), { code: 'address-guarded' }, options.host)
  }
  await using socket = await connect({ host: 'inside.example', port: server.port, lookup, allow: ['loopback'] })
  assert.equal(socket.remote.address, '127.0.0.1')
})

test('refused, unknown, aborted, reset: each has its code and names the other end', async () => {
  const closed = createServer()
  closed.listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  await new Promise(resolve => closed.close(resolve))
  await assert.rejects(to(port), { code: 'connection-refused', message: new RegExp(`^127\\.0\\.0\\.1:${port} refused the connection`) })
  const unknown: ConnectOptions['lookup'] = (_, __, done) => done(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), '')
  await assert.rejects(to(80, { host: 'nowhere.example', lookup: unknown }), { code: 'dns-not-found', message: /nowhere\.example:80/ })
  await assert.rejects(to(port, { signal: AbortSignal.abort() }), { code: 'aborted' })
  for (const readBytes of [0, 1.5, limits.socketReadMostBytes + 1]) await assert.rejects(to(port, { readBytes }), { code: 'usage' })

  const resetting = createServer(socket => socket.once('data', () => socket.resetAndDestroy()))
  resetting.listen(0, '127.0.0.1')
  await once(resetting, 'listening')
  await using socket = await to((resetting.address() as AddressInfo).port)
  await socket.write('?')
  await assert.rejects(socket.read(), { code: 'connection-reset', message: /^127\.0\.0\.1:\d+ reset the connection/ })
  await assert.rejects(socket.write('?'), { code: 'connection-reset' })
  resetting.close()
})

test('closing or aborting ends a waiting read; overlapping reads and late writes are faults of the caller', async () => {
  await using server = await serving(() => new Promise(() => {}))
  const socket = await to(server.port)
  const waiting = assert.rejects(socket.read(), { code: 'aborted', message: /closed at this end/ })
  await assert.rejects(socket.read(), { code: 'usage', message: /overlap/ })
  socket.close()
  await waiting
  await assert.rejects(socket.read(), { code: 'aborted' })
  await assert.rejects(socket.write('late'), { code: 'aborted' })

  await using ended = await to(server.port)
  ended.end()
  await assert.rejects(ended.write('late'), { code: 'usage', message: /end\(\) was called/ })

  const stop = new AbortController()
  await using given = await to(server.port, { signal: stop.signal })
  const stopped = assert.rejects(given.read(), { code: 'aborted', message: /as you asked/ })
  stop.abort()
  await stopped
})

test('a full backlog, made by a server that accepts nobody, is explained by the time-out (S8)', async () => {
  // Its thread sleeps: the system takes two connections (backlog + 1) in its name and leaves the third without an answer.
  const asleep = new Worker(
    `const { parentPort } = require('node:worker_threads')
     const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port)
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
     })`,
    { eval: true },
  )
  const [port] = (await once(asleep, 'message')) as [number]
  const clock = manualClock()
  const clients: WireSocket[] = []
  const attempts = Array.from({ length: 8 }, () => to(port, { clock, connectMs: 500 }).then(socket => clients.push(socket)))
  const outcomes = Promise.allSettled(attempts)
  await until(() => clients.length >= 2)
  for (let round = 0; round < 20; round++) await turn()
  await clock.advance(500)
  const refusals = (await outcomes).filter(outcome => outcome.status === 'rejected').map(({ reason }) => reason)
  assert.ok(refusals.length > 0 && clients.length < 8)
  for (const { code, message } of refusals) {
    assert.equal(code, 'timeout-connect')
    assert.match(message, /took no connection within 500 ms: .*the backlog of the server is full/)
  }
  for (const client of clients) client.close()
  await asleep.terminate()
})

test('a port in use and an address of another machine are explained (S8)', async () => {
  await using listener = await listen({ port: 0 })
  const { port } = listener.local
  await assert.rejects(listen({ port }), { code: 'usage', message: new RegExp(`^127\\.0\\.0\\.1:${port} is in use by another program`) })
  await assert.rejects(listen({ port: 0, host: '203.0.113.1' }), { code: 'usage', message: /no address of this machine/ })
})

test('a closed listener frees its port and ends its iteration', async () => {
  const listener = await listen({ port: 0 })
  const sockets = Array.fromAsync(listener)
  listener.close()
  assert.deepEqual(await sockets, [])
  await using again = await listen({ port: listener.local.port })
  assert.equal(again.local.port, listener.local.port)
  const stop = new AbortController()
  const given = await listen({ port: 0, signal: stop.signal })
  const none = Array.fromAsync(given)
  stop.abort()
  assert.deepEqual(await none, [])
})

test('bytes that came before a reset are read before it is told', async () => {
  let other: Socket | undefined
  const server = createServer(socket => {
    other = socket
    socket.write('last words')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await using socket = await to((server.address() as AddressInfo).port, { readBytes: 4 })
  const pieces = [await socket.read()]
  other?.resetAndDestroy()
  await assert.rejects(
    async () => {
      for await (const piece of socket) pieces.push(piece)
    },
    { code: 'connection-reset' },
  )
  assert.equal(textOf(pieces), 'last words')
  server.close()
})
