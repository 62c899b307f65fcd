import { getDomain } from 'tldts'

/**
 * The domain that one can register, by the Public Suffix List with its private part: `www.bbc.co.uk` -> `bbc.co.uk`, `me.github.io` ->
 * itself. `null` for public suffixes, IP addresses, single labels and what is no host name. Case and one dot at the end do not matter.
 */
export function registrableDomain(host: string): string | null {
  if (host.startsWith('.')) return null
  return getDomain(host.toLowerCase(), asHost)
}

const asHost = { allowPrivateDomains: true, extractHostname: false, validateHostname: false }

/** Do two hosts belong to one registrable domain? Hosts without one (IP addresses, `localhost`) only match themselves. */
export function sameRegistrable(one: string, other: string): boolean {
  return (registrableDomain(one) ?? one) === (registrableDomain(other) ?? other)
}
