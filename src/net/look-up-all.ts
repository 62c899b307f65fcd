import type { LookupAddress, LookupOptions } from 'node:dns'
import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { CrawlError } from '../base/crawl-error.ts'
import { isLocalhost } from './address-class.ts'

/** Names to addresses, in the form of `dns.lookup`. Always asked for `all` addresses. */
export type Lookup = LookupFunction

export type LookUpOptions = Pick<LookupOptions, 'family' | 'hints'> & {
  /** Default `dns.lookup`: the hosts file and the system's resolver. */
  readonly lookup?: Lookup | undefined
  /** Only for the error's text. */
  readonly port?: number | undefined
}

/**
 * All addresses of a host. An address is its own, a name of this machine is not asked for. Gives CrawlError `dns-not-found`, `dns-failed`,
 * or a failure of the machine itself (no file handle) as it is.
 */
export function lookUpAll(
  host: string,
  { lookup = systemLookup as Lookup, port, ...how }: LookUpOptions,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
): void {
  const known = isIP(host) === 0 ? localAddresses(host, how.family) : [addressOf(host)]
  if (known !== undefined) return void process.nextTick(done, null, known)
  lookup(host, { ...how, all: true }, (error, answer) => {
    if (error) return done(dnsError(host, port, error), [])
    const all = typeof answer === 'string' ? [answer] : (answer ?? []).map(({ address }) => address)
    done(null, all.map(addressOf))
  })
}

/** RFC 6761 section 6.3: names of this machine are not for DNS to answer. */
function localAddresses(host: string, family: number | string | undefined): LookupAddress[] | undefined {
  if (!isLocalhost(host)) return undefined
  return ['127.0.0.1', '::1'].map(addressOf).filter(address => !family || String(family).endsWith(String(address.family)))
}

function addressOf(address: string): LookupAddress {
  return { address, family: isIP(address) }
}

function dnsError(host: string, port: number | undefined, error: NodeJS.ErrnoException): Error {
  const code = error.code ?? ''
  if (unknown.has(code)) return nameNotFound(host, port, error)
  if (!silentOrBroken.has(code)) return error
  const says = `The name server gave no address for ${shown(host, port)} (${code}); check the network, or try later.`
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

/** A name that DNS knows no address of. */
export function nameNotFound(host: string, port: number | undefined, cause?: unknown): CrawlError {
  return new CrawlError('dns-not-found', `No address is known for ${shown(host, port)}; check the spelling of the host name.`, { cause })
}

function shown(host: string, port: number | undefined): string {
  return port === undefined ? host : `${host}:${port}`
}
