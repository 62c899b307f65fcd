import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValues } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import type { HttpOptions } from './fetch-http.ts'
import { createHttpFetcher } from './fetch-http.ts'
import { rawServer } from './raw-server.test-helper.ts'

const says = (...lines: string[]) => rawServer(socket => socket.write(lines.join('\r\n'), 'latin1'))
const fetcherWith = (options: HttpOptions = {}) => createHttpFetcher({ allowFor: () => ['loopback'], ...options })
const get = (url: string, more: Partial<Order> = {}): Order => ({ method: 'GET', url, headers: [], ...more })
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const ok = (body: string, ...fields: string[]) => ['HTTP/1.1 200 OK', ...fields, `Content-Length: ${body.length}`, '', body].join('\r\n')

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await turn()
}

test('an answer is kept as it was received', async () => {
  const clock = manualClock(1_000)
  await using server = await rawServer(async socket => {
    await clock.advance(30)
    socket.write('HTTP/1.1 200 Very Well\r\nSET-Cookie: a=1\r\nset-cookie: b=2\r\nX-Name: caf\xe9\r\nContent-Length: 5\r\n\r\n', 'latin1')
    socket.write('Hello')
  })
  await using fetch = fetcherWith({ clock })
  const order = get(server.url)
  const exchange = await fetch(order)
  assert.equal(exchange.order, order)
  assert.deepEqual([exchange.status, exchange.reason], [200, 'Very Well'])
  assert.deepEqual(exchange.headers, ['SET-Cookie', 'a=1', 'set-cookie', 'b=2', 'X-Name', 'caf\xe9', 'Content-Length', '5'])
  assert.equal(textOf(exchange.body), 'Hello')
  assert.equal(Object.getPrototypeOf(exchange.body), Uint8Array.prototype)
  assert.deepEqual(exchange.bytes, { raw: 5, decoded: 5 })
  assert.deepEqual(exchange.timings, { startedAt: 1_000, headersMs: 30, totalMs: 30, connection: { dnsMs: 0, tcpMs: 0 } })
  assert.deepEqual([exchange.version, exchange.peer, exchange.cut, exchange.anomalies], ['1.1', '127.0.0.1', undefined, []])
})

test('the version is the server’s, also byte by byte; a kept connection took its time once (Z34)', async () => {
  await using server = await rawServer(async socket => {
    for (const byte of Buffer.from('HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok')) {
      socket.write(Uint8Array.of(byte))
      await turn()
    }
  })
  await using fetch = fetcherWith()
  const [one, other] = [await fetch(get(server.url)), await fetch(get(server.url))]
  assert.deepEqual([one.version, other.version], ['1.0', '1.0'])
  assert.ok(one.timings.connection !== undefined && other.timings.connection === undefined)
})

test('bytes one by one equal all at once', async () => {
  const body = gzipSync('A page that comes slowly. '.repeat(20))
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nX-Long: ${'y'.repeat(100)}\r\n\r\n`
  const half = body.length >> 1
  const chunked = Buffer.concat([
    Buffer.from(`${half.toString(16)};ext=1\r\n`),
    body.subarray(0, half),
    Buffer.from(`\r\n${(body.length - half).toString(16)}\r\n`),
    body.subarray(half),
    Buffer.from('\r\n0\r\nX-Trailer: 1\r\n\r\n'),
  ])
  const bytes = Buffer.concat([Buffer.from(head), chunked])
  await using server = await rawServer(async (socket, _, request) => {
    if (!request.includes('/slow')) return void socket.write(bytes)
    for (const byte of bytes) {
      await new Promise(resolve => socket.write(Uint8Array.of(byte), resolve))
      await turn()
    }
  })
  await using fetch = fetcherWith({ connectionsPerSite: 2 })
  const [slow, fast] = await Promise.all([fetch(get(`${server.site}/slow`)), fetch(get(`${server.site}/fast`))])
  assert.equal(textOf(slow.body), textOf(fast.body))
  assert.deepEqual([slow.headers, slow.bytes, slow.anomalies], [fast.headers, fast.bytes, fast.anomalies])
  assert.equal(slow.bytes.raw, body.length)
})

test('the request has the fields of the order, in order, and nothing else but the wire needs', async () => {
  await using server = await rawServer(socket => socket.write(ok('')))
  await using fetch = fetcherWith()
  const host = server.site.slice('http://'.length)
  await fetch(get(`http://user:secret@${host}/a?b=%20c#fragment`, { headers: ['X-B', '1', 'x-a', '2', 'X-B', '3'] }))
  await fetch(get(`${server.site}/`, { headers: ['Accept-Encoding', 'identity'] }))
  await fetch({ method: 'POST', url: `${server.site}/`, headers: ['content-type', 'text/plain'], body: Buffer.from('a1=lga&a2=cpt') })
  const same = `host: ${host}\r\nconnection: keep-alive\r\n`
  assert.deepEqual(server.requests, [
    `GET /a?b=%20c HTTP/1.1\r\n${same}X-B: 1\r\nx-a: 2\r\nX-B: 3\r\naccept-encoding: gzip, deflate, br, zstd\r\n\r\n`,
    `GET / HTTP/1.1\r\n${same}Accept-Encoding: identity\r\n\r\n`,
    `POST / HTTP/1.1\r\n${same}content-type: text/plain\r\naccept-encoding: gzip, deflate, br, zstd\r\ncontent-length: 13\r\n\r\na1=lga&a2=cpt`,
  ])
  assert.equal(server.connections(), 1)
})

