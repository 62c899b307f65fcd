import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { limits } from '../base/limits.ts'
import { temporaryFolder } from '../cli/run-cli.test-helper.ts'
import type { Answer, StreetRequest } from '../testing/index.ts'
import { manualClock, openTown, staticAnswer } from '../testing/index.ts'
import { faultyDisk } from './faulty-disk.test-helper.ts'
import type { DownloadOptions } from './index.ts'
import { download } from './index.ts'

const town = await openTown()
after(() => town.close())

const url = town.url('quiet', '/file')
const one = Buffer.from(Array.from({ length: 200 }, (_, at) => at))
const other = Buffer.from(Array.from({ length: 220 }, (_, at) => 255 - at))
const file = (request: StreetRequest, body: Uint8Array, etag = '"v1"'): Answer =>
  staticAnswer(request, { body, type: 'application/octet-stream', etag })

/** Answers the requests one after the other; the last one answers all that follow. */
function answering(...answers: ((request: StreetRequest) => Answer)[]): Disposable {
  let at = 0
  const stop = town.override('quiet', request => answers[Math.min(at++, answers.length - 1)]!(request))
  return { [Symbol.dispose]: stop }
}

/** The answer, and after so many bytes of its body the connection is reset. */
function cutAt(bytes: number, { body, ...answer }: Answer): Answer {
  async function* piece() {
    if (bytes > 0) yield (body as Uint8Array).subarray(0, bytes)
    throw new Error('cut on purpose')
  }
  return { ...answer, body: piece() }
}

/** Waits for attempts pass by the manual clock, and are noted. */
function hurried(more: DownloadOptions = {}): { waits: number[]; options: DownloadOptions } {
  const clock = manualClock()
  const waits: number[] = []
  const onRetry: DownloadOptions['onRetry'] = ({ waitMs }) => {
    waits.push(waitMs)
    setImmediate(() => void clock.advance(waitMs))
  }
  return { waits, options: { ...more, clock, onRetry } }
}

test('cut anywhere: one more request brings the rest, and nothing twice (Z95)', async () => {
  using folder = temporaryFolder()
  for (let cut = 0; cut < one.length; cut += 3) {
    using _ = answering(
      request => cutAt(cut, file(request, one)),
      request => file(request, one),
    )
    const { options } = hurried({ blockBytes: 7 })
    town.clearLog()
    const { retries } = await download(url, folder.at('x'), options)
    assert.deepEqual([retries, readFileSync(folder.at('x'))], [1, one], `cut at ${cut}`)
    const { headers } = town.log[1]!
    const ranges = headers.filter((_, at) => headers[at - 1] === 'range' || headers[at - 1] === 'if-range')
    // What was sent may not have been read when the reset came: the range begins with what is here.
    if (ranges.length > 0) assert.match(ranges.join(' '), /^bytes=(?:[1-9]\d*)- "v1"$/)
  }
})

test('cut anywhere, and another version is there afterwards: never mixed (Q07)', async () => {
  using folder = temporaryFolder()
  for (let cut = 0; cut < one.length; cut += 9) {
    using _ = answering(
      request => cutAt(cut, file(request, one)),
      request => file(request, other, '"v2"'),
    )
    await download(url, folder.at('x'), hurried().options)
    assert.deepEqual(readFileSync(folder.at('x')), other)
  }
})

test('a partial file without a record goes on when its end is the same, and begins anew when it is not', async () => {
  using folder = temporaryFolder()
  const long = Buffer.from(Array.from({ length: 10_000 }, (_, at) => (at * 31) % 251))
  using _ = answering(request => file(request, long))
  const run = async (bytes: Uint8Array) => {
    writeFileSync(folder.at('x'), bytes)
    town.clearLog()
    const { outcome, resumedFrom, received } = await download(url, folder.at('x'), { continueFile: true })
    assert.deepEqual([readFileSync(folder.at('x')).equals(long), readdirSync(folder.path)], [true, ['x']])
    return [outcome, resumedFrom, received, town.log.length]
  }
  assert.deepEqual(await run(long.subarray(0, 9_000)), ['saved', 9_000, limits.overlapBytes + 1_000, 1])
  assert.deepEqual(await run(long.subarray(0, limits.overlapBytes + 1)), ['saved', limits.overlapBytes + 1, 9_999, 1])
  assert.deepEqual(await run(long.subarray(0, limits.overlapBytes)), ['saved', 0, 10_000, 1])
  assert.deepEqual(await run(long), ['complete', 10_000, limits.overlapBytes, 1])
  assert.deepEqual(await run(Buffer.concat([long.subarray(0, 8_999), Buffer.from([255])])).then(([outcome, from]) => [outcome, from]), [
    'saved',
    0,
  ])
  assert.deepEqual(await run(Buffer.concat([long, long])).then(([outcome, from]) => [outcome, from]), ['saved', 0])
  assert.deepEqual(await run(new Uint8Array(0)), ['saved', 0, 10_000, 1])
})

