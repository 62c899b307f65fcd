import { isIP, isIPv4, isIPv6 } from 'node:net'

/** The one question of a message (RFC 1035 section 4.1.2). */
export type DnsQuestion = {
  readonly id: number
  /** As it was asked, without the dot at its end. */
  readonly name: string
  readonly type: 'A' | 'AAAA' | 'other'
  /** The question section, byte for byte. */
  readonly bytes: Uint8Array
}

export type DnsReply = {
  /** RCODE: 0 no error, 2 server failure, 3 no such name, 5 refused. */
  readonly code: number
  /** Addresses, and names that stand for a CNAME each: what follows one belongs to it. Addresses of another type are left out. */
  readonly records: readonly string[]
  /** There is more than this message holds. */
  readonly isTruncated?: boolean | undefined
}

const types = { A: 1, CNAME: 5, AAAA: 28 } as const
const headerBytes = 12

/** Undefined for what is no query with one question. */
export function readQuestion(message: Buffer): DnsQuestion | undefined {
  if (message.length < headerBytes || (message[2]! & 0x80) !== 0 || message.readUInt16BE(4) !== 1) return undefined
  const labels: string[] = []
  let at = headerBytes
  for (let length = message[at]; length !== 0; length = message[at]) {
    if (length === undefined || length > 63) return undefined
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const end = at + 5
  if (end > message.length) return undefined
  const type = message.readUInt16BE(at + 1)
  return {
    id: message.readUInt16BE(0),
    name: labels.join('.'),
    type: type === types.A ? 'A' : type === types.AAAA ? 'AAAA' : 'other',
    bytes: message.subarray(headerBytes, end),
  }
}

/** An answer of an authority; every record lives for no time at all. */
export function writeReply({ id, type, bytes }: DnsQuestion, { code, records, isTruncated = false }: DnsReply): Buffer {
  const kept = type === 'other' ? [] : records.filter(record => isIP(record) === 0 || type === (isIPv4(record) ? 'A' : 'AAAA'))
  const header = Buffer.alloc(headerBytes)
  for (const [index, word] of [id, 0x8580 | (isTruncated ? 0x200 : 0) | code, 1, kept.length].entries())
    header.writeUInt16BE(word, 2 * index)
  // A pointer to the name in the question.
  let owner: Uint8Array = Buffer.from([0xc0, headerBytes])
  const written = kept.flatMap(record => {
    const isName = isIP(record) === 0
    const data = isName ? nameBytes(record) : addressBytes(record)
    const fixed = Buffer.alloc(10)
    fixed.writeUInt16BE(isName ? types.CNAME : isIPv4(record) ? types.A : types.AAAA, 0)
    fixed.writeUInt16BE(1, 2)
    fixed.writeUInt16BE(data.length, 8)
    const parts = [owner, fixed, data]
    if (isName) owner = data
    return parts
  })
  return Buffer.concat([header, bytes, ...written])
}

function nameBytes(name: string): Uint8Array {
  const labels = name.split('.').filter(label => label !== '')
  return Buffer.concat([...labels.flatMap(label => [Buffer.from([label.length]), Buffer.from(label, 'latin1')]), Buffer.from([0])])
}

function addressBytes(address: string): Uint8Array {
  if (!isIPv6(address)) return Uint8Array.from(address.split('.').map(Number))
  // The URL parser writes an address without its dotted end.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16)))
  const [before, after] = [groups(head), groups(tail)]
  const all = [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after]
  return Uint8Array.from(all.flatMap(group => [group >> 8, group & 255]))
}
