import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { robotsText } from './robots-text.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, bigEndian: boolean) => {
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')
  return bigEndian ? little.swap16() : little
}

test('marks and encodings', () => {
  assert.equal(robotsText(bytes('\ufeffAllow: /ツ')), 'Allow: /ツ')
  assert.equal(robotsText(Uint8Array.of(0xef, 0xbb, 0x41)), 'A')
  assert.equal(robotsText(Uint8Array.of(0x41, 0xe9, 0x0a)), 'A%E9\n')
  assert.equal(robotsText(utf16('Allow: /ツ', false)), 'Allow: /ツ')
  assert.equal(robotsText(utf16('Allow: /ツ', true)), 'Allow: /ツ')
  assert.equal(robotsText(bytes('Dis\0allow: /\0')), 'Disallow: /')
  assert.equal(robotsText(new Uint8Array()), '')
})

test('the limit: a whole last line is used, a cut one is not', () => {
  const filler = (length: number) => `${'#'.repeat(length - 1)}\n`
  const rule = 'Disallow: /x'
  const full = filler(limits.robotsBytes - rule.length) + rule
  assert.ok(robotsText(bytes(full)).endsWith(rule), 'exactly the limit')
  assert.ok(robotsText(bytes(`${full}\nAllow: /`)).endsWith(rule), 'the line ends where the limit is')
  assert.ok(robotsText(bytes(`${full}y`)).endsWith('#\n'), 'one octet over')
  assert.equal(robotsText(bytes('Allow: /a\nDisallow: /b'), true), 'Allow: /a\n')
  assert.equal(robotsText(bytes('Allow: /a\rDisallow: /b\r'), true), 'Allow: /a\rDisallow: /b\r')
  assert.equal(robotsText(bytes('one line'), true), '')
})