test('a partial file stays as it is when the server refuses', async () => {
  using folder = temporaryFolder()
  using _ = answering(() => ({ status: 404, headers: [], body: 'no' }))
  writeFileSync(folder.at('x'), 'my part')
  await assert.rejects(download(url, folder.at('x'), { continueFile: true }), { code: 'http-status' })
  assert.deepEqual([readFileSync(folder.at('x'), 'utf8'), readdirSync(folder.path)], ['my part', ['x']])
})

test('a file of somebody else under the name of the part stays when nothing comes', async () => {
  using folder = temporaryFolder()
  using _ = answering(() => ({ status: 404, headers: [], body: 'no' }))
  writeFileSync(folder.at('x.part'), 'not ours')
  await assert.rejects(download(url, folder.at('x')), { code: 'http-status' })
  assert.deepEqual(readdirSync(folder.path), ['x.part'])
})

test('a server that gives no parts is asked for the whole again; one that ignores Range begins anew (Z54, Z56)', async () => {
  using folder = temporaryFolder()
  const noParts = (body: Uint8Array): Answer => ({
    status: 200,
    headers: ['ETag', '"v1"', 'Accept-Ranges', 'none', 'Content-Length', '200'],
    body,
  })
  const ignores = (body: Uint8Array): Answer => ({ status: 200, headers: ['ETag', '"v1"', 'Content-Length', '200'], body })
  for (const [answer, ranges] of [
    [noParts, 0],
    [ignores, 1],
  ] as const) {
    using _ = answering(
      () => cutAt(100, answer(one)),
      () => answer(one),
    )
    town.clearLog()
    const { bytes } = await download(url, folder.at('x'), hurried().options)
    const asked = town.log.filter(({ headers }) => headers.includes('range'))
    assert.deepEqual([bytes, readFileSync(folder.at('x')), asked.length], [200, one, ranges])
  }
})

const busy = (...headers: string[]) => ({ status: 503, headers, body: 'later' })

test('Retry-After is obeyed; without it the wait doubles', async () => {
  using folder = temporaryFolder()
  using _ = answering(
    () => busy('Retry-After', '120'),
    () => busy(),
    request => file(request, one),
  )
  const { waits, options } = hurried()
  assert.equal((await download(url, folder.at('x'), options)).retries, 2)
  assert.deepEqual(waits, [120_000, 2_000])
})

test('after the last attempt the failure is told', async () => {
  using folder = temporaryFolder()
  using _ = answering(() => busy())
  const { waits, options } = hurried({ retries: 4 })
  await assert.rejects(download(url, folder.at('y'), options), { code: 'http-status', value: 503 })
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000])
})

test('an attempt that brought bytes is none of those that count', async () => {
  using folder = temporaryFolder()
  const from = (request: StreetRequest) => Number(/bytes=(\d+)-/.exec(request.header('range') ?? '')?.[1] ?? 0)
  using _ = answering(request => (from(request) < 180 ? cutAt(20, file(request, one)) : file(request, one)))
  const { waits, options } = hurried({ retries: 1 })
  await download(url, folder.at('z'), options)
  assert.ok(waits.length >= 9 && waits.every(wait => wait === 1_000), `${waits}`)
})

test('who refuses the connection is not waited for', async () => {
  using folder = temporaryFolder()
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  const { waits, options } = hurried()
  await assert.rejects(download(`http://127.0.0.1:${port}/`, folder.at('x'), options), { code: 'connection-refused' })
  assert.deepEqual([waits, readdirSync(folder.path)], [[], []])
})

const lies: readonly (readonly [header: string, ...ends: string[]])[] = [
  ['Content-Length: 11', 'body-truncated'],
  ['Content-Length: 9', 'protocol', '012345678'],
  ['Content-Length: 5\r\nContent-Length: 10', 'protocol'],
  ['Transfer-Encoding: chunked', 'protocol', 'body-truncated'],
  ['Content-Length: -1', 'protocol', '0123456789'],
]

for (const [lie, ...ends] of lies) {
  test(`a server that lies about its length (${JSON.stringify(lie)}): an error, or what it told of`, async () => {
    using folder = temporaryFolder()
    const server = createServer(socket => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${lie}\r\n\r\n0123456789`))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { port } = server.address() as AddressInfo
      const end = await download(`http://127.0.0.1:${port}/`, folder.at('x'), hurried().options).then(
        () => readFileSync(folder.at('x'), 'utf8'),
        error => error.code,
      )
      assert.ok(ends.includes(end), end)
      assert.equal(existsSync(folder.at('x')), /^\d/.test(end))
    } finally {
      server.close()
    }
  })
}

