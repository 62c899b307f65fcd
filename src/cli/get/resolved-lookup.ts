import { lookup as systemLookup } from 'node:dns'
import type { CurlOrder } from '../../curl/curl-order.ts'
import type { Lookup } from '../../net/address-guard.ts'
import { createDnsLookup } from '../../net/dns-lookup.ts'

/**
 * Names to addresses by `--resolve host:port:address` first, then by `--dns-servers` or the system; of one family with `-4` or `-6`.
 * undefined: the system alone. The port of an entry is not compared: a command asks one port of a name.
 */
export function resolvedLookup({ resolve, dnsServers, family }: Pick<CurlOrder, 'resolve' | 'dnsServers' | 'family'>): Lookup | undefined {
  if (resolve.length === 0 && dnsServers === undefined && family === undefined) return undefined
  const others = dnsServers === undefined ? systemLookup : createDnsLookup({ servers: dnsServers })
  const known = new Map(resolve.map(entry => entryOf(entry)))
  return (host, options, callback) => {
    const address = known.get(host.toLowerCase())
    if (address === undefined) return others(host, family === undefined ? options : { ...options, family }, callback)
    process.nextTick(callback, null, [{ address, family: address.includes(':') ? 6 : 4 }])
  }
}

function entryOf(entry: string): [host: string, address: string] {
  const [host = '', , ...address] = entry.split(':')
  return [host.toLowerCase(), address.join(':').replace(/^\[|\]$/g, '')]
}
