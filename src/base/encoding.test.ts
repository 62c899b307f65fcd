import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeText, sniffEncoding } from './encoding.ts'
import { limits } from './limits.ts'

const ascii = (text: string) => Buffer.from(text, 'latin1')
const utf8 = (text: string) => Buffer.from(text, 'utf8')

test('a byte order mark wins over the transport, the transport over the meta', () => {
  const meta = '<meta charset=iso-8859-2>'
  assert.deepEqual(sniffEncoding(utf8(`\ufeff${meta}`), 'shift_jis'), { encoding: 'utf-8', source: 'bom' })
  assert.deepEqual(sniffEncoding(ascii('\xff\xfea\0'), 'utf-8'), { encoding: 'utf-16le', source: 'bom' })
  assert.deepEqual(sniffEncoding(ascii('\xfe\xff\0a')), { encoding: 'utf-16be', source: 'bom' })
  assert.deepEqual(sniffEncoding(ascii(meta), 'Shift_JIS'), { encoding: 'shift_jis', source: 'transport' })
  assert.deepEqual(sniffEncoding(ascii(meta), 'no-such-charset'), { encoding: 'iso-8859-2', source: 'meta' })
  assert.deepEqual(sniffEncoding(ascii(meta)), { encoding: 'iso-8859-2', source: 'meta' })
})

test('labels are names of the Encoding Standard', () => {
  assert.equal(sniffEncoding(ascii(''), ' LATIN1 ').encoding, 'windows-1252')
  assert.equal(sniffEncoding(ascii(''), 'gb2312').encoding, 'gbk')
  assert.equal(sniffEncoding(ascii('<meta charset=x-user-defined>')).encoding, 'windows-1252')
  assert.equal(sniffEncoding(ascii('<meta charset=utf-16le>')).encoding, 'utf-8')
  assert.equal(sniffEncoding(ascii('<?xml version="1.0" encoding="koi8-r"?><html>')).encoding, 'koi8-r')
  assert.equal(sniffEncoding(ascii('<meta charset=hz-gb-2312>')).encoding, 'windows-1252')
})

test('undeclared text is UTF-8 when all of it is, unless a guess is not wanted', () => {
  assert.deepEqual(sniffEncoding(utf8('<p>žluť')), { encoding: 'utf-8', source: 'default' })
  assert.deepEqual(sniffEncoding(utf8('<p>žluť').subarray(0, -1)), { encoding: 'utf-8', source: 'default' })
  assert.equal(sniffEncoding(utf8('<p>žluť'), undefined, { guess: false }).encoding, 'windows-1252')
  assert.equal(sniffEncoding(ascii('<p>caf\xe9')).encoding, 'windows-1252')
  assert.equal(sniffEncoding(ascii('<p>plain')).encoding, 'windows-1252')
})

test('a meta beyond the prescan counts, but not one that a script writes there', () => {
  const far = ' '.repeat(2000)
  assert.equal(sniffEncoding(ascii(`${far}<meta charset=koi8-r>`)).encoding, 'koi8-r')
  assert.equal(sniffEncoding(ascii(`${far}<script>"<meta charset=koi8-r>"</script>`)).encoding, 'windows-1252')
  assert.equal(sniffEncoding(ascii(`${far}<script>"<meta charset=koi8-r>"</script><meta charset=big5>`)).encoding, 'big5')
  assert.equal(sniffEncoding(ascii(`${far}<!-- <meta charset=koi8-r>`)).encoding, 'windows-1252')
})

test('text is decoded without its mark, and whatever the bytes', () => {
  assert.equal(decodeText(utf8('\ufeffžluť'), 'utf-8'), 'žluť')
  assert.equal(decodeText(ascii('\xff\xfea\0b\0'), 'utf-16le'), 'ab')
  assert.equal(decodeText(ascii('\x80\x93\xe9'), 'windows-1252'), '€“é')
  assert.equal(decodeText(ascii('plain'), 'windows-1252'), 'plain')
  assert.equal(decodeText(ascii('\x1b$B$"\x1b(B'), 'iso-2022-jp'), 'あ')
  assert.equal(decodeText(ascii('a\0'), 'utf-16le'), 'a')
  assert.equal(decodeText(ascii('\xff'), 'utf-8'), '\ufffd')
  assert.equal(decodeText(utf8('ž'), 'no-such-charset'), 'ž')
})

test('any bytes are sniffed and decoded', () => {
  const pieces = fc.constantFrom(
    '<meta ',
    'charset=',
    '"',
    "'",
    'utf-8',
    '>',
    '<!--',
    '-->',
    '<script',
    '</',
    '<?xml encoding=',
    ' ',
    '\xff',
    'content=',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), fc.uint8Array({ maxLength: 50 }), (words, bytes) => {
      const text = Buffer.concat([ascii(words.join('')), bytes])
      assert.equal(typeof decodeText(text, sniffEncoding(text).encoding), 'string')
    }),
    { seed: 7, numRuns: 2000 },
  )
})

test('what a script writes counts up to the last byte of the prescan', () => {
  const written = (at: number) => ascii(`<script>${' '.repeat(at - '<script>'.length)}<meta charset=koi8-r>`)
  assert.equal(sniffEncoding(written(limits.prescanBytes - 1)).encoding, 'koi8-r')
  assert.equal(sniffEncoding(written(limits.prescanBytes)).encoding, 'windows-1252')
})
