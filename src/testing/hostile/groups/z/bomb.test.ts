import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, crc32, gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { Bomb } from './bomb.ts'
import { brotliBomb, gzipBomb, mib, zstdBomb } from './bomb.ts'

const bytesOf = (bomb: Bomb) => Buffer.concat(bomb.flatMap(({ bytes, times }) => Array.from({ length: times }, () => bytes)))
const sizeOf = (bomb: Bomb) => bomb.reduce((sum, { bytes, times }) => sum + bytes.length * times, 0)

test('each bomb is valid to its end, checksum and all: 16 MiB of it', async () => {
  const zeros = Buffer.alloc(16 * mib)
  const whole = Buffer.concat([zeros, Buffer.from('The end')])
  assert.ok(gunzipSync(bytesOf(gzipBomb('The end', 16, crc32(zeros)))).equals(whole))
  assert.ok(brotliDecompressSync(bytesOf(await brotliBomb('The end', 16))).equals(whole))
  assert.ok(zstdDecompressSync(bytesOf(zstdBomb('The end', 23, 16))).equals(whole))
})

test('10 GiB come as a few MB', async () => {
  assert.ok(sizeOf(gzipBomb('The end')) < 11 * mib)
  assert.ok(sizeOf(await brotliBomb('The end')) < mib)
  assert.ok(sizeOf(zstdBomb('The end', 31)) < mib / 3)
})
