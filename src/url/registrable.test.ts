import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registrableDomain, sameRegistrable } from './registrable.ts'

test('registrable domains', () => {
  for (const [host, expected] of [
    ['www.bbc.co.uk', 'bbc.co.uk'],
    ['WWW.Example.ORG.', 'example.org'],
    ['me.github.io', 'me.github.io'],
    ['github.io', null],
    ['a_b.example.org', 'example.org'],
    ['.example.org', null],
    ['localhost', null],
    ['192.0.2.1', null],
    ['[::1]', null],
    ['', null],
  ] as const) {
    assert.equal(registrableDomain(host), expected, host)
  }
})

test('hosts of one registrable domain', () => {
  assert.ok(sameRegistrable('www.example.org', 'api.example.org'))
  assert.ok(!sameRegistrable('one.github.io', 'two.github.io'))
  assert.ok(sameRegistrable('127.0.0.1', '127.0.0.1'))
  assert.ok(!sameRegistrable('127.0.0.1', '127.0.0.2'))
})
