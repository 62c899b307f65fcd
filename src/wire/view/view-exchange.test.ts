import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { cert, key } from '../../../test/support/loopback-certificate.ts'
import type { ManualClock } from '../../base/clock.ts'
import { manualClock } from '../../base/clock.ts'
import { limits } from '../../base/limits.ts'
import { openTown } from '../../testing/index.ts'
import type { ListenOptions, ViewOptions, WireEvent, WireMoment, WireSocket, WireSummary } from '../index.ts'
import { listen, viewExchange, writeRequest } from '../index.ts'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

async function viewed(options: Partial<ViewOptions> & Pick<ViewOptions, 'port'>): Promise<{ moments: WireMoment[]; summary: WireSummary }> {
  const request = options.request ?? bytesOf('GET / HTTP/1.0\r\n\r\n')
  const moments: WireMoment[] = []
  for await (const moment of viewExchange({ host: '127.0.0.1', allow: ['loopback'], ...options, request })) moments.push(kept(moment))
  const summary = moments.at(-1)
  assert.ok(summary?.kind === 'summary')
  return { moments, summary }
}

/** Bytes are lent for one moment. */
function kept(moment: WireMoment): WireMoment {
  if (moment.kind !== 'received') return moment
  const parts = moment.parts.map(part => ('bytes' in part ? { ...part, bytes: part.bytes.slice() } : part))
  return { ...moment, bytes: moment.bytes.slice(), parts }
}

const readsOf = (moments: readonly WireMoment[]) => moments.filter(moment => moment.kind === 'received')
const sizesOf = (moments: readonly WireMoment[]) => readsOf(moments).map(({ bytes }) => bytes.length)

function bodyOf(moments: readonly WireMoment[]): Buffer {
  const parts = moments.flatMap(moment => ('parts' in moment ? moment.parts : []))
  return Buffer.concat(parts.flatMap(part => (part.kind === 'body' ? [part.bytes] : [])))
}

/** Lets time pass, step by step, while `may` allows it, until the work is done. */
async function passing<Result>(clock: ManualClock, ms: number, work: Promise<Result>, may: () => boolean): Promise<Result> {
  let isDone = false
  const done = () => {
    isDone = true
  }
  work.then(done, done)
  while (!isDone) {
    await turn()
    if (may()) await clock.advance(ms)
  }
  return work
}

/** Each connection: the request is awaited, then `answer` speaks. */
async function serving(answer: (socket: WireSocket) => Promise<void>, options: Partial<ListenOptions> = {}) {
  const listener = await listen({ port: 0, ...options })
  const sockets: WireSocket[] = []
  const done = (async () => {
    for await (const socket of listener) {
      sockets.push(socket)
      // A client that leaves early is what some tests are about.
      void socket
        .read()
        .then(() => answer(socket))
        .catch(() => {})
    }
  })()
  return {
    port: listener.local.port,
    async [Symbol.asyncDispose]() {
      listener.close()
      for (const socket of sockets) await socket[Symbol.asyncDispose]()
      await done
    },
  }
}

test('an image in reads of 5120: 240 + 4 + 70057 = 70301, and the body is the image (P10, P11, P12, P13, P17)', async () => {
  await using town = await openTown()
  const url = town.url('library', '/image.jpg')
  const { moments, summary } = await viewed({
    port: Number(new URL(url).port),
    readBytes: 5_120,
    request: writeRequest({ url, version: '1.0' }),
  })
  assert.deepEqual(summary.sum, { header: 240, gap: 4, body: 70_057, framing: 0, rest: 0, total: 70_301 })
  let total = 0
  for (const read of readsOf(moments)) {
    assert.ok(read.bytes.length > 0 && read.bytes.length <= 5_120)
    total += read.bytes.length
    assert.equal(read.total, total)
  }
  assert.deepEqual([total, summary.reads, summary.failure], [70_301, readsOf(moments).length, undefined])
  assert.ok(bodyOf(moments).equals(Buffer.from(await (await fetch(url)).arrayBuffer())))
})

test('a fast reader gets what comes, a slow one full reads: 1460, 5120 ... 5120, 2281 (P15)', async () => {
  const answer = Buffer.concat([Buffer.from('HTTP/1.0 200 OK\r\n\r\n'), Buffer.alloc(70_301 - 19, 7)])
  const segment = 1_460
  let isSlow = false
  let isSent = false
  let read = 0
  await using server = await serving(async socket => {
    for (let at = 0; at < answer.length; at += segment) {
      await socket.write(answer.subarray(at, at + segment))
      // The first segment is there alone; behind a slow reader the others have time to gather.
      while (read < Math.min(at + segment, answer.length) && (at === 0 || !isSlow)) await turn()
    }
    isSent = true
    socket.end()
  })
  const on = (event: WireEvent) => {
    if (event.call === 'recv') read = event.total
  }
  const fast = await viewed({ port: server.port, readBytes: 5_120, on })
  const full = Math.floor(answer.length / segment)
  assert.deepEqual(sizesOf(fast.moments), [...Array(full).fill(segment), answer.length - full * segment])

  isSlow = true
  isSent = false
  read = 0
  const clock = manualClock()
  const work = viewed({ port: server.port, readBytes: 5_120, pauseMs: 250, clock, on })
  const slow = await passing(clock, 250, work, () => isSent)
  assert.deepEqual(sizesOf(slow.moments), [segment, ...Array(13).fill(5_120), 2_281])
  assert.ok(slow.summary.totalMs >= 15 * 250)
})

