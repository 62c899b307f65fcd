import type { Clock } from '../../base/clock.ts'
import { systemClock } from '../../base/clock.ts'
import { pageAnswer } from '../answers.ts'
import { ca } from '../certificates.ts'
import type { DnsServer } from '../dns-server.ts'
import { anchor, escapeHtml, list } from '../html.ts'
import { randomFor } from '../seeded-words.ts'
import type { Answer } from '../street.ts'
import type { ReceivedBytes, TownRequest } from '../town-log.ts'
import { createTownLog, logAsJson, logAsText } from '../town-log.ts'
import { allEndpoints } from './all-endpoints.ts'
import type { Carried, Endpoint, Expected, Group, HostileContext } from './endpoint.ts'
import { groupOf, groups } from './endpoint.ts'
import { judgeVisit } from './judge.ts'
import type { House } from './open-house.ts'
import { openHouse } from './open-house.ts'
import { openNames } from './open-names.ts'
import type { RawRequest } from './read-request.ts'
import { verdictText } from './verdict-text.ts'

export type HostileStreetOptions = {
  /** Port of the street's first page, the houses follow one by one. Default 0: any free ports. */
  readonly port?: number | undefined
  /** Default: the system's clock. Times the slow answers, dates the log. */
  readonly clock?: Clock | undefined
  /** The same seed gives the same street, byte for byte. Default 1. */
  readonly seed?: number | undefined
  /** Only these groups, with their healthy pages. Default all. */
  readonly only?: readonly Group[] | undefined
}

/** An endpoint as a stranger sees it. */
export type ListedEndpoint = {
  readonly id: string
  readonly group: Group
  readonly url: string
  readonly says: string
  readonly expects: Expected
  /** What the street sees of a good robot, a sentence each. */
  readonly rules: readonly string[]
  /** What stands below it, each with an expectation of its own. */
  readonly parts: readonly ListedPart[]
  /** Secrets to come with, for this site and no other. */
  readonly carries?: Carried
}

export type ListedPart = Pick<ListedEndpoint, 'url' | 'says' | 'expects'>

