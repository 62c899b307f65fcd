import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import { internetChecksum, onesComplementSum } from './checksum.ts'
import { decodePacket } from './decode-packet.ts'
import { samplePacket } from './sample-packet.ts'

const sample = Buffer.from(samplePacket, 'hex')

test('the Internet checksum: the worked example of RFC 1071 section 3, and a known IPv4 header', () => {
  assert.equal(onesComplementSum(Buffer.from('0001f203f4f5f6f7', 'hex')), 0xddf2)
  assert.equal(internetChecksum(Buffer.from('0001f203f4f5f6f7', 'hex')), 0x220d)
  assert.equal(internetChecksum(Buffer.from('45000073000040004011' + '0000' + 'c0a80001c0a800c7', 'hex')), 0xb861)
  assert.equal(onesComplementSum(Uint8Array.of(1, 2, 3)), 0x0402)
  assert.equal(onesComplementSum(new Uint8Array(65_535).fill(255)), 0xff00)
})

test('a TCP packet is decoded and its checksums add up (Z27)', () => {
  const { ip, tcp, checks, payload } = decodePacket(sample)
  const shown = (name: string) => [...ip, ...tcp].find(field => field.name === name)?.value
  assert.equal(shown('source address'), '192.0.2.1')
  assert.equal(shown('destination port'), '80')
  assert.equal(shown('flags'), 'ACK PSH')
  assert.equal(Buffer.from(payload).toString(), 'GET / HTTP/1.0\r\n\r\n')
  assert.deepEqual(
    checks.map(({ of, bytes, ok }) => [of, bytes, ok]),
    [
      ['IPv4 header', 20, true],
      ['TCP segment', 12 + 20 + 18, true],
    ],
  )
  const places = [...ip, ...tcp].map(({ at, hex }) => sample.subarray(at, at + hex.length / 2).toString('hex') === hex)
  assert.ok(places.every(same => same))
})

test('the system agrees: of two packets that differ in one bit Linux took the first and counted a checksum error for the second', () => {
  const start = '4500002b0001000040067cca7f0000017f000001c35100090000000100000000500203e8'
  assert.deepEqual(okOf(Buffer.from(`${start}173500006f6464`, 'hex')), [true, true], 'an odd number of bytes')
  assert.deepEqual(okOf(Buffer.from(`${start}173400006f6464`, 'hex')), [true, false])
})

test('one bit more or less is noticed, wherever it is; two words changed places are not', () => {
  for (let bit = 0; bit < sample.length * 8; bit++) {
    const spoilt = Buffer.from(sample)
    spoilt[bit >> 3]! ^= 0x80 >> (bit & 7)
    const oks = okOf(spoilt)
    if (oks !== undefined) assert.ok(oks.includes(false), `bit ${bit}`)
  }
  const swapped = Buffer.concat([sample.subarray(0, 40), sample.subarray(42, 44), sample.subarray(40, 42), sample.subarray(44)])
  assert.deepEqual(okOf(swapped), [true, true])
})

test('an Ethernet header is passed over; what follows the packet is not part of it', () => {
  const frame = Buffer.concat([Buffer.from('0200000000010200000000020800', 'hex'), sample, Buffer.alloc(4)])
  assert.deepEqual(decodePacket(frame), decodePacket(sample))
})

test('anything else is refused with a reason', () => {
  const refusals: [Buffer, RegExp][] = [
    [Buffer.alloc(0), /20 bytes or more, and here are 0/],
    [Buffer.alloc(40, 0x60), /version 6/],
    [sample.subarray(0, 50), /says 58 bytes, and here are 50/],
    [Buffer.alloc(65_550, 0x45), /more than 65535 bytes/],
    [Buffer.from(samplePacket.replace(/^(.{18})06/, '$111'), 'hex'), /protocol 17, and TCP is 6/],
  ]
  for (const [bytes, says] of refusals) assert.throws(() => decodePacket(bytes), { name: 'CrawlError', code: 'usage', message: says })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), bytes => void okOf(Buffer.from(bytes))),
    { seed: 27, numRuns: 2_000 },
  )
})

function okOf(bytes: Buffer): boolean[] | undefined {
  try {
    return decodePacket(bytes).checks.map(({ ok }) => ok)
  } catch (error) {
    assert.ok(error instanceof CrawlError)
    return undefined
  }
}

test('the longest packet is read, one byte more is none', () => {
  const packet = Buffer.concat([sample, Buffer.alloc(limits.packetBytes - sample.length)])
  packet.writeUInt16BE(limits.packetBytes, 2)
  assert.equal(decodePacket(packet).payload.length, limits.packetBytes - 40)
  assert.throws(() => decodePacket(Buffer.concat([packet, Buffer.alloc(1)])), { code: 'usage', message: /more than 65535 bytes/ })
})
