import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseContentDisposition } from './content-disposition.ts'

const nameIn = (value: string) => parseContentDisposition(value).fileName
const bytes = (text: string) => Buffer.from(text).toString('latin1')

test('token, quoted string, quoted pair', () => {
  assert.deepEqual(parseContentDisposition('Attachment; FileName = example.html'), { type: 'attachment', fileName: 'example.html' })
  assert.equal(nameIn('attachment; filename="a \\"b\\"; c.txt"; size=3'), 'a "b"; c.txt')
  assert.equal(nameIn('attachment; filename="..\\\\..\\\\x"'), '..\\..\\x')
  assert.equal(nameIn('attachment; filename=""'), '')
  assert.deepEqual(parseContentDisposition('inline'), { type: 'inline', fileName: undefined })
})

test('filename* goes before filename in either order, in UTF-8, ISO-8859-1 and other charsets', () => {
  assert.equal(nameIn("attachment; filename*=UTF-8''na%C3%AFve.txt; filename=naive.txt"), 'naïve.txt')
  assert.equal(nameIn("attachment; filename=EURO.txt; filename*=utf-8'de'%e2%82%ac%20rates"), '€ rates')
  assert.equal(nameIn("attachment; filename*=ISO-8859-1''%A3.txt"), '£.txt')
  assert.equal(nameIn("attachment; filename*=windows-1251''%CF.txt"), 'П.txt')
})

test('a filename* that cannot be read falls back to filename', () => {
  for (const broken of ["UTF-8''%C3", "UTF-8''a%2", "none''x", 'x', "UTF-8'x", "UTF-8''€"]) {
    assert.equal(nameIn(`attachment; filename*=${broken}; filename=plain.txt`), 'plain.txt', broken)
  }
})

test('what browsers forgive', () => {
  assert.deepEqual(parseContentDisposition('filename="x.pdf"'), { type: 'attachment', fileName: 'x.pdf' })
  assert.equal(nameIn('attachment; filename=annual report.pdf ; x=y'), 'annual report.pdf')
  assert.equal(nameIn('attachment; filename="no end; x=y'), 'no end; x=y')
  assert.equal(nameIn('attachment; filename=5"disk.img; size=1'), '5"disk.img')
  assert.equal(nameIn('attachment; filename=one.txt; filename=two.txt'), 'one.txt')
  assert.equal(nameIn(bytes('attachment; filename="naïve €.txt"')), 'naïve €.txt')
  assert.equal(nameIn('attachment; filename="na\xefve.txt"'), 'naïve.txt')
  assert.equal(nameIn('attachment; filename="=?UTF-8?B?bmHDr3ZlLnR4dA==?="'), 'naïve.txt')
  assert.equal(nameIn('attachment; filename="=?iso-8859-1?q?na=EFve_1?= =?iso-8859-1?q?.txt?="'), 'naïve 1.txt')
  assert.equal(nameIn('attachment; filename="a%20b.txt"'), 'a%20b.txt', 'an escape in a plain value stands for itself')
  assert.equal(nameIn(`attachment; filename*="UTF-8''a%20b.txt"`), 'a b.txt')
  assert.equal(nameIn('attachment;;; filename=x;'), 'x')
})

test('never throws, and time grows with the length', () => {
  fc.assert(
    fc.property(fc.string(), value => void [parseContentDisposition(value), parseContentDisposition(`a; filename="${value}`)]),
    { seed: 13 },
  )
  for (const piece of ['"', '\\', ';', '=', 'a"', '; filename="', '=?', ' ', "'"]) {
    parseContentDisposition(`attachment; filename=${piece.repeat(250_000 / piece.length)}`)
    parseContentDisposition(`attachment; filename*=utf-8''${piece.repeat(250_000 / piece.length)}`)
  }
})
