import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPrivateName } from './private-name.ts'

test('names that no public DNS has, by themselves', () => {
  const inside = ['intranet', 'INTRANET.', 'metadata.google.internal', 'printer.local.', 'nas.lan', 'x.home.arpa']
  const outside = ['example.org', 'example.org.', 'local.example', 'internal.example.org', 'in-addr.arpa', 'arpa.home.org']
  const known = ['127.0.0.1', '[::1]', '::1', 'localhost', 'a.localhost.']
  for (const name of inside) assert.equal(isPrivateName(name), true, name)
  for (const name of [...outside, ...known]) assert.equal(isPrivateName(name), false, name)
})
