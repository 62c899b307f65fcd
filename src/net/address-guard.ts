import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { AddressClass } from './address-class.ts'
import { classifyAddress, classifyHost, isLocalhost } from './address-class.ts'
import type { Lookup } from './look-up-all.ts'
import { lookUpAll, nameNotFound } from './look-up-all.ts'
import { isPrivateName } from './private-name.ts'

export type { AddressClass } from './address-class.ts'
export type { Lookup } from './look-up-all.ts'

/** What one connection may reach. */
export type GuardedTarget = {
  /** Classes beside `public`: the user named this host, or allowed the class. Default none. A name that has been public stays so. */
  readonly allow?: readonly AddressClass[] | undefined
  /** Only for the error's text. */
  readonly port?: number | undefined
}

export type GuardedAddress = { readonly host: string; readonly address: string; readonly class: AddressClass }

export type AddressGuardOptions = {
  /** Default `dns.lookup`: the hosts file and the system's resolver. */
  readonly lookup?: Lookup | undefined
  /** Told of every address that was held back. */
  readonly onGuarded?: ((guarded: GuardedAddress) => void) | undefined
}

/**
 * Decides at the socket, after DNS, what may be connected to. Each connection asks DNS once, and the addresses that were checked are the
 * ones that are connected to, so a second, different answer (DNS rebinding) is never seen. Where guarded classes are allowed for a name it
 * may be anywhere, but not first on the open internet and then in here: it is held to public addresses as soon as it has one.
 */
export type AddressGuard = {
  /** Throws CrawlError `address-guarded` when the host is an IP address, or a name of this machine, that may not be reached. */
  checkLiteral(host: string, target?: GuardedTarget): void
  /** Throws the same for a name that another looks up, and that is of no public network: all that can be known of it here. */
  checkForeignName(host: string, target?: GuardedTarget): void
  /** Throws the same for an address that a socket is connected to. */
  checkPeer(host: string, address: string, target?: GuardedTarget): void
  /**
   * A `lookup` for `net.connect` that hands on allowed addresses only. Fails with CrawlError `address-guarded` when none is left,
   * `dns-not-found`, `dns-failed`; a failure of the machine itself (no file handle) comes through as it is.
   */
  lookup(target?: GuardedTarget): LookupFunction
}

export function createAddressGuard({ lookup, onGuarded }: AddressGuardOptions = {}): AddressGuard {
  /** Names that had a public address while they might have been anywhere. */
  const publicNames = new Set<string>()

  function check(host: string, address: string, { allow = [] }: GuardedTarget): CrawlError | undefined {
    const { allowed, class: kind } = guardDecision(address, allow)
    if (allowed) return undefined
    onGuarded?.({ host, address, class: kind })
    return guardedAddress(host, address, kind, publicNames.has(host))
  }

  /** What an answer for a name leaves of the target. */
  function narrowed(host: string, addresses: readonly LookupAddress[], target: GuardedTarget): GuardedTarget {
    if (!target.allow?.length || classifyHost(host) !== 'name') return target
    const isPublic = publicNames.delete(host) || addresses.some(({ address }) => classifyAddress(address) === 'public')
    if (!isPublic) return target
    // The one that was met last is forgotten last.
    publicNames.add(host)
    if (publicNames.size > limits.publicNames) publicNames.delete(publicNames.values().next().value!)
    return { ...target, allow: [] }
  }

  function checkPeer(host: string, address: string, target: GuardedTarget = {}): void {
    const error = check(host, address, target)
    if (error !== undefined) throw error
  }

  return {
    checkPeer,
    checkLiteral(host, target = {}) {
      if (classifyHost(host) === 'name') return
      checkPeer(host, isLocalhost(host) ? '127.0.0.1' : host, target)
    },
    checkForeignName(host, { allow = [] } = {}) {
      if (!isPrivateName(host) || allow.includes('private')) return
      throw guardedError(`${host} is a name of private networks`, 'private')
    },
    lookup:
      (target = {}) =>
      (host, options, done) => {
        lookUpAll(host, { ...options, lookup, port: target.port }, (error, addresses) => {
          if (error !== null) return done(error, '', 0)
          const held = narrowed(host, addresses, target)
          const checked: LookupAddress[] = []
          let refusal: CrawlError | undefined
          for (const found of addresses) {
            const error = check(host, found.address, held)
            refusal ??= error
            // A name with thousands of addresses must not have them all connected to.
            const isRoom = checked.filter(({ family }) => family === found.family).length < limits.addressesPerFamily
            if (error === undefined && isRoom) checked.push(found)
          }
          const [first] = checked
          if (first === undefined) done(refusal ?? nameNotFound(host, target.port), '', 0)
          else if (options.all) done(null, checked)
          else done(null, first.address, first.family)
        })
      },
  }
}

/** Pure: may this address be connected to? @param allow classes beside `public` */
export function guardDecision(address: string, allow: readonly AddressClass[] = []): { allowed: boolean; class: AddressClass } {
  const kind = classifyAddress(address)
  return { allowed: kind === 'public' || allow.includes(kind), class: kind }
}

function guardedAddress(host: string, address: string, kind: AddressClass, wasPublic: boolean): CrawlError {
  const says = host === address ? `${host} is a ${kind} address` : `${host} leads to ${address}, a ${kind} address`
  if (!wasPublic) return guardedError(says, kind)
  const next = 'it is not connected to. If that is meant, ask that address itself, or begin anew.'
  return new CrawlError('address-guarded', `${says}, and has public ones: ${next}`)
}

function guardedError(says: string, kind: AddressClass): CrawlError {
  return new CrawlError(
    'address-guarded',
    `${says}: it is not connected to. If that is meant, ask that host itself; a crawl also takes --allow-address ${kind}.`,
  )
}
