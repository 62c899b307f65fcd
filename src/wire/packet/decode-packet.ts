import { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import { internetChecksum } from './checksum.ts'

export type PacketField = {
  readonly name: string
  /** Place of its first byte in the packet. */
  readonly at: number
  /** Hexadecimal digits of the bytes that hold it. */
  readonly hex: string
  /** As people write it. */
  readonly value: string
}

export type ChecksumCheck = {
  readonly of: 'IPv4 header' | 'TCP segment'
  /** Bytes that were added up, the checksum as zero; for TCP the pseudo-header of addresses, protocol and length goes before them. */
  readonly bytes: number
  readonly stated: number
  readonly computed: number
  readonly ok: boolean
}

export type DecodedPacket = {
  readonly ip: readonly PacketField[]
  readonly tcp: readonly PacketField[]
  readonly checks: readonly ChecksumCheck[]
  readonly payload: Uint8Array
}

/**
 * Reads an IPv4 packet with a TCP segment in it (RFC 791 section 3.1, RFC 9293 section 3.1); an Ethernet header before it is passed over.
 * @throws CrawlError usage for anything else, and when it is cut off
 */
export function decodePacket(given: Uint8Array): DecodedPacket {
  const packet = withoutEthernet(given)
  if (packet.length > limits.packetBytes) throw refused(`it has more than ${limits.packetBytes} bytes`)
  if (packet.length < 20) throw refused(`an IPv4 header has 20 bytes or more, and here are ${packet.length}`)
  const view = Buffer.from(packet.buffer, packet.byteOffset, packet.length)
  const headerLength = (view[0]! & 15) * 4
  const totalLength = view.readUInt16BE(2)
  if (view[0]! >> 4 !== 4) throw refused(`it says version ${view[0]! >> 4} in its first four bits, not 4`)
  if (headerLength < 20 || totalLength < headerLength) throw refused('the lengths in its header contradict each other')
  if (totalLength > view.length) throw refused(`its header says ${totalLength} bytes, and here are ${view.length}`)
  if (view[9] !== 6) throw refused(`it holds protocol ${view[9]}, and TCP is 6`)
  if ((view.readUInt16BE(6) & 0x1fff) !== 0) throw refused('it is a later fragment and has no TCP header')
  const segment = view.subarray(headerLength, totalLength)
  if (segment.length < 20) throw refused(`a TCP header has 20 bytes or more, and here are ${segment.length}`)
  const dataOffset = (segment[12]! >> 4) * 4
  if (dataOffset < 20 || dataOffset > segment.length) throw refused('its TCP header has a length that cannot be')
  return {
    ip: ipFields(view, headerLength),
    tcp: tcpFields(segment, headerLength, dataOffset),
    checks: [check('IPv4 header', view.subarray(0, headerLength), 10), checkSegment(view, segment)],
    payload: segment.subarray(dataOffset),
  }
}

function withoutEthernet(bytes: Uint8Array): Uint8Array {
  return bytes[0] !== 0x45 && bytes[12] === 0x08 && bytes[13] === 0x00 && bytes[14]! >> 4 === 4 ? bytes.subarray(14) : bytes
}

type Row = readonly [name: string, at: number, length: number, value: string | number]

function ipFields(view: Buffer, headerLength: number): PacketField[] {
  const flags = [view[6]! & 0x40 ? "don't fragment" : '', view[6]! & 0x20 ? 'more fragments' : ''].filter(flag => flag !== '')
  const rows: Row[] = [
    ['version and header length', 0, 1, `4, ${headerLength} bytes`],
    ['type of service', 1, 1, view[1]!],
    ['total length', 2, 2, view.readUInt16BE(2)],
    ['identification', 4, 2, view.readUInt16BE(4)],
    ['flags and fragment offset', 6, 2, `${flags.join(', ') || 'none'}; ${(view.readUInt16BE(6) & 0x1fff) * 8}`],
    ['time to live', 8, 1, view[8]!],
    ['protocol', 9, 1, '6, TCP'],
    ['header checksum', 10, 2, hex(view.subarray(10, 12))],
    ['source address', 12, 4, view.subarray(12, 16).join('.')],
    ['destination address', 16, 4, view.subarray(16, 20).join('.')],
  ]
  if (headerLength > 20) rows.push(['options', 20, headerLength - 20, `${headerLength - 20} bytes`])
  return rows.map(([name, at, length, value]) => ({ name, at, hex: hex(view.subarray(at, at + length)), value: String(value) }))
}

const flagNames = ['CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN']

function tcpFields(segment: Buffer, begin: number, dataOffset: number): PacketField[] {
  const flags = flagNames.filter((_, bit) => segment[13]! & (0x80 >> bit))
  const rows: Row[] = [
    ['source port', 0, 2, segment.readUInt16BE(0)],
    ['destination port', 2, 2, segment.readUInt16BE(2)],
    ['sequence number', 4, 4, segment.readUInt32BE(4)],
    ['acknowledgment number', 8, 4, segment.readUInt32BE(8)],
    ['data offset', 12, 1, `${dataOffset} bytes`],
    ['flags', 13, 1, flags.join(' ') || 'none'],
    ['window', 14, 2, segment.readUInt16BE(14)],
    ['checksum', 16, 2, hex(segment.subarray(16, 18))],
    ['urgent pointer', 18, 2, segment.readUInt16BE(18)],
  ]
  if (dataOffset > 20) rows.push(['options', 20, dataOffset - 20, `${dataOffset - 20} bytes`])
  return rows.map(([name, at, length, value]) => ({
    name,
    at: begin + at,
    hex: hex(segment.subarray(at, at + length)),
    value: String(value),
  }))
}

/** The pseudo-header binds a segment to its addresses: one that came to the wrong machine does not add up (RFC 9293 section 3.1). */
function checkSegment(view: Buffer, segment: Buffer): ChecksumCheck {
  const pseudoHeader = Buffer.from([...view.subarray(12, 20), 0, 6, segment.length >> 8, segment.length & 255])
  return check('TCP segment', Buffer.concat([pseudoHeader, segment]), pseudoHeader.length + 16)
}

function check(of: ChecksumCheck['of'], bytes: Buffer, at: number): ChecksumCheck {
  const stated = bytes.readUInt16BE(at)
  const zeroed = Buffer.from(bytes)
  zeroed.writeUInt16BE(0, at)
  const computed = internetChecksum(zeroed)
  return { of, bytes: bytes.length, stated, computed, ok: stated === computed }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function refused(why: string): CrawlError {
  return new CrawlError('usage', `This is no IPv4 packet with a TCP segment: ${why}. Give all its bytes as hexadecimal digits.`)
}
