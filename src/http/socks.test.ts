import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CrawlError } from '../base/crawl-error.ts'
import type { Handshake } from './socks.ts'
import { socks4a, socks5 } from './socks.ts'

/** Plays the proxy: what it says, byte after byte; what was written to it, in hex. */
function shake(handshake: Handshake, says: string | Uint8Array): { written: string[]; left: number } {
  const bytes = typeof says === 'string' ? Buffer.from(says, 'hex') : says
  const written: string[] = []
  let at = 0
  for (let step = handshake.next(); !step.done; ) {
    const { send, need } = step.value
    if (send !== undefined) written.push(Buffer.from(send).toString('hex'))
    if (at + need > bytes.length) return { written, left: -1 }
    step = handshake.next(bytes.subarray(at, at + need))
    at += need
  }
  return { written, left: bytes.length - at }
}

const user = { user: 'us', password: 'pw' }

test('SOCKS5: by name and by address, with and without a login (RFC 1928, RFC 1929)', () => {
  assert.deepEqual(shake(socks5({ host: 'a.test', port: 443 }, undefined), '050005000001000000000000'), {
    written: ['050100', `0501000306${Buffer.from('a.test').toString('hex')}01bb`],
    left: 0,
  })
  assert.deepEqual(shake(socks5({ host: '192.0.2.1', port: 80 }, user), '050201000500000302686900ff'), {
    written: ['05020002', '0102757302' + '7077', '05010001c00002010050'],
    left: 0,
  })
  const v6 = shake(socks5({ host: '2001:db8::7', port: 1 }, user), `050005000004${'00'.repeat(18)}`)
  assert.deepEqual(v6, { written: ['05020002', `05010004${'20010db8'}${'0'.repeat(20)}00070001`], left: 0 })
})

test('SOCKS4a: a name behind an address that is none, an address as it is', () => {
  const named = shake(socks4a({ host: 'a.test', port: 80 }, user), '005a000000000000')
  assert.deepEqual(named.written, [`0401005000000001${Buffer.from('us\0a.test\0').toString('hex')}`])
  assert.deepEqual(shake(socks4a({ host: '192.0.2.1', port: 80 }, undefined), '005a000000000000').written, ['04010050c000020100'])
})

test('whatever a proxy says, it opens, waits for more, or fails by code; a name of 256 bytes is refused before', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), fc.boolean(), (says, isFive, hasUser) => {
      try {
        shake((isFive ? socks5 : socks4a)({ host: 'a.test', port: 80 }, hasUser ? user : undefined), says)
      } catch (error) {
        assert.ok(error instanceof CrawlError && error.code === 'proxy', String(error))
      }
    }),
    { seed: 23, numRuns: 5_000 },
  )
  for (const [says, reason] of [
    ['0400', /does not speak SOCKS5/],
    ['05ff', /refused the log-in/],
    ['050005010001', /general failure/],
    ['050005630001', /reply 99/],
  ] as const) {
    assert.throws(() => shake(socks5({ host: 'a.test', port: 80 }, undefined), says), { code: 'proxy', message: reason })
  }
  assert.throws(() => shake(socks4a({ host: 'a.test', port: 80 }, undefined), '005b000000000000'), {
    code: 'proxy',
    message: /refused or failed/,
  })
  assert.throws(() => shake(socks5({ host: 'x'.repeat(256), port: 80 }, undefined), '0500'), { code: 'usage' })
})
