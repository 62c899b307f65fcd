import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { digestAlgorithm, digestBytes, parseDigests } from './index.ts'

const base64 = (algorithm: string) => createHash(algorithm).update('hello').digest('base64')

test('Content-MD5 and Digest, RFC 1864 and 3230 (Z94)', () => {
  const md5 = new Uint8Array(createHash('md5').update('hello').digest())
  assert.deepEqual(parseDigests('content-md5', ` ${base64('md5')} `).map(plain), [['md5', md5, 'content']])
  const both = parseDigests('digest', `sha-256=${base64('sha256')}, MD5=${base64('md5')},UNIXsum=30637,SHA=${base64('sha1')}`)
  assert.deepEqual(
    both.map(({ algorithm, of }) => [algorithm, of]),
    [
      ['sha-256', 'representation'],
      ['md5', 'representation'],
      ['sha-1', 'representation'],
    ],
  )
})

test('Content-Digest and Repr-Digest, RFC 9530', () => {
  const [one, ...none] = parseDigests('content-digest', `sha-512=:${base64('sha512')}:;x=1, adler=:AAAA:`)
  assert.deepEqual([one?.algorithm, one?.of, none], ['sha-512', 'content', []])
  assert.equal(parseDigests('repr-digest', `sha-256=:${base64('sha256')}:`)[0]?.of, 'representation')
})

test('what nothing can be checked by is left out: other algorithms, wrong lengths, no base64', () => {
  for (const value of [
    '',
    'sha-256',
    'sha-256=',
    'sha-256=::',
    `sha-256=:${base64('md5')}:`,
    'sha-256=:***:',
    `sha-256=${base64('sha256')}`,
  ]) {
    assert.deepEqual(parseDigests('repr-digest', value), [], value)
  }
})

test('a digest of the user: hexadecimal digits or base64, names in any spelling', () => {
  const bytes = createHash('sha256').update('hello').digest()
  assert.deepEqual(digestBytes('sha-256', bytes.toString('hex').toUpperCase()), bytes)
  assert.deepEqual(digestBytes('sha-256', bytes.toString('base64')), bytes)
  assert.equal(digestBytes('sha-256', 'abc'), undefined)
  assert.deepEqual(['SHA256', 'sha-1', 'SHA', 'Md5', 'crc32'].map(digestAlgorithm), ['sha-256', 'sha-1', 'sha-1', 'md5', undefined])
})

const plain = ({ algorithm, bytes, of }: { algorithm: string; bytes: Uint8Array; of: string }) => [algorithm, new Uint8Array(bytes), of]
