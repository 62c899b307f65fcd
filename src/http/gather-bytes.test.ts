import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinChunks } from './decode-body.ts'
import { gatherBytes } from './gather-bytes.ts'

test('whatever the sizes, the bytes come out in order', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 4_000, max: 40_000 })), { maxLength: 40 }), sizes => {
      const gatherer = gatherBytes()
      let value = 0
      const expected: number[] = []
      for (const size of sizes) {
        const chunk = Buffer.from(Array.from({ length: size }, () => (value = (value * 5 + 1) & 0xff)))
        for (const byte of chunk) expected.push(byte)
        gatherer.write(chunk)
      }
      assert.ok(Buffer.from(joinChunks(gatherer.chunks())).equals(Buffer.from(expected)))
    }),
    { seed: 3, numRuns: 100 },
  )
})

test('a long body is gathered in one piece of its own size, and what is above the most is kept too', () => {
  const mib = 1024 * 1024
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet))
    .toString('latin1')
    .repeat(4 * 1024)
  const all = Buffer.from(bytes.repeat(9), 'latin1')
  for (const most of [6 * mib, 16 * mib, 64 * mib]) {
    const gatherer = gatherBytes(most)
    for (let at = 0; at < all.length; at += 300_000) gatherer.write(all.subarray(at, at + 300_000))
    const chunks = gatherer.chunks()
    assert.ok(Buffer.from(joinChunks(chunks)).equals(all))
    assert.equal(chunks.length === 1, most > all.length)
    assert.ok(chunks[0]!.buffer.byteLength <= 2 * all.length)
  }
})

test('a single chunk is not copied', () => {
  const chunk = new Uint8Array(20_000)
  const gatherer = gatherBytes()
  gatherer.write(chunk)
  assert.equal(joinChunks(gatherer.chunks()).buffer, chunk.buffer)
})

test('many tiny chunks become few', () => {
  const gatherer = gatherBytes()
  for (let at = 0; at < 200_000; at++) gatherer.write(Uint8Array.of(at & 0xff))
  assert.ok(gatherer.chunks().length < 20)
})

test('a small view does not keep a large read alive', () => {
  const gatherer = gatherBytes()
  for (let at = 0; at < 100; at++) gatherer.write(new Uint8Array(64 * 1024).subarray(0, 5_000))
  const held = new Set(gatherer.chunks().map(chunk => chunk.buffer))
  const bytes = [...held].reduce((sum, buffer) => sum + buffer.byteLength, 0)
  assert.ok(bytes < 600_000, `${bytes} bytes held`)
})
