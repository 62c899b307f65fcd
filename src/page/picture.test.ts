import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openTown } from '../testing/index.ts'
import { fetchPicture, pictureOf } from './picture.ts'

test('a picture comes into memory with its width and height (Z77)', async () => {
  await using town = await openTown()
  const jpeg = await fetchPicture(town.url('library', '/image.jpg'))
  assert.deepEqual([jpeg.format, jpeg.width, jpeg.height, jpeg.bytes.length], ['jpg', 320, 240, 70_057])
  const gif = await fetchPicture(town.url('library', '/intl/en_ALL/images/logo.gif'))
  assert.deepEqual([gif.format, gif.width, gif.height, gif.bytes.length], ['gif', 1, 1, 8_558])
  await assert.rejects(fetchPicture(town.url('library', '/romeo.txt')), { code: 'decode' })
  await assert.rejects(fetchPicture(town.url('quiet', '/missing.jpg')), { code: 'http-status', value: 404 })
})

test('any bytes: a picture or none', async () => {
  const start = fc.constantFrom(
    'ffd8ffe00010',
    '89504e470d0a1a0a0000000d49484452',
    '474946383961',
    '52494646',
    '49492a0008',
    '424d',
    '',
    '3c737667',
  )
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (hex, more) => {
      const picture = await pictureOf(Buffer.concat([Buffer.from(hex, 'hex'), more]))
      assert.ok(picture === undefined || (picture.width > 0 && picture.height > 0))
    }),
    { seed: 77, numRuns: 1_000 },
  )
})
