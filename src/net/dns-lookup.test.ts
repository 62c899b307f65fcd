import assert from 'node:assert/strict'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { test } from 'node:test'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { DnsAnswer, DnsQuery } from '../testing/index.ts'
import { openDnsServer } from '../testing/index.ts'
import { createDnsLookup } from './dns-lookup.ts'
import type { Lookup } from './look-up-all.ts'

const v4 = { address: '93.184.216.34', family: 4 }
const v6 = { address: '2606:2800:220:1::1', family: 6 }
const both = [v4.address, v6.address]

function ask(lookup: Lookup, host: string, options: LookupOptions = {}): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { ...options, all: true }, (error, found) => (error === null ? resolve(found as LookupAddress[]) : reject(error)))
  })
}

async function asking(answerTo: (query: DnsQuery) => DnsAnswer) {
  const server = await openDnsServer(answerTo)
  const clock = manualClock()
  return {
    server,
    clock,
    lookup: createDnsLookup({ servers: [server.address], timeoutMs: 50, tries: 1, clock }),
    [Symbol.asyncDispose]: server.close,
  }
}

test('each name server has `dnsMs` for its answer', t => {
  const dns = process.getBuiltinModule('node:dns')
  const made = t.mock.method(dns, 'Resolver')
  createDnsLookup({ servers: ['127.0.0.1'] })
  assert.deepEqual(made.mock.calls[0]?.arguments, [{ timeout: limits.dnsMs, tries: 2 }])
})

test('both families, IPv6 first, or the one that is wanted; each question anew', async () => {
  await using dns = await asking(() => both)
  assert.deepEqual(await ask(dns.lookup, 'A.test'), [v6, v4])
  assert.deepEqual(await ask(dns.lookup, 'a.test', { family: 4 }), [v4])
  assert.deepEqual(await ask(dns.lookup, 'a.test', { family: 6 }), [v6])
  assert.deepEqual(
    dns.server.queries.filter(({ type }) => type === 'A'),
    [
      { name: 'a.test', type: 'A', nth: 1 },
      { name: 'a.test', type: 'A', nth: 2 },
    ],
  )
})

test('a family that does not answer gets 50 ms more than the other one', async () => {
  await using dns = await asking(({ type }) => (type === 'AAAA' ? 'silence' : both))
  let found: unknown
  const asked = ask(dns.lookup, 'a.test').then(addresses => {
    found = addresses
  })
  const late = limits.dnsSecondFamilyMs - 1
  while (dns.server.queries.length < 2) await new Promise(setImmediate)
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
  await dns.clock.advance(late)
  assert.equal(found, undefined)
  await dns.clock.advance(1)
  await asked
  assert.deepEqual(found, [v4])
})

test('what both families say of a name: a failure counts more than "no such name"', async () => {
  const codes: readonly (readonly [a: DnsAnswer, aaaa: DnsAnswer, code: string])[] = [
    ['no-such-name', 'no-such-name', 'ENOTFOUND'],
    [[], [], 'ENODATA'],
    [['b.test'], ['b.test'], 'ENODATA'],
    ['no-such-name', 'server-failure', 'ESERVFAIL'],
    ['refused', [], 'EREFUSED'],
    ['silence', 'no-such-name', 'ETIMEOUT'],
  ]
  for (const [a, aaaa, code] of codes) {
    await using dns = await asking(({ type }) => (type === 'A' ? a : aaaa))
    await assert.rejects(ask(dns.lookup, 'a.test'), { code }, `${a} ${aaaa}`)
  }
})