test('a line break or NUL is refused before the first byte', async () => {
  await using server = await rawServer(socket => socket.write(ok('')))
  await using fetch = fetcherWith()
  for (const [order, code] of [
    [get(server.url, { headers: ['X-A', 'b\r\nX-Forged: 1'] }), 'usage'],
    [get(server.url, { headers: ['X-A\n', 'b'] }), 'usage'],
    [get(server.url, { headers: ['X-A', 'b\0'] }), 'usage'],
    [get(server.url, { headers: ['X A', 'b'] }), 'usage'],
    [get(server.url, { headers: ['X-A', '\u4e2d'] }), 'usage'],
    [get(server.url, { headers: ['X-A'] }), 'usage'],
    [get(server.url, { headers: ['Transfer-Encoding', 'chunked'] }), 'usage'],
    [get(server.url, { headers: ['X-A', 'y'.repeat(300 * 1024)] }), 'usage'],
    [get(`${server.site}/a\r\nX-Forged: 1`), 'usage'],
    [get(`${server.site}/a b`), 'url-invalid'],
    [{ ...get(server.url), method: 'GET / HTTP/1.1\r\nX: ' }, 'usage'],
    [{ ...get(server.url), method: 'CONNECT' }, 'usage'],
    [get('http://a?b/c'), 'url-invalid'],
    [get('http:///c'), 'url-invalid'],
    [get('nothing'), 'url-invalid'],
    [get('ftp://a.example/'), 'scheme-unsupported'],
  ] as const) {
    await assert.rejects(fetch(order), { name: 'CrawlError', code, retryable: false }, JSON.stringify(order).slice(0, 200))
  }
  assert.equal(server.connections(), 0)
})

test('content codings come off; several fields make one chain', async () => {
  const page = 'The quick brown fox. '.repeat(2_000)
  const coded = brotliCompressSync(gzipSync(page))
  await using server = await rawServer(socket => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: GZIP\r\nContent-Encoding: br\r\nContent-Length: ${coded.length}\r\n\r\n`)
    socket.write(coded)
  })
  await using fetch = fetcherWith()
  const exchange = await fetch(get(server.url))
  assert.equal(textOf(exchange.body), page)
  assert.deepEqual(exchange.bytes, { raw: coded.length, decoded: page.length })
})

test('a coded body that is cut, plain or bad is kept with its anomaly; six codings are an error', async () => {
  const coded = gzipSync('0123456789'.repeat(50).split('').sort().join('') + Math.PI)
  const cases = new Map<string, [fields: string, body: Buffer]>([
    ['/cut', ['Content-Encoding: gzip', coded.subarray(0, coded.length - 9)]],
    ['/plain', ['Content-Encoding: gzip', Buffer.from('<html>')]],
    ['/six', ['Content-Encoding: gzip,gzip,gzip,gzip,gzip,gzip', coded]],
  ])
  await using server = await rawServer((socket, _, request) => {
    const [fields, body] = cases.get(request.split(' ')[1]!)!
    socket.write(`HTTP/1.1 200 OK\r\n${fields}\r\nContent-Length: ${body.length}\r\n\r\n`)
    socket.write(body)
  })
  await using fetch = fetcherWith()
  const cut = await fetch(get(`${server.site}/cut`))
  assert.deepEqual([cut.cut, cut.anomalies], ['truncated', ['content-coding-truncated']])
  const plain = await fetch(get(`${server.site}/plain`))
  assert.deepEqual([textOf(plain.body), plain.cut, plain.anomalies], ['<html>', undefined, ['content-coding-not-applied']])
  await assert.rejects(fetch(get(`${server.site}/six`)), { code: 'decode', value: 5 })
})

test('a body above its limit fails, by Content-Length before it is read', async () => {
  const zeros = gzipSync(Buffer.alloc(100_000))
  await using server = await rawServer((socket, _, request) => {
    if (request.includes('/stated')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n')
    if (request.includes('/chunked')) socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\nghijk\r\n')
    if (request.includes('/bomb')) {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zeros.length}\r\n\r\n`)
      socket.write(zeros)
    }
  })
  await using fetch = fetcherWith()
  for (const [path, orderLimits, value] of [
    ['/stated', { bodyRawBytes: 10 }, 10],
    ['/stated', { bodyBytes: 10 }, 10],
    ['/chunked', { bodyRawBytes: 10 }, 10],
    ['/bomb', { bodyBytes: 99_999 }, 99_999],
    ['/bomb', { bodyRawBytes: zeros.length - 1 }, zeros.length - 1],
  ] as const) {
    const order = get(server.site + path, { limits: orderLimits })
    await assert.rejects(fetch(order), { code: 'body-too-large', value, retryable: false, url: order.url }, path)
  }
  const whole = await fetch(get(`${server.site}/bomb`, { limits: { bodyBytes: 100_000, bodyRawBytes: zeros.length } }))
  assert.deepEqual([whole.bytes.decoded, whole.cut], [100_000, undefined])
})

