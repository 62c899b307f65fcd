import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { seededRandom } from '../base/random.ts'
import { contentCodings, decodeBody } from './decode-body.ts'
import { decodeStream } from './decode-stream.ts'

const text = Buffer.from('Orbweaver spins; '.repeat(3_000))
const encode = new Map<string, (bytes: Uint8Array) => Uint8Array>([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['identity', bytes => bytes],
])
const plain = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const crowd = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
const mebibyte = 1024 * 1024

test('each coding is taken off, bytes one by one as all at once', async () => {
  for (const [coding, put] of encode) {
    const coded = put(text)
    for (const size of [coded.length, 1]) {
      const body = await decodeBody(crowd(coded, size), [coding])
      assert.equal(plain(body.bytes), plain(text), coding)
      assert.deepEqual([body.cut, body.anomalies], [undefined, []], coding)
    }
  }
})

test('deflate is read with and without the zlib wrapper', async () => {
  for (const coded of [deflateSync(text), deflateRawSync(text), deflateRawSync(Buffer.alloc(100, 1), { level: 0 })]) {
    const body = await decodeBody([coded], ['deflate'])
    assert.deepEqual([body.cut, body.anomalies], [undefined, []])
    assert.ok(body.bytes.length === text.length || body.bytes.length === 100)
  }
})

test('chains come off in reverse, whatever the bytes and the order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.array(fc.constantFrom(...encode.keys()), { maxLength: 5 }),
      fc.integer({ min: 1, max: 400 }),
      async (bytes, codings, size) => {
        const coded = codings.reduce<Uint8Array>((inner, coding) => encode.get(coding)!(inner), bytes)
        const body = await decodeBody(crowd(coded, size), codings)
        assert.deepEqual([plain(body.bytes), body.cut, body.anomalies], [plain(bytes), undefined, []])
      },
    ),
    { seed: 7, numRuns: 60 },
  )
})

test('codings are gathered from several fields, in any case', () => {
  assert.deepEqual(contentCodings(['GZip, br', '', ' ,identity']), ['gzip', 'br', 'identity'])
})

test('five codings are read, six are an error, at once and as a stream', async () => {
  const five = Array<string>(limits.contentCodings).fill('gzip')
  const coded = five.reduce((bytes: Uint8Array) => gzipSync(bytes), text)
  const streamed = (bytes: Uint8Array, codings: readonly string[]) => Array.fromAsync(decodeStream(Readable.from([bytes]), codings))
  assert.equal((await decodeBody([coded], five)).bytes.length, text.length)
  assert.equal(Buffer.concat(await streamed(coded, five)).length, text.length)
  const says = { code: 'decode', value: limits.contentCodings, retryable: false }
  await assert.rejects(decodeBody([gzipSync(coded)], [...five, 'gzip']), says)
  await assert.rejects(streamed(gzipSync(coded), [...five, 'gzip']), says)
})

test('all members of a gzip body are read; zeros and rubbish after it do no harm', async () => {
  const members = Buffer.concat(Array<Buffer>(10_000).fill(gzipSync('a')))
  assert.equal((await decodeBody([members], ['gzip'])).bytes.length, 10_000)
  const padded = await decodeBody([gzipSync(text), Buffer.alloc(20)], ['gzip'])
  assert.deepEqual([padded.bytes.length, padded.cut, padded.anomalies], [text.length, undefined, []])
  const trailed = await decodeBody([gzipSync(text), Buffer.from('rubbish behind')], ['gzip'])
  assert.deepEqual([plain(trailed.bytes), trailed.cut], [plain(text), undefined])
  assert.deepEqual(trailed.anomalies, ['content-coding-trailing-bytes'])
})

test('a large gzip body is whole up to its damage', async () => {
  const random = seededRandom(5)
  const large = Buffer.from(Array.from({ length: 400_000 }, () => 97 + random() * 20))
  const coded = gzipSync(large)
  const trailed = await decodeBody(crowd(Buffer.concat([coded, Buffer.from('<!-- rubbish -->')]), 16_384), ['gzip'])
  assert.ok(large.equals(trailed.bytes))
  const badSum = Buffer.from(coded)
  badSum[badSum.length - 7]! ^= 1
  const summed = await decodeBody([badSum], ['gzip'])
  assert.ok(large.equals(summed.bytes))
  assert.equal(summed.cut, 'truncated')
  const ended = await decodeBody([coded.subarray(0, coded.length >> 1)], ['gzip'])
  assert.ok(ended.bytes.length > 190_000 && large.subarray(0, ended.bytes.length).equals(ended.bytes))
})

