import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Lookup } from './address-guard.ts'
import { resolveName } from './resolve-name.ts'

const names: Lookup = (host, _options, done) => {
  if (host === 'absent.example') return done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), [])
  done(null, [
    { address: '93.184.216.34', family: 4 },
    { address: '2606:2800::1', family: 6 },
    { address: '10.0.0.1', family: 4 },
  ])
}

test('the IP addresses of a name, each with its class (Z25)', async () => {
  assert.deepEqual(await resolveName('both.example', { lookup: names }), [
    { address: '93.184.216.34', family: 4, class: 'public' },
    { address: '2606:2800::1', family: 6, class: 'public' },
    { address: '10.0.0.1', family: 4, class: 'private' },
  ])
  assert.deepEqual(await resolveName('[::1]'), [{ address: '::1', family: 6, class: 'loopback' }])
  assert.ok((await resolveName('localhost')).every(found => found.class === 'loopback'))
})

test('a name without an address', async () => {
  await assert.rejects(resolveName('absent.example', { lookup: names }), {
    code: 'dns-not-found',
    message: /No address is known for absent/,
  })
})
