import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { CrawlError } from '../../../src/base/crawl-error.ts'
import { contentCodings, decodeBody } from '../../../src/http/decode-body.ts'
import { decodeStream } from '../../../src/http/decode-stream.ts'
import type { FuzzTarget } from '../fuzz-target.ts'

const bodyBytes = 64 * 1024
const plain = Buffer.from('hello, hello, hello, world')
const coders = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const

/** The first byte chooses the codings, the rest is the body. */
export const codingTarget: FuzzTarget = {
  name: 'coding',
  seeds: [
    ...coders.map(([, code], index) => Buffer.concat([Uint8Array.of(index), code(plain)])),
    Buffer.concat([Uint8Array.of(5), gzipSync(gzipSync(plain))]),
    Buffer.concat([Uint8Array.of(0), gzipSync(plain), gzipSync(plain)]),
    Buffer.concat([Uint8Array.of(0), gzipSync(Buffer.alloc(200_000))]),
    Buffer.concat([Uint8Array.of(3), brotliCompressSync(Buffer.alloc(200_000))]),
  ],
  words: ['\x1f\x8b\x08', '\x28\xb5\x2f\xfd', '\x78\x9c', '\0\0\0\0', '\xff\xff'],
  // Each call of zlib costs as much as a KB of reading.
  readings: 40,
  async check(input) {
    const codings = [
      ['gzip'],
      ['deflate'],
      ['deflate'],
      ['br'],
      ['zstd'],
      ['gzip', 'gzip'],
      ['br', 'identity', 'gzip'],
      ['unknown', 'gzip'],
    ][(input[0] ?? 0) % 8]!
    const body = new Uint8Array(input.subarray(1))
    const whole = await outcome(() => decodeBody([body], codings, { bodyBytes }))
    assert.ok(whole instanceof CrawlError || whole.bytes.length <= bodyBytes)
    const middle = Math.max(1, body.length >> 1)
    const cut = await outcome(() =>
      decodeBody([body.subarray(0, 1), body.subarray(1, middle), body.subarray(middle)], codings, { bodyBytes }),
    )
    assert.deepEqual(cut, whole)
    const streamed = await outcome(async () => {
      const pieces: Uint8Array[] = []
      for await (const piece of decodeStream(Readable.from([body], { objectMode: true }), codings)) {
        pieces.push(piece)
        if (pieces.length > 16) break
      }
      return Buffer.concat(pieces)
    })
    if (!(whole instanceof CrawlError) && whole.cut === undefined && whole.anomalies.length === 0)
      assert.equal(streamed instanceof Buffer && Buffer.compare(streamed, whole.bytes), 0)
    if (input.length > 2048) return
    const [name, code] = coders[input.length % coders.length]!
    const back = await decodeBody([code(input)], [name])
    assert.deepEqual([Buffer.compare(back.bytes, input), back.cut, back.anomalies], [0, undefined, []])
    contentCodings([Buffer.from(input).toString('latin1')])
  },
}

/** What is given, or the CrawlError; any other error is a crash. */
async function outcome<Value>(work: () => Promise<Value>): Promise<Value | CrawlError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CrawlError) return error
    throw error
  }
}