for (const kind of ['once', 'dead'] as const) {
  test(`the disk fails at any call (${kind}): the old file or the new one, whole; the next call brings it`, async () => {
    const codes = ['ENOSPC', 'EIO', 'EACCES']
    let fired = true
    for (let nth = 1; fired; nth++) {
      using folder = temporaryFolder()
      writeFileSync(folder.at('x'), 'the old file')
      // An answer that is cut brings the record and a range into play.
      using _ = answering(
        request => cutAt(120, file(request, one)),
        request => file(request, one),
      )
      const disk = faultyDisk(nth, kind, codes[nth % codes.length]!)
      const result = await download(url, folder.at('x'), hurried({ blockBytes: 50, keepTime: true, durable: true }).options).then(
        () => 'saved',
        error => error.code,
      )
      fired = disk.stop()
      const now = readFileSync(folder.at('x'))
      if (result === 'saved') assert.deepEqual(now, one)
      else {
        assert.ok(fired && /^(?:file|disk-full)$/.test(result), `call ${nth}: ${result}`)
        assert.ok(now.equals(one) || now.toString() === 'the old file', `call ${nth}`)
      }
      await download(url, folder.at('x'))
      assert.deepEqual([readFileSync(folder.at('x')), readdirSync(folder.path)], [one, ['x']], `after call ${nth}`)
      assert.ok(nth < 200)
    }
  })
}

test('kill -9 in the middle: the old file stands, and the next call goes on from what had come', async () => {
  using folder = temporaryFolder()
  const whole = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 7919) >> 8))
  using _ = answering(request => file(request, whole))
  writeFileSync(folder.at('x'), 'the old file')
  const helper = join(import.meta.dirname, 'killed-download.test-helper.ts')
  const [, signal] = await once(spawn(process.execPath, [helper, url, folder.at('x'), '20']), 'exit')
  assert.equal(signal, 'SIGKILL')
  const left = statSync(folder.at('x.part')).size
  assert.equal(readFileSync(folder.at('x'), 'utf8'), 'the old file')
  assert.ok(left >= 20 * 65_536 && left < whole.length, `${left}`)
  const { resumedFrom, received } = await download(url, folder.at('x'))
  // Where the system does not tell its starts apart, only what was synced is trusted, and that is nothing yet.
  assert.ok(process.platform !== 'linux' || resumedFrom === left)
  assert.deepEqual(
    [received, readFileSync(folder.at('x')).equals(whole), readdirSync(folder.path)],
    [whole.length - resumedFrom, true, ['x']],
  )
})

test('a beginning that does not fit the digest of the whole: it comes anew, once', async () => {
  using folder = temporaryFolder()
  using _ = answering(request => file(request, one))
  const expect = `sha-256=${createHash('sha256').update(one).digest('hex')}`
  for (const [left, from] of [
    [one, 100],
    [other, 0],
  ] as const) {
    writeFileSync(folder.at('x.part'), left.subarray(0, 100))
    writeFileSync(folder.at('x.part.json'), JSON.stringify({ url, synced: 100, etag: '"v1"', ifRange: '"v1"' }))
    const { resumedFrom, verified } = await download(url, folder.at('x'), { expect })
    assert.deepEqual([resumedFrom, verified, readFileSync(folder.at('x'))], [from, ['expect'], one])
  }
})

test('after a start of the machine only what was synced is trusted', async () => {
  using folder = temporaryFolder()
  using _ = answering(request => file(request, one))
  const lost = Buffer.from(one)
  lost.fill(0, 60, 100)
  writeFileSync(folder.at('x.part'), lost.subarray(0, 100))
  writeFileSync(folder.at('x.part.json'), JSON.stringify({ url, synced: 60, etag: '"v1"', ifRange: '"v1"', boot: 'another-start' }))
  const { resumedFrom } = await download(url, folder.at('x'))
  assert.deepEqual([resumedFrom, readFileSync(folder.at('x'))], [60, one])
})

test('a part of another URL, a broken record, a part whose writer lives', async () => {
  using folder = temporaryFolder()
  using _ = answering(request => file(request, one))
  for (const record of [JSON.stringify({ url: 'http://other.test/', synced: 100, ifRange: '"v1"' }), '{"url":', '[]', 'null', '']) {
    writeFileSync(folder.at('x.part'), other.subarray(0, 100))
    writeFileSync(folder.at('x.part.json'), record)
    assert.equal((await download(url, folder.at('x'))).resumedFrom, 0)
    assert.deepEqual([readFileSync(folder.at('x')), readdirSync(folder.path)], [one, ['x']])
  }
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const boot = existsSync('/proc/sys/kernel/random/boot_id') ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : undefined
  writeFileSync(folder.at('x.part.json'), JSON.stringify({ url, synced: 0, boot, process: child.pid }))
  await assert.rejects(download(url, folder.at('x')), { code: 'file', message: /is being written by process/ })
  child.kill()
  await once(child, 'exit')
  assert.equal((await download(url, folder.at('x'))).outcome, 'saved')
})
