import assert from 'node:assert/strict'
import { Resolver } from 'node:dns'
import { test } from 'node:test'
import { parseNameServers } from './name-servers.ts'

test('name servers are addresses with or without a port, as the resolver takes them; anything else is none', () => {
  const given = '192.0.2.53, 192.0.2.53:5353,2001:db8::53 ,[2001:db8::53],[2001:db8::53]:5353'
  const servers = parseNameServers(given)!
  assert.deepEqual(servers, given.split(/ ?, ?/))
  new Resolver().setServers(servers)
  for (const text of [
    '',
    'dns.example',
    '192.0.2.53,',
    '192.0.2',
    '[192.0.2.53]',
    '192.0.2.53:0',
    '192.0.2.53:65536',
    '[::1]:x',
    '::1:70000x',
  ])
    assert.equal(parseNameServers(text), undefined, text)
})
