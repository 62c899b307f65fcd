import { isIP } from 'node:net'
import type { Site } from '../url/site.ts'
import type { PaceState, SitePace } from './site-pace.ts'

/** What all sites of one IP address share. Times are monotonic ms, -Infinity for never. */
export type AddressPace = {
  readonly ip: string
  inFlight: number
  startedAt: number
  startedBefore: number
  endedAt: number
  /** Sites that were told "not before another request ends". */
  readonly waiting: Set<PaceState>
}

export function createAddress(ip: string): AddressPace {
  return { ip, inFlight: 0, startedAt: -Infinity, startedBefore: -Infinity, endedAt: -Infinity, waiting: new Set() }
}

/** Monotonic ms; Infinity while as many requests are in flight there as this site allows. */
export function addressReadyAt({ address, rules }: SitePace): number {
  if (address === undefined) return -Infinity
  if (address.inFlight >= rules.perAddress) return Infinity
  const last = rules.perAddress === 1 ? Math.max(address.startedAt, address.endedAt) : address.startedAt
  return last + rules.addressDelayMs
}

/** One spelling for one address; undefined for what is none. */
export function plainAddress(text: string): string | undefined {
  const ip = text.startsWith('::ffff:') && text.includes('.') ? text.slice('::ffff:'.length) : text
  return isIP(ip) === 0 ? undefined : ip.toLowerCase()
}

/** A site named by its address, like `http://127.0.0.1:8080`, needs no connection to tell it. */
export function literalAddress(site: Site): string | undefined {
  const host = site.slice(site.indexOf('://') + 3)
  const end = host.startsWith('[') ? host.indexOf(']') : host.indexOf(':')
  return plainAddress(host.slice(host.startsWith('[') ? 1 : 0, end < 0 ? host.length : end))
}
