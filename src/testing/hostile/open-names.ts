import type { Clock } from '../../base/clock.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import type { DnsAnswer, DnsQuery, DnsServer } from '../dns-server.ts'
import { openDnsServer } from '../dns-server.ts'
import type { TownLog } from '../town-log.ts'
import type { Endpoint, HostileContext } from './endpoint.ts'

export type NamesOptions = {
  readonly endpoints: readonly Endpoint[]
  /** 0 = any free port. */
  readonly port: number
  readonly clock: Clock
  readonly log: TownLog
  contextOf(house: string): HostileContext
  /** That of the endpoint's house. */
  addressOf(endpoint: Endpoint): string
}

const zone = /(?:^|\.)([a-z]+\d+(?:-[a-z0-9]+)?)\.street\.test$/

/**
 * The street's name server: `a01.street.test` and all names below it are those of A01. Each question stands in the log as a request by the
 * method `DNS` for `A a01.street.test`. Throws CrawlError `usage` when the port is taken.
 */
export async function openNames({ endpoints, port, clock, log, contextOf, addressOf }: NamesOptions): Promise<DnsServer> {
  function answerTo(query: DnsQuery): DnsAnswer {
    const id = zone.exec(query.name)?.[1]
    const endpoint = endpoints.find(one => one.id.toLowerCase() === id)
    note(query, endpoint?.id)
    if (endpoint === undefined) return 'no-such-name'
    return endpoint.resolve?.(query, contextOf(endpoint.id)) ?? [addressOf(endpoint)]
  }

  function note({ type, name }: DnsQuery, endpoint: string | undefined): void {
    const at = clock.now()
    const asked = { method: 'DNS', target: `${type} ${name}`, httpVersion: '', headers: [], remoteAddress: '' }
    log.request({ ...asked, site: 'dns', endpoint, at, wall: clock.wall(), finishedAt: at, connection: 0, inFlight: 0 })
  }

  return openDnsServer(answerTo, { port }).catch(cause => {
    const says = `the street's name server cannot open port ${port} of 127.0.0.1 by UDP (${cause.message}); choose another port, or 0 for any`
    throw new CrawlError('usage', says, { cause })
  })
}
