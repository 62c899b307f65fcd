import type { LookupAddress } from 'node:dns'
import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { AddressClass } from './address-class.ts'
import { classifyAddress, classifyHost, isLocalhost } from './address-class.ts'

export type { AddressClass } from './address-class.ts'

/** Names to addresses, in the form of `dns.lookup`. Always asked for `all` addresses. */
export type Lookup = LookupFunction

/** What one connection may reach. */
export type GuardedTarget = {
  /** Classes beside `public`: the user named this host, or allowed the class. Default none. */
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
 * Decides at the socket, after DNS, what may be connected to. It holds no state: each connection asks DNS once, and the addresses that were
 * checked are the ones that are connected to, so a second, different answer (DNS rebinding) is never seen.
 */
export type AddressGuard = {
  /** Throws CrawlError `address-guarded` when the host is an IP address, or a name of this machine, that may not be reached. */
  checkLiteral(host: string, target?: GuardedTarget): void
  /** Throws the same for an address that a socket is connected to. */
  checkPeer(host: string, address: string, target?: GuardedTarget): void
  /**
   * A `lookup` for `net.connect` that hands on allowed addresses only. Fails with CrawlError `address-guarded` when none is left,
   * `dns-not-found`, `dns-failed`; a failure of the machine itself (no file handle) comes through as it is.
   */
  lookup(target?: GuardedTarget): LookupFunction
}

export function createAddressGuard({ lookup: resolve = systemLookup as Lookup, onGuarded }: AddressGuardOptions = {}): AddressGuard {
  function check(host: string, address: string, { allow = [] }: GuardedTarget): CrawlError | undefined {
    const { allowed, class: kind } = guardDecision(address, allow)
    if (allowed) return undefined
    onGuarded?.({ host, address, class: kind })
    return guardedError(host, address, kind)
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
    lookup:
      (target = {}) =>
      (host, options, done) => {
        const finish = (addresses: readonly LookupAddress[]) => {
          let refusal: CrawlError | undefined
          const checked: LookupAddress[] = []
          for (const found of addresses) {
            const error = check(host, found.address, target)
            refusal ??= error
            // A name with thousands of addresses must not have them all connected to.
            const isRoom = checked.filter(({ family }) => family === found.family).length < limits.addressesPerFamily
            if (error === undefined && isRoom) checked.push(found)
          }
          const [first] = checked
          if (first === undefined) done(refusal ?? notFound(host, target), '', 0)
          else if (options.all) done(null, checked)
          else done(null, first.address, first.family)
        }
        const known = isIP(host) === 0 ? localAddresses(host, options.family) : [addressOf(host)]
        if (known !== undefined) return void process.nextTick(finish, known)
        resolve(host, { ...options, all: true }, (error, answer) => {
          if (error) return done(dnsError(host, target, error), '', 0)
          const all = typeof answer === 'string' ? [answer] : (answer ?? []).map(({ address }) => address)
          finish(all.map(addressOf))
        })
      },
  }
}

/** Pure: may this address be connected to? @param allow classes beside `public` */
export function guardDecision(address: string, allow: readonly AddressClass[] = []): { allowed: boolean; class: AddressClass } {
  const kind = classifyAddress(address)
  return { allowed: kind === 'public' || allow.includes(kind), class: kind }
}

/** RFC 6761 section 6.3: names of this machine are not for DNS to answer. */
function localAddresses(host: string, family: number | string | undefined): LookupAddress[] | undefined {
  if (!isLocalhost(host)) return undefined
  return ['127.0.0.1', '::1'].map(addressOf).filter(address => !family || String(family).endsWith(String(address.family)))
}

function addressOf(address: string): LookupAddress {
  return { address, family: isIP(address) }
}

function guardedError(host: string, address: string, kind: AddressClass): CrawlError {
  const says = host === address ? `${host} is a ${kind} address` : `${host} leads to ${address}, a ${kind} address`
  return new CrawlError(
    'address-guarded',
    `${says}: it is not connected to. If that is meant, ask that host itself; a crawl also takes --allow-address ${kind}.`,
  )
}

function dnsError(host: string, target: GuardedTarget, error: NodeJS.ErrnoException): Error {
  const code = error.code ?? ''
  if (unknown.has(code)) return notFound(host, target, error)
  if (!silentOrBroken.has(code)) return error
  const says = `The name server gave no address for ${shown(host, target)} (${code}); check the network, or try later.`
  return new CrawlError('dns-failed', says, { cause: error })
}

const unknown: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'ENONAME', 'EBADNAME'])

const silentOrBroken: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_FAILURE',
  'ESERVFAIL',
  'EREFUSED',
  'ETIMEOUT',
  'ETIMEDOUT',
  'ECANCELLED',
  'ECONNREFUSED',
  'EFORMERR',
  'ENOTIMP',
  'EBADRESP',
])

function notFound(host: string, target: GuardedTarget, cause?: unknown): CrawlError {
  return new CrawlError('dns-not-found', `No address is known for ${shown(host, target)}; check the spelling of the host name.`, { cause })
}

function shown(host: string, { port }: GuardedTarget): string {
  return port === undefined ? host : `${host}:${port}`
}
