import { isIP } from 'node:net'
import type { AddressClass } from './address-class.ts'
import { classifyAddress } from './address-class.ts'
import type { Lookup } from './look-up-all.ts'
import { lookUpAll } from './look-up-all.ts'

export type ResolvedAddress = {
  readonly address: string
  readonly family: 4 | 6
  /** Links lead to public ones only. */
  readonly class: AddressClass
}

/** The IP addresses of a host name as a fetch gets them, in their order. Rejects with CrawlError `dns-not-found`, `dns-failed`. */
export function resolveName(name: string, { lookup }: { readonly lookup?: Lookup | undefined } = {}): Promise<ResolvedAddress[]> {
  const host = name.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0) return Promise.resolve([resolved(host)])
  return new Promise((resolve, reject) => {
    lookUpAll(host, { lookup }, (error, found) => {
      if (error !== null) reject(error)
      else resolve(found.map(({ address }) => resolved(address)))
    })
  })
}

function resolved(address: string): ResolvedAddress {
  return { address, family: isIP(address) === 6 ? 6 : 4, class: classifyAddress(address) }
}
