import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { limits } from '../base/limits.ts'
import { openTown } from '../testing/index.ts'
import { fetchPage } from './fetch-page.ts'
import { openUrl } from './open-url.ts'

const town = await openTown({ pages: 5 })
after(() => town.close())

/** Gives the body in pieces of `size` bytes. */
async function* inPieces(body: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size)
}

async function linesAt(path: string): Promise<string[]> {
  return Array.fromAsync(openUrl(town.url('files', path)))
}

test('a URL is read like a file: its lines, header fields unseen until asked for (P18)', async () => {
  const poem = openUrl(town.url('library', '/romeo.txt'))
  const lines = await Array.fromAsync(poem)
  assert.equal(lines.length, 4)
  assert.equal(lines[0], 'But soft what light through yonder window breaks')
  assert.equal(lines[3], 'Who is already sick and pale with grief')
  assert.equal(poem.head?.status, 200)
})

test('lines are whole wherever the body is cut: CRLF, several bytes a character, no end at the end', async () => {
  const text = 'eins\r\nzwei é € 😀\n\nlast\rone'
  for (let size = 1; size <= Buffer.byteLength(text); size++) {
    const repair = town.override('files', () => ({
      status: 200,
      headers: ['Content-Type', 'text/plain; charset=utf-8'],
      body: inPieces(Buffer.from(text), size),
    }))
    assert.deepEqual(await linesAt('/lines'), ['eins', 'zwei é € 😀', '', 'last\rone'], `in pieces of ${size}`)
    repair()
  }
})

test('the charset is that of Content-Type, and codings nobody asked for are taken off', async () => {
  const latin = Buffer.from('caf\xe9\n', 'latin1')
  const repair = town.override('files', ({ path }) => ({
    status: 200,
    headers: ['Content-Type', 'text/plain; charset=ISO-8859-1', ...(path === '/zip' ? ['Content-Encoding', 'gzip'] : [])],
    body: path === '/zip' ? inPieces(gzipSync(latin), 3) : latin,
  }))
  assert.deepEqual(await linesAt('/plain'), ['café'])
  assert.deepEqual(await linesAt('/zip'), ['café'])
  repair()
})

test('a loop left early closes the connection: the rest stays on the server', async () => {
  let sent = 0
  const repair = town.override('files', () => ({
    status: 200,
    headers: ['Content-Type', 'text/plain'],
    body: (async function* () {
      for (;;) {
        sent += 65_536
        yield Buffer.alloc(65_536, 'line\n')
      }
    })(),
  }))
  for await (const line of openUrl(town.url('files', '/endless'))) {
    assert.equal(line, 'line')
    break
  }
  assert.ok(sent < 64 * 1024 * 1024, String(sent))
  repair()
})

test('an error status, an absent host and a line without end are errors with a code', async () => {
  await assert.rejects(linesAt('/no-such-file'), { code: 'http-status', value: 404 })
  await assert.rejects(Array.fromAsync(openUrl('http://nowhere.invalid/')), { code: 'dns-not-found' })
  const repair = town.override('files', () => ({
    status: 200,
    headers: ['Content-Type', 'text/plain'],
    body: Buffer.alloc(limits.lineLength + 70_000, 'x'),
  }))
  await assert.rejects(linesAt('/long'), { code: 'body-too-large', value: limits.lineLength })
  repair()
})

test('one page in one call, redirects followed', async () => {
  const repair = town.override('files', ({ path }) =>
    path === '/old' ? { status: 301, headers: ['Location', town.url('library', '/page1.htm')] } : undefined,
  )
  const page = await fetchPage(town.url('files', '/old'))
  assert.equal(page.url, town.url('library', '/page1.htm'))
  assert.match(page.text, /The First Page/)
  assert.deepEqual(
    page.links().map(link => link.url),
    [town.url('library', '/page2.htm')],
  )
  assert.equal((await fetchPage(town.url('files', '/none'))).status, 404)
  repair()
})