test('by default a body may have `bodyBytes`, and `bodyRawBytes` as it comes', async () => {
  let fields = ''
  await using server = await rawServer(socket => socket.end(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`))
  await using fetch = fetcherWith()
  const codeOf = (given: string) => {
    fields = given
    return fetch(get(server.url)).then(
      () => 'fetched',
      ({ code }) => code,
    )
  }
  assert.equal(await codeOf(`Content-Length: ${limits.bodyBytes}`), 'body-truncated')
  assert.equal(await codeOf(`Content-Length: ${limits.bodyBytes + 1}`), 'body-too-large')
  assert.equal(await codeOf(`Content-Encoding: gzip\r\nContent-Length: ${limits.bodyRawBytes}`), 'body-truncated')
  assert.equal(await codeOf(`Content-Encoding: gzip\r\nContent-Length: ${limits.bodyRawBytes + 1}`), 'body-too-large')
})

test('a body of crumbs is read up to the limit of pieces', async () => {
  await using server = await rawServer((socket, _, request) => {
    const chunks = '1\r\nx\r\n'.repeat(Number(/\/(\d+) /.exec(request)![1]))
    socket.end(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`)
  })
  await using fetch = fetcherWith({ tolerant: false })
  // Chunks of a byte: one more for every 16 that came before.
  const most = Math.floor((16 * limits.bodyPieces - 1) / 15)
  assert.equal((await fetch(get(`${server.site}/${most}`))).body.length, most)
  await assert.rejects(fetch(get(`${server.site}/${most + 1}`)), { code: 'protocol', value: limits.bodyPieces })
})

