import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
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

test('a size that stands behind the limit is not looked for', async () => {
  const comment = Buffer.concat([Buffer.from('fffeffff', 'hex'), Buffer.alloc(65_533)])
  const size = Buffer.from('ffc0000b080010002001011100', 'hex')
  const jpegAfter = (comments: number) =>
    Buffer.concat([Buffer.from('ffd8', 'hex'), ...Array.from({ length: comments }, () => comment), size, Buffer.alloc(100)])
  const fits = Math.floor(limits.pictureHeadBytes / comment.length)
  assert.deepEqual((({ width, height }) => [width, height])((await pictureOf(jpegAfter(fits)))!), [32, 16])
  assert.equal(await pictureOf(jpegAfter(fits + 1)), undefined)
})