test('a cut or damaged body gives what could be read', async () => {
  for (const coding of ['gzip', 'deflate', 'br', 'zstd']) {
    const noise = Buffer.from(Array.from({ length: 20_000 }, (_, at) => (at * at * 31) >> 5))
    const coded = encode.get(coding)!(noise)
    const body = await decodeBody([coded.subarray(0, Math.floor(coded.length * 0.7))], [coding])
    assert.deepEqual([body.cut, body.anomalies], ['truncated', ['content-coding-truncated']], coding)
    assert.equal(plain(body.bytes), plain(noise.subarray(0, body.bytes.length)), coding)
    if (coding !== 'zstd' && coding !== 'br') assert.ok(body.bytes.length > 0, coding)
  }
  const badSum = gzipSync(text)
  badSum[badSum.length - 6]! ^= 1
  const body = await decodeBody([badSum, Buffer.from('more')], ['gzip'])
  assert.deepEqual([plain(body.bytes), body.cut, body.anomalies], [plain(text), 'truncated', ['content-coding-damaged']])
})

test('a coding that was never put on leaves the bytes as they are', async () => {
  const page = Buffer.from('<!DOCTYPE html><title>plain</title>')
  for (const coding of ['gzip', 'deflate', 'br', 'zstd']) {
    const body = await decodeBody([page], [coding])
    assert.deepEqual([plain(body.bytes), body.cut, body.anomalies], [plain(page), undefined, ['content-coding-not-applied']], coding)
  }
  const twice = await decodeBody([gzipSync(page)], ['gzip', 'gzip'])
  assert.deepEqual([plain(twice.bytes), twice.anomalies], [plain(page), ['content-coding-not-applied']])
})

test('an unknown coding ends the decoding', async () => {
  assert.deepEqual((await decodeBody([text], ['utf-8'])).anomalies, ['content-coding-unknown'])
  const outer = await decodeBody([gzipSync(text)], ['aes128gcm', 'gzip'])
  assert.deepEqual([plain(outer.bytes), outer.anomalies], [plain(text), ['content-coding-unknown']])
})

test('an empty body has no coding', async () => {
  for (const coding of encode.keys()) {
    assert.deepEqual(await decodeBody([], [coding]), { bytes: new Uint8Array(0), cut: undefined, anomalies: [] })
  }
})

test('output ends at the limit, not one byte later', async () => {
  for (const [coding, put] of encode) {
    const coded = put(text)
    assert.equal((await decodeBody([coded], [coding], { bodyBytes: text.length })).cut, undefined, coding)
    const body = await decodeBody([coded], [coding], { bodyBytes: text.length - 1 })
    assert.deepEqual([body.bytes.length, body.cut], [text.length - 1, 'limit'], coding)
  }
})

test('bombs cost no more than the limit', async () => {
  const gzip = createGzip({ level: 1 })
  const bomb: Buffer[] = []
  gzip.on('data', chunk => bomb.push(chunk))
  const ended = new Promise(resolve => gzip.on('end', resolve))
  const zeros = Buffer.alloc(8 * mebibyte)
  for (let at = 0; at < 128; at++)
    await new Promise<void>((resolve, reject) => gzip.write(zeros, error => (error ? reject(error) : resolve())))
  gzip.end()
  await ended
  const nested = gzipSync(Buffer.concat(bomb))
  const before = process.memoryUsage().rss
  for (const [chunks, codings] of [
    [bomb, ['gzip']],
    [[nested], ['gzip', 'gzip']],
    [[brotliCompressSync(Buffer.alloc(64 * mebibyte), { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })], ['br']],
    [[zstdCompressSync(Buffer.alloc(64 * mebibyte))], ['zstd']],
  ] as const) {
    const body = await decodeBody(chunks, codings, { bodyBytes: 2 * mebibyte })
    assert.deepEqual([body.bytes.length, body.cut], [2 * mebibyte, 'limit'])
  }
  const growth = process.memoryUsage().rss - before
  assert.ok(growth < 200 * mebibyte, `grew by ${growth} bytes`)
})

test('a zstd window above 8 MiB is refused', async () => {
  const plain = Buffer.alloc(20 * mebibyte)
  const coded = (windowLog: number) => zstdCompressSync(plain, { params: { [constants.ZSTD_c_windowLog]: windowLog } })
  assert.equal(limits.zstdWindowBytes, 2 ** 23)
  assert.equal((await decodeBody([coded(23)], ['zstd'])).bytes.length, plain.length)
  for (const windowLog of [24, 27]) await assert.rejects(decodeBody([coded(windowLog)], ['zstd']), { code: 'decode', value: 8 * mebibyte })
})

test('no bytes make it throw anything but CrawlError', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...encode.keys()), async (bytes, coding) => {
      const marked = [[], [0x1f, 0x8b, 8, 0], [0x28, 0xb5, 0x2f, 0xfd], [0x78, 0x9c]].map(start => Uint8Array.from([...start, ...bytes]))
      for (const body of marked) await decodeBody([body], [coding]).catch(error => assert.equal(error.name, 'CrawlError'))
    }),
    { seed: 11, numRuns: 60 },
  )
})