test('overLimit `cut` keeps the body up to the limit and drops the connection', async () => {
  const zeros = gzipSync(Buffer.alloc(100_000))
  await using server = await rawServer((socket, _, request) => {
    if (request.includes('/plain')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nabcdefghijkl')
    if (request.includes('/exact')) socket.write(ok('abcdefghij'))
    if (request.includes('/bomb')) {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zeros.length}\r\n\r\n`)
      socket.write(zeros)
    }
  })
  await using fetch = fetcherWith()
  const plain = await fetch(get(`${server.site}/plain`, { limits: { bodyBytes: 10, overLimit: 'cut' } }))
  assert.deepEqual([textOf(plain.body), plain.cut, plain.bytes], ['abcdefghij', 'limit', { raw: 10, decoded: 10 }])
  await until(() => server.sockets.size === 0)
  const exact = await fetch(get(`${server.site}/exact`, { limits: { bodyBytes: 10, overLimit: 'cut' } }))
  assert.deepEqual([textOf(exact.body), exact.cut], ['abcdefghij', undefined])
  const bomb = await fetch(get(`${server.site}/bomb`, { limits: { bodyBytes: 10, overLimit: 'cut' } }))
  assert.deepEqual([bomb.body.length, bomb.cut, bomb.bytes], [10, 'limit', { raw: zeros.length, decoded: 10 }])
  const half = await fetch(get(`${server.site}/bomb`, { limits: { bodyRawBytes: zeros.length >> 1, overLimit: 'cut' } }))
  assert.equal(half.cut, 'limit')
  assert.ok(half.body.length > 0 && half.body.length < 100_000)
})

test('bodies that are large together wait for one another, packed or not, and all arrive', async () => {
  const mebibytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 'x')
  const packed = gzipSync(mebibytes(14))
  await using server = await rawServer((socket, _, request) => {
    const [fields, body] = request.includes('/packed') ? ['Content-Encoding: gzip\r\n', packed] : ['', mebibytes(14)]
    socket.write(`HTTP/1.1 200 OK\r\n${fields}Content-Length: ${body.length}\r\n\r\n`)
    socket.write(body)
  })
  await using fetch = fetcherWith({ connectionsPerSite: 8 })
  const paths = ['/plain', '/packed', '/plain', '/packed', '/plain', '/packed']
  const exchanges = await Promise.all(paths.map(path => fetch(get(server.site + path))))
  assert.deepEqual(
    exchanges.map(({ bytes }) => bytes.decoded / 1024 / 1024),
    [14, 14, 14, 14, 14, 14],
  )
})

test('what is not wanted stays on the server', async () => {
  await using server = await says('HTTP/1.1 200 OK', 'Content-Type: video/mpeg', 'Content-Length: 5000000', '', 'start')
  await using fetch = fetcherWith()
  let asked: { status: number; headers: HeaderList } | undefined
  const wants: Order['wants'] = head => {
    asked = head
    return !headerValues(head.headers, 'content-type').includes('video/mpeg')
  }
  const exchange = await fetch(get(server.url, { wants }))
  assert.equal(asked?.status, 200)
  assert.deepEqual([exchange.cut, exchange.body.length, exchange.bytes], ['unwanted', 0, { raw: 5_000_000, decoded: 0 }])
  await until(() => server.sockets.size === 0)
  const cause = new Error('oops')
  const throwing = () => {
    throw cause
  }
  await assert.rejects(fetch(get(server.url, { wants: throwing })), { code: 'handler', cause })
})

test('HEAD, 204 and 304 have no body', async () => {
  await using server = await rawServer((socket, _, request) => {
    if (request.startsWith('HEAD')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\nContent-Encoding: gzip\r\n\r\n')
    if (request.includes('/204')) socket.write('HTTP/1.1 204 No Content\r\n\r\n')
    if (request.includes('/304')) socket.write('HTTP/1.1 304 Not Modified\r\nContent-Length: 700\r\nContent-Encoding: br\r\n\r\n')
  })
  await using fetch = fetcherWith()
  for (const order of [get(server.url, { method: 'HEAD' }), get(`${server.site}/204`), get(`${server.site}/304`)]) {
    const exchange = await fetch(order)
    assert.deepEqual([exchange.bytes, exchange.cut, exchange.anomalies], [{ raw: 0, decoded: 0 }, undefined, []])
  }
})

test('a header of 20 kB is read, one of 300 KiB or of 2,001 fields is not', async () => {
  const fields = (count: number) => 'a: b\r\n'.repeat(count)
  await using server = await rawServer((socket, _, request) => {
    const field = /\/(\d+)/.exec(request)![1]!
    socket.write(
      `HTTP/1.1 200 OK\r\n${request.includes('/fields') ? fields(Number(/fields\/(\d+)/.exec(request)![1])) : `X: ${'y'.repeat(Number(field))}\r\n`}`,
    )
    socket.write('Content-Length: 0\r\n\r\n')
  })
  await using fetch = fetcherWith()
  assert.equal((await fetch(get(`${server.site}/20000`))).headers[1]?.length, 20_000)
  assert.equal((await fetch(get(`${server.site}/250000`))).status, 200)
  await assert.rejects(fetch(get(`${server.site}/${300 * 1024}`)), { code: 'headers-too-large', value: 256 * 1024 })
  assert.equal((await fetch(get(`${server.site}/fields/1999`))).headers.length, 4_000)
  await assert.rejects(fetch(get(`${server.site}/fields/2000`)), { code: 'headers-too-large', value: 2_000 })
})

test('a reason phrase without end is ended by the limit of headers, on a kept connection too', async () => {
  await using server = await rawServer((socket, _, request) => {
    if (request.includes('/well')) return void socket.write(ok('done'))
    socket.write('HTTP/1.1 200 ')
    const more = () => {
      while (!socket.destroyed && socket.write('y'.repeat(16 * 1024)));
    }
    socket.on('drain', more)
    more()
  })
  // The clocks stand still: only a limit can end it.
  await using fetch = fetcherWith({ clock: manualClock() })
  for (let nth = 0; nth < 2; nth++) {
    await assert.rejects(fetch(get(`${server.site}/endless`)), { code: 'headers-too-large', value: 256 * 1024 })
    assert.equal(textOf((await fetch(get(`${server.site}/well`))).body), 'done')
  }
  assert.equal(server.connections(), 3)
})

test('interim answers are passed over, but not without end', async () => {
  const hint = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'
  await using server = await rawServer((socket, _, request) => {
    socket.write(request.includes('/few') ? hint.repeat(200) + ok('done') : hint.repeat(600))
  })
  await using fetch = fetcherWith()
  assert.equal(textOf((await fetch(get(`${server.site}/few`))).body), 'done')
  await assert.rejects(fetch(get(`${server.site}/many`)), { code: 'protocol' })
})

test('each of the four clocks ends its phase, at its number', async () => {
  const cases: [path: string, code: string, limits: Order['limits'], ms: number][] = [
    ['/silent', 'timeout-headers', { headersMs: 700 }, 700],
    ['/half', 'timeout-headers', { headersMs: 700 }, 700],
    ['/idle', 'timeout-idle', { idleMs: 500, headersMs: 100 }, 500],
    ['/idle', 'timeout-total', { totalMs: 400 }, 400],
    ['/silent', 'timeout-total', { totalMs: 400, headersMs: 401 }, 400],
  ]
  for (const [path, code, orderLimits, ms] of cases) {
    const clock = manualClock()
    await using server = await rawServer((socket, _, request) => {
      if (request.includes('/half')) socket.write('HTTP/1.1 200 OK\r\nX-Half: ')
      if (request.includes('/idle')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')
    })
    await using fetch = fetcherWith({ clock })
    let head = false
    const wants = () => (head = true)
    let over = false
    const result = fetch(get(server.site + path, { wants, limits: orderLimits })).finally(() => (over = true))
    result.catch(() => {})
    await until(() => (path === '/idle' ? head : server.requests.length === 1))
    await clock.advance(ms - 1)
    assert.equal(over, false, `${code} came early`)
    await clock.advance(1)
    await assert.rejects(result, { code, value: ms, retryable: true, message: new RegExp(`127\\.0\\.0\\.1:\\d+ .* ${ms} ms`) })
    await until(() => server.sockets.size === 0)
  }
})

test('a short clock is exact after a long wait in the phase before', async () => {
  const clock = manualClock()
  await using server = await rawServer(() => {})
  await using fetch = fetcherWith({ clock })
  let head = false
  let over = false
  const wants = () => {
    head = true
    return true
  }
  const result = fetch(get(server.url, { wants, limits: { headersMs: 1_000, idleMs: 50 } })).finally(() => {
    over = true
  })
  result.catch(() => {})
  await until(() => server.requests.length === 1)
  await clock.advance(730)
  for (const socket of server.sockets) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n')
  await until(() => head)
  await clock.advance(49)
  assert.equal(over, false)
  await clock.advance(1)
  await assert.rejects(result, { code: 'timeout-idle', value: 50 })
})

test('a body that falls silent ends there where the order says so; before its first byte, and by any other clock, it fails', async () => {
  const beginnings = new Map([
    ['/some', 'abc'],
    ['/none', ''],
  ])
  for (const transport of ['undici', 'wire'] as const) {
    const clock = manualClock()
    await using server = await rawServer((socket, _, request) =>
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n${beginnings.get(/ (\S+)/.exec(request)![1]!)}`),
    )
    await using fetch = fetcherWith({ clock, transport })
    const ask = async (path: string, orderLimits: Order['limits'], ms: number) => {
      let head = false
      const wants = () => (head = true)
      const result = fetch(get(server.site + path, { wants, limits: { ...orderLimits, onSilence: 'cut' } }))
      result.catch(() => {})
      await until(() => head)
      // Its first bytes may come behind the header.
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
      await clock.advance(ms)
      return result
    }
    const { body, cut, anomalies } = await ask('/some', { idleMs: 50 }, 50)
    assert.deepEqual([textOf(body), cut, anomalies.filter(one => one !== 'second-reader')], ['abc', 'truncated', ['silence-in-body']])
    await until(() => server.sockets.size === 0)
    await assert.rejects(ask('/none', { idleMs: 50 }, 50), { code: 'timeout-idle' })
    await assert.rejects(ask('/some', { totalMs: 50 }, 50), { code: 'timeout-total' })
  }
})

