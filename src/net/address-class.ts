import { isIPv4, isIPv6 } from 'node:net'

/**
 * What kind of place an IP address is. Only `public` may be reached through links; the others are guarded. `special` is the rest of
 * IANA's special-purpose registries: documentation, benchmarks, multicast, reserved.
 */
export type AddressClass = 'public' | 'loopback' | 'private' | 'link-local' | 'unspecified' | 'special'

/** Every class but `public`: what a host that the user named may be. */
export const guardedClasses: readonly AddressClass[] = ['loopback', 'private', 'link-local', 'unspecified', 'special']

/**
 * The class of an IPv4 or IPv6 literal, zone identifier (`%eth0`) and brackets allowed. What is no address is `special`: never to be
 * connected to.
 */
export function classifyAddress(ip: string): AddressClass {
  if (isIPv4(ip)) return classifyV4(numberOfV4(ip))
  const bare = withoutZone(ip.startsWith('[') && ip.endsWith(']') ? ip.slice(1, -1) : ip)
  return isIPv6(bare) ? classifyV6(groupsOf(bare)) : 'special'
}

/** The class of a URL's host as the WHATWG parser writes it (`[::1]`, `127.0.0.1`, `example.org`); `name`: DNS will tell. */
export function classifyHost(host: string): AddressClass | 'name' {
  if (isIPv4(host) || host.startsWith('[') || isIPv6(withoutZone(host))) return classifyAddress(host)
  return isLocalhost(host) ? 'loopback' : 'name'
}

/** `localhost` and every name below it mean this machine, whatever DNS says (RFC 6761 section 6.3). */
export function isLocalhost(host: string): boolean {
  const name = (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase()
  return name === 'localhost' || name.endsWith('.localhost')
}

/** https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast (RFC 5771). */
const v4Blocks: readonly (readonly [prefix: string, bits: number, kind: AddressClass])[] = [
  ['0.0.0.0', 8, 'unspecified'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'private'], // carrier-grade NAT, RFC 6598
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'special'], // IETF protocol assignments; a metadata service lives at .192
  ['192.0.2.0', 24, 'special'], // documentation
  ['192.31.196.0', 24, 'special'], // AS112
  ['192.52.193.0', 24, 'special'], // AMT relays
  ['192.88.99.0', 24, 'special'], // 6to4 relays, deprecated by RFC 7526
  ['192.168.0.0', 16, 'private'],
  ['192.175.48.0', 24, 'special'], // AS112
  ['198.18.0.0', 15, 'special'], // benchmarks
  ['198.51.100.0', 24, 'special'], // documentation
  ['203.0.113.0', 24, 'special'], // documentation
  ['224.0.0.0', 4, 'special'], // multicast
  ['240.0.0.0', 4, 'special'], // reserved; the last one is broadcast
]

type Groups = readonly number[]

const v4Ranges = v4Blocks.map(([prefix, bits, kind]) => ({ first: numberOfV4(prefix), size: 2 ** (32 - bits), kind }))

/**
 * https://www.iana.org/assignments/iana-ipv6-special-registry, the first match counts. Unicast space outside 2000::/3 is not allocated to
 * anyone.
 */
const v6Blocks: readonly (readonly [prefix: string, bits: number, kind: AddressClass | ((groups: Groups) => AddressClass)])[] = [
  ['::', 128, 'unspecified'],
  ['::1', 128, 'loopback'],
  ['::ffff:0:0', 96, groups => classifyV4(pair(groups, 6))], // IPv4-mapped
  ['64:ff9b::', 96, groups => classifyV4(pair(groups, 6))], // NAT64, RFC 6052
  ['2002::', 16, groups => classifyV4(pair(groups, 1))], // 6to4, RFC 3056
  // The next four lead nowhere public; what they hide still tells what kind of place is meant.
  ['::', 96, groups => classifyHidden(pair(groups, 6))], // IPv4-compatible, deprecated
  ['::ffff:0:0:0', 96, groups => classifyHidden(pair(groups, 6))], // IPv4-translated, RFC 2765
  ['64:ff9b:1::', 48, groups => classifyHidden(pair(groups, 6))], // local NAT64, RFC 8215
  ['2001::', 32, groups => classifyHidden(0xffff_ffff - pair(groups, 6))], // Teredo: the client's address, inverted, RFC 4380
  ['2001::', 23, 'special'], // IETF protocol assignments: benchmarks, ORCHID ...
  ['2001:db8::', 32, 'special'], // documentation
  ['2620:4f:8000::', 48, 'special'], // AS112
  ['3fff::', 20, 'special'], // documentation, RFC 9637
  ['2000::', 3, 'public'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'link-local'],
  ['fec0::', 10, 'private'], // site-local, deprecated by RFC 3879
]

const v6Ranges = v6Blocks.map(([prefix, bits, kind]) => ({ prefix: groupsOf(prefix), bits, kind }))

function classifyV4(address: number): AddressClass {
  return v4Ranges.find(({ first, size }) => address >= first && address < first + size)?.kind ?? 'public'
}

function classifyV6(groups: Groups): AddressClass {
  const kind = v6Ranges.find(({ prefix, bits }) => startsWith(groups, prefix, bits))?.kind ?? 'special'
  return typeof kind === 'function' ? kind(groups) : kind
}

function classifyHidden(address: number): AddressClass {
  const kind = classifyV4(address)
  return kind === 'public' || kind === 'unspecified' ? 'special' : kind
}

function pair(groups: Groups, index: number): number {
  return groups[index]! * 65_536 + groups[index + 1]!
}

function startsWith(groups: Groups, prefix: Groups, bits: number): boolean {
  for (let index = 0; index * 16 < bits; index++) {
    const ignored = Math.max(0, 16 - (bits - index * 16))
    if (groups[index]! >> ignored !== prefix[index]! >> ignored) return false
  }
  return true
}

function numberOfV4(ip: string): number {
  return ip.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
}

/** The eight groups of a valid IPv6 literal, 16 bits each. */
function groupsOf(ip: string): Groups {
  const [head = '', tail] = ip.split('::')
  const front = groupsOfPart(head)
  const back = tail === undefined ? [] : groupsOfPart(tail)
  return [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back]
}

function groupsOfPart(part: string): number[] {
  if (part === '') return []
  return part.split(':').flatMap(group => {
    if (!group.includes('.')) return Number.parseInt(group, 16)
    const address = numberOfV4(group)
    return [Math.floor(address / 65_536), address % 65_536]
  })
}

function withoutZone(ip: string): string {
  const zone = ip.indexOf('%')
  return zone < 0 ? ip : ip.slice(0, zone)
}
