import type { LookupAddress, Resolver } from 'node:dns'
import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { Lookup } from './look-up-all.ts'

export type DnsLookupOptions = {
  /** Name servers, asked in turn: `192.0.2.53`, `[2001:db8::53]:5353`. */
  readonly servers: readonly string[]
  /** Wait for one answer, ms; doubled for each further attempt. Default `limits.dnsMs`. */
  readonly timeoutMs?: number | undefined
  /** Attempts at each server. Default 2. */
  readonly tries?: number | undefined
  readonly clock?: Clock | undefined
}

type Family = 4 | 6
type Found = { readonly addresses: readonly LookupAddress[] } | { readonly error: NodeJS.ErrnoException }

/**
 * A lookup that asks name servers of one's own instead of the system's, past its hosts file. Addresses of IPv6 come first; when those of
 * one family are here, the other gets `limits.dnsSecondFamilyMs` more (RFC 8305 section 3: a broken AAAA answer must not hold a page up).
 * @throws TypeError for what is no address of a server
 */
export function createDnsLookup({ servers, timeoutMs = limits.dnsMs, tries = 2, clock = systemClock }: DnsLookupOptions): Lookup {
  const resolver: Resolver = new (process.getBuiltinModule('node:dns').Resolver)({ timeout: timeoutMs, tries })
  resolver.setServers(servers)

  function ask(host: string, family: Family): Promise<Found> {
    return new Promise(resolve => {
      const done = (error: NodeJS.ErrnoException | null, addresses: string[]) =>
        resolve(error === null ? { addresses: addresses.map(address => ({ address, family })) } : { error })
      if (family === 6) resolver.resolve6(host, done)
      else resolver.resolve4(host, done)
    })
  }

  return (host, { family = 0 }, done) => {
    const wanted = familiesOf(family)
    const found = new Map<Family, Found>()
    let forget = () => {}
    let waits = true
    const finish = () => {
      if (!waits) return
      waits = false
      forget()
      const all = wanted.flatMap(each => found.get(each) ?? [])
      const addresses = all.flatMap(each => ('addresses' in each ? each.addresses : []))
      if (addresses.length > 0) return done(null, addresses)
      // "No such name" from one family says nothing while the other's server is broken.
      const errors = all.flatMap(each => ('error' in each ? each.error : []))
      done(errors.find(({ code }) => code !== 'ENODATA' && code !== 'ENOTFOUND') ?? errors[0] ?? noData(host), [])
    }
    for (const each of wanted) {
      void ask(host, each).then(answer => {
        found.set(each, answer)
        if (found.size === wanted.length) finish()
        else if ('addresses' in answer && answer.addresses.length > 0) forget = clock.after(limits.dnsSecondFamilyMs, finish)
      })
    }
  }
}

function familiesOf(family: number | string): readonly Family[] {
  if (family === 4 || family === 'IPv4') return [4]
  return family === 6 || family === 'IPv6' ? [6] : [6, 4]
}

function noData(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no address of ${host}`), { code: 'ENODATA' })
}
