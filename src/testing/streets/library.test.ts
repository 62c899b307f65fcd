import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../../base/clock.ts'
import { rawExchange } from '../client.test-helper.ts'
import { openTown } from '../index.ts'

const end = Buffer.from('\r\n\r\n')

test('P7: the poem has 167 bytes and the header of a file server', async () => {
  await using town = await openTown({ clock: manualClock() })
  const answer = await rawExchange(town.sites.library, `GET ${town.url('library', '/romeo.txt')} HTTP/1.0\r\n\r\n`)
  const body = answer.subarray(answer.indexOf(end) + 4)
  assert.equal(body.length, 167)
  assert.match(body.toString(), /^But soft[\s\S]*grief\n$/)
  assert.equal(
    answer.toString('latin1', 0, answer.indexOf(end)),
    [
      'HTTP/1.1 200 OK',
      'Date: Thu, 01 Jan 2026 00:00:00 GMT',
      'Server: Apache',
      'Last-Modified: Tue, 29 Dec 2009 01:31:22 GMT',
      'ETag: "143c1b33-a7-4b395bea"',
      'Accept-Ranges: bytes',
      'Content-Length: 167',
      'Connection: close',
      'Content-Type: text/plain',
    ].join('\r\n'),
  )
})

test('P12, P13: the picture has a header of 240 bytes: 240 + 4 + 70,057 = 70,301', async () => {
  for (const seed of [1, 2, 3]) {
    await using town = await openTown({ seed })
    for (const version of ['1.0', '1.1']) {
      const answer = await rawExchange(town.sites.library, `GET /image.jpg HTTP/${version}\r\nHost: town\r\n\r\n`)
      assert.equal(answer.indexOf(end), 240)
      assert.equal(answer.length, 70_301)
    }
  }
})

test('P17, P33, Z33: pictures have their sizes, their first and their last bytes', async () => {
  await using town = await openTown()
  const sizes = [
    ['/image.jpg', 70_057],
    ['/cover.jpg', 568_248],
  ] as const
  for (const [path, size] of sizes) {
    const bytes = Buffer.from(await (await fetch(town.url('library', path))).arrayBuffer())
    assert.equal(bytes.length, size)
    assert.equal(bytes.toString('hex', 0, 11), 'ffd8ffe000104a46494600')
    assert.equal(bytes.toString('hex', size - 2), 'ffd9')
    assert.deepEqual(segmentsOf(bytes), ['e0', 'db', 'c0', 'c4', 'c4', 'da'])
  }
  const gif = Buffer.from(await (await fetch(town.url('library', '/intl/en_ALL/images/logo.gif'))).arrayBuffer())
  assert.equal(gif.length, 8558)
  assert.equal(gif.toString('latin1', 0, 6), 'GIF89a')
  assert.equal(gif.at(-1), 0x3b)
  assert.equal((await (await fetch(town.url('library', '/afile.html'))).text()).length, 152_000)
})

test('HTTP/0.9 gets the body alone', async () => {
  await using town = await openTown()
  for (const request of ['GET /romeo.txt\r\n\r\n', 'GET /romeo.txt\r\n', 'GET /romeo.txt\n']) {
    assert.equal((await rawExchange(town.sites.library, request)).length, 167)
  }
  assert.deepEqual(
    town.bytesReceived.map(({ bytes }) => Buffer.from(bytes).toString()),
    ['GET /romeo.txt\r\n\r\n', 'GET /romeo.txt\r\n', 'GET /romeo.txt\n'],
  )
})

test('P24: the first page has a link that a regular expression finds', async () => {
  await using town = await openTown()
  const page = await (await fetch(town.url('library', '/page1.htm'))).text()
  assert.deepEqual(
    Array.from(page.matchAll(/href="(http:\/\/.+?)"/g), match => match[1]),
    [town.url('library', '/page2.htm')],
  )
  assert.match(page, /<h1>The First Page<\/h1>[\s\S]*>\nSecond Page<\/a>/)
})

/** Markers up to the scan, comments left out. */
function segmentsOf(jpeg: Buffer): string[] {
  const markers: string[] = []
  for (let at = 2; markers.at(-1) !== 'da'; at += 2 + jpeg.readUInt16BE(at + 2)) {
    assert.equal(jpeg[at], 0xff)
    if (jpeg[at + 1] !== 0xfe) markers.push(jpeg[at + 1]!.toString(16))
  }
  return markers
}
