import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSoup } from '../index.ts'

const bytes = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0))

test('bytes are read by their mark, then by the charset that was given, then by a meta', () => {
  const page = '<meta charset=iso-8859-2><title>\xbelu\xbb</title>'
  const read = (...given: Parameters<typeof parseSoup>) => {
    const soup = parseSoup(...given)
    return [soup.title?.text, soup.encoding, soup.encodingSource]
  }
  assert.deepEqual(read(bytes(page)), ['žluť', 'iso-8859-2', 'meta'])
  assert.deepEqual(read(bytes(page), { encoding: 'latin1' }), ['¾lu»', 'windows-1252', 'transport'])
  assert.deepEqual(read(bytes(page), { encoding: 'nonsense' }), ['žluť', 'iso-8859-2', 'meta'])
  assert.deepEqual(read(new TextEncoder().encode('\ufeff<title>ž'), { encoding: 'latin1' }), ['ž', 'utf-8', 'bom'])
  assert.deepEqual(read(bytes('<title>caf\xe9')), ['café', 'windows-1252', 'default'])
  assert.deepEqual(read('<title>ž'), ['ž', undefined, undefined])
})

test('a copy of a soup was read as the soup was', () => {
  assert.equal(parseSoup(bytes('<p>x')).clone().encoding, 'windows-1252')
})
