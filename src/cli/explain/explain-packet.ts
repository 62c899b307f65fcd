import { CrawlError } from '../../base/crawl-error.ts'
import { escapeTerminal } from '../../base/escape.ts'
import { limits } from '../../base/limits.ts'
import type { ChecksumCheck, PacketField } from '../../wire/packet/decode-packet.ts'
import { decodePacket } from '../../wire/packet/decode-packet.ts'
import { samplePacket } from '../../wire/packet/sample-packet.ts'

/** `orbweaver explain packet [HEX]`: an IPv4 packet with a TCP segment, field by field, and whether its checksums add up. */
export function explainPacket(given: readonly string[]): { text: string; record: Record<string, unknown> } {
  const hex = given.length === 0 ? samplePacket : given.join('').replace(/0x|[\s:,.-]/gi, '')
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex) || hex.length > (limits.packetBytes + 14) * 2) {
    const says = `A packet is pairs of hexadecimal digits, ${limits.packetBytes} at most. Leave it out to see a sample.`
    throw new CrawlError('usage', says)
  }
  const { ip, tcp, checks, payload } = decodePacket(Buffer.from(hex, 'hex'))
  const text = Buffer.from(payload).toString('latin1')
  const lines = [
    ...(given.length === 0 ? ['A sample, the first request of a web page. Give your own: orbweaver explain packet HEX', hex, ''] : []),
    'IPv4 header (RFC 791 section 3.1)',
    ...ip.map(fieldLine),
    'TCP header (RFC 9293 section 3.1)',
    ...tcp.map(fieldLine),
    `Data, ${payload.length} bytes`,
    ...(payload.length === 0 ? [] : [`  ${escapeTerminal(text)}`]),
    'Checksums: all 16-bit words added, the carry added back in, all bits turned (RFC 1071)',
    ...checks.map(checkLine),
  ]
  return {
    text: lines.map(line => `${line}\n`).join(''),
    record: { topic: 'packet', hex, ip, tcp, checks, data: text },
  }
}

function fieldLine({ name, at, hex, value }: PacketField): string {
  return `  ${String(at).padStart(3)}  ${name.padEnd(27)}${(hex.length > 8 ? `${hex.slice(0, 6)}..` : hex).padEnd(10)}${value}`
}

function checkLine({ of, bytes, stated, computed, ok }: ChecksumCheck): string {
  const verdict = ok ? 'right' : `WRONG: ${hex16(computed)} is due, so the packet was damaged on the way or not finished by its sender`
  return `  ${of.padEnd(12)} ${String(bytes).padStart(5)} bytes, ${hex16(stated)}: ${verdict}`
}

function hex16(number: number): string {
  return `0x${number.toString(16).padStart(4, '0')}`
}