test('a byte now and then keeps the idle clock from striking', async () => {
  const clock = manualClock()
  let reads = 0
  const now = () => {
    reads++
    return clock.now()
  }
  const watched = { ...clock, now }
  await using server = await rawServer(socket => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'))
  await using fetch = fetcherWith({ clock: watched })
  let head = false
  const result = fetch(get(server.url, { limits: { idleMs: 100 }, wants: () => (head = true) }))
  await until(() => head)
  for (const letter of 'Hello') {
    await clock.advance(99)
    const before = reads
    for (const socket of server.sockets) socket.write(letter)
    await until(() => reads > before)
  }
  assert.equal(textOf((await result).body), 'Hello')
})

/** The server sends `piece` every `everyMs` of the clock, `count` times, unless the order is over before: how and when it ended. */
async function dripped(piece: string, everyMs: number, { fields = '', count = Infinity, into }: DripOptions = {}) {
  const clock = manualClock()
  let reads = 0
  const now = () => {
    reads++
    return clock.now()
  }
  await using server = await rawServer(socket => socket.write(`HTTP/1.1 200 OK\r\n${fields}\r\n`))
  await using fetch = fetcherWith({ clock: { ...clock, now } })
  let head = false
  let how = ''
  let says = ''
  const wants = () => {
    head = true
    return true
  }
  fetch(get(server.url, { wants, into })).then(
    exchange => {
      how = `${exchange.bytes.raw} bytes`
    },
    ({ code, message }) => {
      how = code
      says = message
    },
  )
  await until(() => head)
  const [socket] = server.sockets
  for (let sent = 0; sent < count && how === ''; sent++) {
    const before = reads
    socket?.write(piece)
    await until(() => reads > before)
    await clock.advance(everyMs)
  }
  socket?.end()
  await until(() => how !== '')
  return { how, says, ms: clock.now() }
}
type DripOptions = { readonly fields?: string; readonly count?: number; readonly into?: Order['into'] }

test('a body that drips is ended by its rate; pauses below the limit and slow honest pages are not (B03, B07, B10)', async () => {
  const drip = await dripped('x', 1_000)
  assert.deepEqual([drip.how, drip.ms], ['timeout-rate', 30_000])
  assert.match(drip.says, /:\d+ sent no more than 30 bytes of the body within 30000 ms/)
  assert.equal((await dripped('1\r\nx\r\n', 1_000, { fields: 'Transfer-Encoding: chunked\r\n' })).how, 'timeout-rate')
  assert.equal((await dripped('x', 1_000, { into: () => ({ write: async () => {} }) })).how, 'timeout-rate')
  assert.equal((await dripped('x'.repeat(60), 29_000, { count: 8 })).how, '480 bytes')
  assert.equal((await dripped('x', 29_000, { count: 8 })).how, '8 bytes')
  assert.deepEqual(await dripped('x', 29_000).then(({ how, ms }) => [how, ms]), ['timeout-rate', 290_000])
  assert.equal((await dripped('x'.repeat(2_000), 1_000, { count: 60 })).how, '120000 bytes')
})

test('the connect clock ends an attempt that gets no answer', async () => {
  const clock = manualClock()
  let asked = 0
  await using fetch = fetcherWith({ clock, lookup: silentLookup(() => asked++) })
  const result = fetch(get('http://silent.example/', { limits: { connectMs: 300 } }))
  result.catch(() => {})
  await until(() => asked === 1)
  await clock.advance(299)
  await clock.advance(1)
  await assert.rejects(result, { code: 'timeout-connect', value: 300, retryable: true, message: /silent\.example:80 .* 300 ms/ })
})

test('a signal calls the order back in every phase', async () => {
  const code = 'aborted'
  await using server = await rawServer((socket, _, request) => {
    if (request.includes('/body')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')
    if (request.includes('/ok')) socket.write(ok('fine'))
  })
  let lookups = 0
  await using fetch = fetcherWith({ lookup: silentLookup(() => lookups++) })
  await assert.rejects(fetch(get(server.url, { signal: AbortSignal.abort() })), { code, retryable: false })

  const resolving = new AbortController()
  const unresolved = fetch(get('http://silent.example/', { signal: resolving.signal }))
  await Promise.all([assert.rejects(unresolved, { code }), until(() => lookups === 1).then(() => resolving.abort())])

  const asking = new AbortController()
  const queueing = new AbortController()
  const asked = assert.rejects(fetch(get(`${server.site}/silent`, { signal: asking.signal })), { code })
  const queued = assert.rejects(fetch(get(`${server.site}/queued`, { signal: queueing.signal })), { code })
  await until(() => server.requests.length === 1)
  queueing.abort()
  await queued
  asking.abort()
  await asked

  const reading = new AbortController()
  const wants = () => {
    setImmediate(() => reading.abort())
    return true
  }
  await assert.rejects(fetch(get(`${server.site}/body`, { signal: reading.signal, wants })), { code })
  await until(() => server.sockets.size === 0)

  const late = new AbortController()
  assert.equal(textOf((await fetch(get(`${server.site}/ok`, { signal: late.signal }))).body), 'fine')
  late.abort()
  assert.ok(!server.requests.some(request => request.includes('/queued')))
})

test('failures of the wire have codes, plain words and the next step', async () => {
  const answers = new Map<string, (socket: Socket) => void>([
    ['/empty', socket => socket.end()],
    ['/reset', socket => socket.resetAndDestroy()],
    ['/half-header', socket => socket.end('HTTP/1.1 200 OK\r\nX: ')],
    ['/no-body', socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n')],
    ['/no-chunk', socket => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n')],
    ['/rubbish', socket => socket.end('Hello, I am no HTTP\r\n\r\n')],
    ['/status', socket => socket.end('HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n')],
    ['/no-colon', socket => socket.end('HTTP/1.1 200 OK\r\nno colon here\r\n\r\n')],
    ['/two-lengths', socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab')],
    ['/continue', socket => socket.end(`HTTP/1.1 100 Continue\r\n\r\n${ok('late')}`)],
    ['/upgrade', socket => socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n')],
  ])
  const codes = new Map([
    ['/empty', 'connection-reset'],
    ['/reset', 'connection-reset'],
    ['/half-header', 'connection-reset'],
    ['/no-body', 'body-truncated'],
    ['/no-chunk', 'body-truncated'],
  ])
  await using server = await rawServer((socket, _, request) => answers.get(request.split(' ')[1]!)!(socket))
  await using fetch = fetcherWith({ tolerant: false })
  for (const path of answers.keys()) {
    const code = codes.get(path) ?? 'protocol'
    const url = server.site + path
    await assert.rejects(
      fetch(get(url)),
      { name: 'CrawlError', code, url, retryable: code !== 'protocol', message: /^127\.0\.0\.1:\d+ .*[;,] .*\.$/ },
      path,
    )
  }
  assert.equal(server.requests.length, answers.size)
})

test('a body that breaks off is given as far as it came, and marked; to a sink it is a failure', async () => {
  const end = 'end'
  const reset = 'resetAndDestroy'
  for (const [fields, body, how] of [
    ['Content-Length: 10', 'abc', end],
    ['Connection: close\r\nContent-Length: 10', 'abc', end],
    ['Transfer-Encoding: chunked', '5\r\nabc', end],
    ['Connection: close\r\nTransfer-Encoding: chunked', '3\r\nabc\r\n', end],
    ['Content-Length: 10', 'abc', reset],
  ] as const) {
    await using server = await says('HTTP/1.1 200 OK', fields, '', body)
    await using fetch = fetcherWith()
    // A reset would overtake bytes that were not read yet.
    const wants = () => {
      setImmediate(() => server.sockets.values().next().value?.[how]())
      return true
    }
    const exchange = await fetch(get(server.url, { wants }))
    const anomalies = how === reset ? ['connection-reset-in-body'] : []
    assert.deepEqual([textOf(exchange.body), exchange.cut, exchange.anomalies], ['abc', 'truncated', anomalies])
    assert.equal(server.requests.length, 1)
    const written: Uint8Array[] = []
    const sunk = fetch(get(server.url, { wants, into: () => ({ write: chunk => void written.push(chunk) }) }))
    await assert.rejects(sunk, { code: how === reset ? 'connection-reset' : 'body-truncated', retryable: true })
    assert.equal(written.map(textOf).join(''), 'abc')
  }
})

test('a body that came whole is whole, though the server closes while the sink still writes', async () => {
  const closes: Promise<unknown>[] = []
  await using server = await rawServer(socket => {
    closes.push(once(socket, 'close'))
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc')
  })
  await using fetch = fetcherWith()
  const write = async () => void (await closes[0])
  const { cut, bytes } = await fetch(get(server.url, { into: () => ({ write }) }))
  assert.deepEqual([cut, bytes.raw, closes.length], [undefined, 3, 1])
})

test('a body without a length that ends in a reset is marked, one that ends in a close is whole', async () => {
  await using server = await says('HTTP/1.0 200 OK', '', 'abc')
  await using fetch = fetcherWith()
  for (const end of ['resetAndDestroy', 'end'] as const) {
    const wants = () => {
      setImmediate(() => server.sockets.values().next().value?.[end]())
      return true
    }
    const { body, cut, anomalies } = await fetch(get(server.url, { wants }))
    const expected = end === 'end' ? ['abc', undefined, []] : ['abc', 'truncated', ['connection-reset-in-body']]
    assert.deepEqual([textOf(body), cut, anomalies], expected)
  }
})

test('a port where nobody listens refuses', async () => {
  const server = await rawServer(() => {})
  await server[Symbol.asyncDispose]()
  await using fetch = fetcherWith()
  await assert.rejects(fetch(get(server.url)), { code: 'connection-refused', message: /^127\.0\.0\.1:\d+ refused the connection; check/ })
})

test('names without an address have a code', async () => {
  for (const [fault, code] of [
    ['ENOTFOUND', 'dns-not-found'],
    ['EAI_AGAIN', 'dns-failed'],
  ] as const) {
    await using fetch = fetcherWith({ lookup: failingLookup(fault) })
    await assert.rejects(fetch(get('http://gone.example/')), { code, message: /gone\.example:80/, retryable: code === 'dns-failed' })
  }
})

test('no file handle left is a failure of ours, and passes', async () => {
  await using fetch = fetcherWith({ lookup: failingLookup('EMFILE') })
  await assert.rejects(fetch(get('http://any.example/')), { code: 'no-handles', retryable: true, message: /ulimit/ })
})

test('a kept connection closed under a GET is asked again once, on a fresh one', async () => {
  for (const leave of [(socket: Socket) => socket.end(), (socket: Socket) => socket.resetAndDestroy()]) {
    await using server = await rawServer((socket, nth) => (nth === 1 ? socket.write(ok('fine')) : leave(socket)))
    await using fetch = fetcherWith()
    assert.equal(textOf((await fetch(get(server.url))).body), 'fine')
    assert.equal(textOf((await fetch(get(server.url))).body), 'fine')
    assert.deepEqual([server.requests.length, server.connections()], [3, 2])
  }
})

test('a second try is never made for POST, on a fresh connection, after a byte, or twice', async () => {
  await using server = await rawServer((socket, nth, request) => {
    if (nth === 1 && !request.includes('/never')) socket.write(ok('fine'))
    else if (request.includes('/byte')) socket.end('H')
    else socket.end()
  })
  await using fetch = fetcherWith()
  const code = 'connection-reset'
  const before = () => fetch(get(`${server.site}/ok`))
  await before()
  await assert.rejects(fetch({ method: 'POST', url: server.url, headers: [], body: Buffer.from('x') }), { code })
  assert.equal(server.requests.length, 2)
  await assert.rejects(fetch(get(`${server.site}/never`)), { code })
  assert.equal(server.requests.length, 3)
  await before()
  await assert.rejects(fetch(get(`${server.site}/byte`)), { code })
  assert.equal(server.requests.length, 5)
  await before()
  await assert.rejects(fetch(get(`${server.site}/never`)), { code })
  assert.equal(server.requests.length, 8)
})

test('a guarded address is not connected to, not even through a connection kept for an order that may', async () => {
  await using server = await rawServer(socket => socket.write(ok('inside')))
  await using fetch = createHttpFetcher()
  const guarded = { code: 'address-guarded', retryable: false }
  await assert.rejects(fetch(get(server.url)), guarded)
  assert.equal(textOf((await fetch(get(server.url, { allow: ['loopback'] }))).body), 'inside')
  await assert.rejects(fetch(get(server.url)), guarded)
  await assert.rejects(fetch(get(server.url, { allow: ['private'] })), guarded)
  assert.deepEqual([server.connections(), server.requests.length], [1, 1])
})

test('a site is asked on one connection, in order, unless more are allowed', async () => {
  for (const connectionsPerSite of [1, 3]) {
    let running = 0
    let most = 0
    await using server = await rawServer(async socket => {
      most = Math.max(most, ++running)
      for (let at = 0; at < 20; at++) await turn()
      running--
      socket.write(ok('x'))
    })
    await using fetch = fetcherWith({ connectionsPerSite })
    await Promise.all(Array.from({ length: 9 }, (_, at) => fetch(get(`${server.site}/${at}`))))
    assert.deepEqual([most, server.connections()], [connectionsPerSite, connectionsPerSite])
    if (connectionsPerSite === 1)
      assert.deepEqual(
        server.requests.map(request => request[5]),
        [...'012345678'],
      )
  }
})

test('connections of 300 sites go when they have been idle', async () => {
  const servers = await Promise.all(Array.from({ length: 300 }, () => rawServer(socket => socket.write(ok('x')))))
  await using fetch = fetcherWith({ keepAliveMs: 20 })
  await Promise.all(servers.map(server => fetch(get(server.url))))
  await until(() => servers.every(server => server.sockets.size === 0))
  await Promise.all(servers.slice(0, 10).map(server => fetch(get(server.url))))
  assert.ok(servers.slice(0, 10).every(server => server.connections() === 2))
  await Promise.all(servers.map(server => server[Symbol.asyncDispose]()))
})

test('close ends everything, and what comes later is refused', async () => {
  await using server = await rawServer((socket, _, request) => void (request.includes('/ok') && socket.write(ok('x'))))
  let lookups = 0
  const fetch = fetcherWith({ lookup: silentLookup(() => lookups++) })
  await fetch(get(`${server.site}/ok`))
  const code = 'aborted'
  const results = [get(server.url), get(server.url), get('http://silent.example/')].map(order => assert.rejects(fetch(order), { code }))
  await until(() => server.requests.length === 2 && lookups === 1)
  await fetch.close()
  await Promise.all(results)
  await until(() => server.sockets.size === 0)
  await assert.rejects(fetch(get(server.url)), { code })
  await fetch.close()
})

type Lookup = NonNullable<HttpOptions['lookup']>

function silentLookup(asked: () => void): Lookup {
  return (() => void asked()) as unknown as Lookup
}

function failingLookup(code: string): Lookup {
  return ((_: string, __: object, done: (error: Error) => void) => done(Object.assign(new Error(code), { code }))) as unknown as Lookup
}
