import { lookup as systemLookup } from 'node:dns'
import type { Lookup } from '../../net/address-guard.ts'

/**
 * Names to addresses by `--resolve host:port:address` first, then by the system; of one family with `-4` or `-6`. undefined: the system
 * alone. The port of an entry is not compared: a command asks one port of a name.
 */
export function resolvedLookup(entries: readonly string[], family: 4 | 6 | undefined): Lookup | undefined {
  if (entries.length === 0 && family === undefined) return undefined
  const known = new Map(entries.map(entry => entryOf(entry)))
  return (host, options, callback) => {
    const address = known.get(host.toLowerCase())
    if (address === undefined) return systemLookup(host, family === undefined ? options : { ...options, family }, callback)
    process.nextTick(callback, null, [{ address, family: address.includes(':') ? 6 : 4 }])
  }
}

function entryOf(entry: string): [host: string, address: string] {
  const [host = '', , ...address] = entry.split(':')
  return [host.toLowerCase(), address.join(':').replace(/^\[|\]$/g, '')]
}
