import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { fileNameFor, filePathFor } from './index.ts'

const table: readonly (readonly [url: string, type: string | undefined, name: string])[] = [
  ['https://a.test/image.jpg', 'image/jpeg', 'image.jpg'],
  ['https://a.test/image', 'image/jpeg', 'image.jpg'],
  ['https://a.test/show.php?id=7', 'image/jpeg', 'show.php.jpg'],
  ['https://a.test/show.php', undefined, 'show.php'],
  ['https://a.test/page', 'text/html; charset=ISO-8859-4', 'page.html'],
  ['https://a.test/page.htm', 'text/html', 'page.htm'],
  ['https://a.test/', 'text/html', 'index.html'],
  ['https://a.test/', undefined, 'index.html'],
  ['https://a.test/docs/', 'text/html', 'docs.html'],
  ['https://a.test/sound', 'audio/basic', 'sound.au'],
  ['https://a.test/film', 'video/mpeg', 'film.mpeg'],
  ['https://a.test/README.md', 'text/plain', 'README.md'],
  ['https://a.test/LICENSE', 'text/plain', 'LICENSE.txt'],
  ['https://a.test/a.tar.gz', 'application/x-tar', 'a.tar.gz'],
  ['https://a.test/v1.2.3', 'application/octet-stream', 'v1.2.3'],
  ['https://a.test/caf%C3%A9%20menu.pdf', 'application/pdf', 'café menu.pdf'],
]

test('the extension comes from the type where the name has none or a wrong one (Z45)', () => {
  for (const [url, contentType, name] of table) assert.equal(fileNameFor(url, { contentType }), name, url)
})

test('a proposed name keeps its extension, and gets one where it has none', () => {
  const named = (contentDisposition: string, contentType?: string) => fileNameFor('https://a.test/x', { contentDisposition, contentType })
  assert.equal(named('attachment; filename="data.bin"', 'image/png'), 'data.bin')
  assert.equal(named('attachment; filename=data', 'image/png'), 'data.png')
  assert.equal(named('attachment; filename="C:\\\\fakepath\\\\me.txt"'), 'me.txt')
  assert.equal(named('attachment; filename="/etc/"', 'image/png'), 'x.png')
  assert.equal(named('attachment; filename="~/.ssh/authorized_keys"'), 'authorized_keys')
})

test('any URL, any proposal: a portable name within the limit; the path of a mirror is the same each time', () => {
  const portable = (name: string) => {
    assert.match(name, /^[^-. /\\:*?"<>|\p{Cc}\p{Cf}][^/\\:*?"<>|\p{Cc}\p{Cf}]*(?<![. ])$/u)
    assert.ok(
      Buffer.byteLength(name) <= limits.fileNameBytes && name.isWellFormed() && name === name.normalize('NFC') && !name.includes('..'),
      name,
    )
  }
  fc.assert(
    fc.property(
      fc.webUrl({ withQueryParameters: true }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(undefined, 'text/html', 'image/png'),
      (site, text, contentType) => {
        const url = new URL(encodeURI(text.toWellFormed()), site).href
        portable(fileNameFor(url, { contentType, contentDisposition: `attachment; filename="${text}"` }))
        portable(fileNameFor(url, { contentType }))
        const path = filePathFor(url, { contentType })
        for (const name of path.split('/')) portable(name.replace(/^~/, ''))
        assert.ok(Buffer.byteLength(path) <= limits.filePathBytes)
      },
    ),
    { seed: 21, numRuns: 500 },
  )
})

test('N13 to N16: paths of a mirror never meet, not where case and normal forms are one, nor as file and folder', () => {
  const long = 'x'.repeat(300)
  const many = Array.from({ length: 10_000 }, (_, at) => `N16/${long}${at}`)
  const urls = ['a', 'a/', 'a/b', 'a/b/c', 'Readme', 'README', 'readme', 'caf%C3%A9', 'cafe%CC%81', 'x?q=1', 'x%3Fq=1', ...many]
  const paths = urls.map(path => filePathFor(`http://a.test/${path}`).normalize('NFD').toLowerCase())
  const files = new Set(paths)
  assert.equal(files.size, urls.length)
  for (const path of paths) {
    const parts = path.split('/')
    for (let end = 1; end < parts.length; end++) assert.ok(!files.has(parts.slice(0, end).join('/')), path)
  }
})

test('time grows with the length', () => {
  for (const piece of ['.', ' ', '~', '%2e', '. ', 'é', '%', '/']) fileNameFor(`http://a.test/x${piece.repeat(60_000)}x`)
  for (const piece of ['.', ' ', '~', '%2e', '. ', 'é', '%', '/']) filePathFor(`http://a.test/x${piece.repeat(60_000)}x`)
})