export type HostileStreet = {
  /** A page that leads to every endpoint and every healthy page. */
  readonly start: string
  readonly endpoints: readonly ListedEndpoint[]
  /** Origins of all houses with a healthy page; without those that an endpoint has behind it. */
  readonly origins: readonly string[]
  /** Absolute: `street.url('A01')`, `street.url('A01', '/healthy')`, `street.url('D06/other', '/')`; of a host by another name. */
  url(id: string, path?: string, host?: string): string
  /** Every request, in order of arrival; questions about the street are not in it. */
  readonly log: readonly TownRequest[]
  /** Every byte received, read by read. */
  readonly bytesReceived: readonly ReceivedBytes[]
  readonly dropped: { readonly requests: number; readonly bytes: number }
  /** A name server by UDP for names below `street.test`: `127.0.0.1:8400`, with the port of the first page if it has one of its own. */
  readonly dns: string
  /** The authority that a visitor has to trust, PEM. */
  readonly ca: string
  clearLog(): void
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens the hostile street: raw sockets on loopback (127.0.0.1 to 127.0.0.10 where the system has them) that do to a robot what the web
 * does on its worst days, and a name server. Any of its houses answers `GET /__endpoints` (JSON: what stands where, and what is expected),
 * `GET /__log` (`?format=text`, `?bytes=no`), `DELETE /__log`, `GET /__judge` (`?format=json`), `GET /__dns` (address of the name server)
 * and `GET /__ca` (PEM). Throws CrawlError `usage` when a port is taken.
 */
export async function openHostileStreet(options: HostileStreetOptions = {}): Promise<HostileStreet> {
  const { port = 0, clock = systemClock, seed = 1, only } = options
  const endpoints = allEndpoints.filter(({ id }) => only === undefined || only.includes(groupOf(id)))
  const plans = planHouses(endpoints)
  const log = createTownLog(clock)
  const counts = new Map<string, number>()
  const houses = new Map<string, House>()
  let connections = 0
  let names: DnsServer | undefined

  const houseAt = (name: string) => {
    const house = houses.get(name)
    if (house === undefined) throw new RangeError(`the street has no house "${name}" (yet)`)
    return house
  }
  const originOf = (name: string, host = houseAt(name).host) => {
    const inside = plans.find(plan => plan.name === name)?.endpoints ?? []
    return `${inside.map(schemeOf).find(scheme => scheme !== 'http') ?? 'http'}://${host}:${houseAt(name).port}`
  }
  const url = (id: string, path?: string, host?: string) => {
    if (id.includes('/')) return originOf(id, host) + (path ?? '/')
    const endpoint = endpoints.find(one => one.id === id)
    if (endpoint === undefined) throw new RangeError(`the street has no endpoint "${id}"`)
    // Not by `new URL`: a target is sent as it is written.
    return originOf(houseOf(endpoint), host ?? endpoint.host) + (path ?? endpoint.start ?? `/${id}`)
  }
  const listed = (): ListedEndpoint[] =>
    endpoints.map(({ id, says, expects, rules = [], parts = [], carries }) => ({
      id,
      group: groupOf(id),
      url: url(id),
      says,
      expects,
      rules: rules.map(rule => rule.says),
      parts: parts.map(part => ({ url: url(id, part.path, part.host), says: part.says, expects: part.expects })),
      ...(carries === undefined ? {} : { carries }),
    }))

  function answerForStreet({ method, target }: RawRequest): Answer | undefined {
    if (!target.startsWith('/__')) return undefined
    const { pathname, searchParams } = new URL(target, 'http://street')
    if (pathname === '/__dns') return lines(plain, [`${names?.address}\n`])
    if (pathname === '/__ca') return lines('application/x-pem-file', [`${ca}\n`])
    if (pathname === '/__endpoints') return json([`${JSON.stringify(listed(), null, 1)}\n`])
    const format = searchParams.get('format')
    if (pathname === '/__judge') {
      const verdicts = judgeVisit(endpoints, log.requests)
      return format === 'json' ? json([`${JSON.stringify(verdicts, null, 1)}\n`]) : lines(plain, [verdictText(verdicts)])
    }
    if (pathname !== '/__log') return undefined
    if (method === 'DELETE') {
      log.clear()
      return { status: 204, headers: [] }
    }
    const site = searchParams.get('site')
    if (format === 'text') return lines(plain, logAsText(log, site))
    return json(logAsJson(searchParams.get('bytes') === 'no' ? { ...log, bytes: [] } : log, site))
  }

  const contextOf = (house: string): HostileContext => ({
    url,
    get self() {
      return originOf(house)
    },
    clock,
    seed,
    random: key => randomFor(seed, key),
    count(key) {
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      return count
    },
  })

  const close = async () => {
    await Promise.all([...houses.values(), ...(names === undefined ? [] : [names])].map(each => each.close()))
  }
  try {
    names = await openNames({ endpoints, port, clock, log, contextOf, addressOf: endpoint => houseAt(houseOf(endpoint)).host })
    for (const [index, { name, endpoints: inside }] of plans.entries()) {
      const context = contextOf(name)
      const place = { name, host: addressOf(plans, index), port: port === 0 ? 0 : port + index }
      const common = { clock, log, context, nextConnection: () => ++connections, answerForStreet }
      houses.set(name, await openHouse({ ...place, ...common, endpoints: name === street ? [indexPage(listed, originsOf)] : inside }))
    }
  } catch (error) {
    await close()
    throw error
  }

  function originsOf(): string[] {
    // Nobody answers in a house that listens by itself, and not everybody can speak with one that has a certificate.
    const silent = endpoints
      .filter(one => one.listen !== undefined || schemeOf(one) === 'https' || one.certificate !== undefined)
      .map(houseOf)
    return [...houses.keys()].filter(name => !name.includes('/') && !silent.includes(name)).map(name => originOf(name))
  }

  return {
    start: `${originOf(street)}/`,
    endpoints: listed(),
    origins: originsOf(),
    url,
    log: log.requests,
    bytesReceived: log.bytes,
    dropped: log.dropped,
    dns: names.address,
    ca,
    clearLog: log.clear,
    close,
    [Symbol.asyncDispose]: close,
  }
}

const street = 'street'

function schemeOf({ scheme, certificate }: Endpoint): 'http' | 'https' {
  return scheme ?? (certificate === undefined ? 'http' : 'https')
}

type HousePlan = {
  readonly name: string
  readonly endpoints: readonly Endpoint[]
  /** Of a house behind another. */
  readonly behind?: { readonly home: string; readonly differs: 'host' | 'port' | 'canary' }
}

function planHouses(endpoints: readonly Endpoint[]): HousePlan[] {
  const byHouse = Map.groupBy(endpoints, houseOf)
  const first = [{ name: street, endpoints: [] }, ...[...byHouse].map(([name, inside]) => ({ name, endpoints: inside }))]
  const behind = endpoints.flatMap(endpoint =>
    Object.entries(endpoint.others ?? {}).map(([name, differs]) => {
      const behind = { home: houseOf(endpoint), differs }
      return { name: `${endpoint.id}/${name}`, endpoints: [{ ...endpoint, ownHouse: true }], behind }
    }),
  )
  return [...first, ...behind]
}

function houseOf({ id, ownHouse }: Endpoint): string {
  return ownHouse ? id : groupOf(id)
}

/** Linux has all of 127.0.0.0/8; elsewhere 127.0.0.1 alone is sure to be there. */
function addressOf(plans: readonly HousePlan[], index: number): string {
  const { behind, endpoints } = plans[index]!
  if (process.platform !== 'linux' || endpoints.some(({ atLocalhost }) => atLocalhost)) return '127.0.0.1'
  if (behind?.differs === 'canary') return '127.0.0.10'
  const home = behind === undefined ? index : plans.findIndex(({ name }) => name === behind.home) + (behind.differs === 'host' ? 1 : 0)
  return `127.0.0.${1 + (home % 9)}`
}

function indexPage(listed: () => readonly ListedEndpoint[], origins: () => readonly string[]): Endpoint {
  return {
    id: street,
    says: 'the index',
    ownHouse: true,
    expects: { outcome: 'page' },
    async behave(asked, wire) {
      if (asked.path !== '/') return false
      const groupsHere = Object.entries(Object.groupBy(listed(), ({ group }) => group))
      const sections = groupsHere.map(([group, inside]) => {
        const doors = inside.map(({ id, url, says }) => `${anchor(url, id)}: ${escapeHtml(says)}`)
        return `<h2>${group}: ${groups[group as Group]}</h2>\n${list(doors)}`
      })
      const healthy = list(origins().map(origin => anchor(`${origin}/healthy`)))
      const body = `<h1>The hostile street</h1>\n${sections.join('\n')}\n<h2>Healthy pages</h2>\n${healthy}`
      await wire.reply(pageAnswer(asked, { title: 'The hostile street', body }))
    },
  }
}

const plain = 'text/plain; charset=utf-8'

function json(pieces: Iterable<string>): Answer {
  return lines('application/json', pieces)
}

function lines(type: string, pieces: Iterable<string>): Answer {
  return { status: 200, headers: ['Content-Type', type], body: Buffer.from([...pieces].join('')) }
}