test('a slow reader blocks the sender, every read releases it; the buffers are told where the system tells them (P16)', async () => {
  const clock = manualClock()
  const events: WireEvent[] = []
  const size = 16 * 1024 * 1024
  let isSent = false
  await using server = await serving(
    async socket => {
      await socket.write(`HTTP/1.0 200 OK\r\nContent-Length: ${size}\r\n\r\n`)
      await socket.write(new Uint8Array(size))
      isSent = true
      socket.end()
    },
    { clock, on: event => events.push(event) },
  )
  const work = viewed({ port: server.port, readBytes: 1_000_000, pauseMs: 250, clock })
  const { moments, summary } = await passing(clock, 250, work, () => isSent || events.at(-1)?.call === 'blocked')
  assert.equal(summary.sum.body, size)
  assert.ok(events.some(event => event.call === 'blocked' && event.waiting > 1_000_000))
  assert.ok(events.some(event => event.call === 'released' && event.afterMs >= 250))
  if (process.platform !== 'linux') return
  const queues = readsOf(moments).flatMap(read => read.queues ?? [])
  assert.equal(queues.length, summary.reads - 1)
  assert.ok(queues.some(({ here, there }) => here > 0 && there !== undefined && there > 0))
})

test('the parts add up for chunks, interim answers and bytes after the end; anomalies are named', async () => {
  const interim = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'
  const header = 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n'
  const body = '5;a=b\r\nhello\r\n0\r\nX-A: 1\r\n\r\n'
  const bytes = `${interim}${header}${body}EXTRA`
  for (const size of [1, 7, 1_000]) {
    await using server = await serving(async socket => {
      for (let at = 0; at < bytes.length; at += size) {
        await socket.write(bytes.slice(at, at + size))
        await turn()
      }
      socket.end()
    })
    const { moments, summary } = await viewed({ port: server.port })
    assert.deepEqual(summary.sum, { header: 36 + 42, gap: 4 + 2, body: 5, framing: body.length - 5, rest: 5, total: bytes.length })
    assert.deepEqual(summary.anomalies, ['line-feed-only', 'bytes-after-end'])
    assert.equal(bodyOf(moments).toString(), 'hello')
  }
})

test('what goes wrong stands in the summary, behind what came before', async () => {
  for (const [bytes, code, sum] of [
    ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello', 'body-truncated', [5, 43]],
    ['', 'connection-reset', [0, 0]],
    ['HTTP/1.1 nonsense\r\n\r\n', 'protocol', [0, 21]],
  ] as const) {
    await using server = await serving(async socket => {
      if (bytes !== '') await socket.write(bytes)
      socket.end()
    })
    const { moments, summary } = await viewed({ port: server.port })
    assert.deepEqual([summary.failure?.code, summary.sum.body, summary.sum.total], [code, ...sum], bytes)
    assert.deepEqual(
      moments.slice(0, 2).map(({ kind }) => kind),
      ['connected', 'sent'],
    )
  }
  const clock = manualClock()
  let hasCome = false
  await using silent = await serving(socket => socket.write('HTTP/1.1 200 OK\r\n'))
  const on = ({ call }: WireEvent) => {
    hasCome ||= call === 'recv'
  }
  const { summary } = await passing(clock, 5_000, viewed({ port: silent.port, clock, idleMs: 5_000, on }), () => hasCome)
  assert.deepEqual([summary.failure?.code, summary.reads, summary.sum.framing], ['timeout-idle', 1, 17])
  await assert.rejects(viewed({ port: silent.port, allow: [] }), { code: 'address-guarded' })
})

test('a server that keeps the connection is not waited for', async () => {
  const clock = manualClock()
  let field = ''
  await using server = await serving(socket => socket.write(`HTTP/1.1 200 OK\r\n${field}Content-Length: 5\r\n\r\nhello`))
  const kept = await viewed({ port: server.port, clock })
  assert.deepEqual([kept.summary.sum.body, kept.summary.totalMs], [5, 0])
  field = 'Connection: close\r\n'
  let hasCome = false
  const on = ({ call }: WireEvent) => {
    hasCome ||= call === 'recv'
  }
  const late = await passing(clock, limits.lingerMs, viewed({ port: server.port, clock, on }), () => hasCome)
  assert.deepEqual([late.summary.sum.body, late.summary.failure], [5, undefined])
})

test('TLS has its phase and its session', async () => {
  await using server = await serving(
    async socket => {
      await socket.write('HTTP/1.0 200 OK\r\n\r\nsafe')
      socket.close()
    },
    { tls: { key, cert } },
  )
  const { moments } = await viewed({ port: server.port, tls: { ca: cert } })
  const [first] = moments
  assert.ok(first?.kind === 'connected' && first.phases.tlsMs > 0)
  assert.equal(first.tls?.certificate?.subject, 'CN=localhost')
  assert.equal(bodyOf(moments).toString(), 'safe')
})
