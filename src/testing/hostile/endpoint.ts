import type { Clock } from '../../base/clock.ts'
import type { DnsAnswer, DnsQuery } from '../dns-server.ts'
import type { Random } from '../seeded-words.ts'
import type { Answer, StreetRequest } from '../street.ts'
import type { Rule } from './rules.ts'

/** The groups of the street, by letter: what their endpoints try. */
export const groups = {
  A: 'answers that are no valid HTTP',
  B: 'answers that come slowly, or never end',
  Z: 'compressed bombs and codings that lie',
  D: 'redirects, and secrets that must not follow them',
  C: 'cookies for others, too many, too long',
  R: 'robots.txt in every bad shape',
  L: 'traps: links without an end',
  P: 'documents that are hard to parse',
  E: 'character encodings that lie',
  N: 'names that lead out of the output folder',
  Q: 'servers that are busy, and count how often they are asked',
  X: 'sitemaps and feeds that bite',
  M: 'host names and certificates that lie',
  O: 'texts that attack a terminal, a table, an archive',
  OK: '1,000 healthy pages',
} as const

export type Group = keyof typeof groups

/**
 * What a good robot records of an endpoint's first URL. `page`: all of it is read. `partial`: what came is kept, and marked. `error`: it is
 * not read, and the failure is named. `refused`: it is not asked for, or left at once. `ended`: any of these, so long as it ends.
 */
export type Expected = {
  readonly outcome: 'page' | 'partial' | 'error' | 'refused' | 'ended'
  /** Codes or reasons that Orbweaver records for it; another robot has other words. */
  readonly codes?: readonly string[] | undefined
  /** The clock that may have to end it, by its name in the table of limits; default none: it ends by itself. */
  readonly clock?: 'connectMs' | 'headersMs' | 'idleMs' | 'totalMs' | undefined
  /** Text that a page must have brought. */
  readonly holds?: string | undefined
}

/** One behaviour of an endpoint that has several: its first page links to each. */
export type EndpointPart = {
  /** `/A27/before` */
  readonly path: string
  /** As that of an endpoint. */
  readonly host?: string | undefined
  readonly says: string
  readonly expects: Expected
}

/** What a visitor must have on him, as a user would give it to his robot for the endpoint's own site: secrets that must go nowhere else. */
export type Carried = {
  /** `name:password`. */
  readonly user?: string | undefined
  /** Flat list of names and values. */
  readonly headers?: readonly string[] | undefined
  /** Keeps the cookies that the site sets. */
  readonly cookies?: true | undefined
  /** `name:password` of a proxy that is not asked for this site. */
  readonly proxyUser?: string | undefined
  /** Asks the street's name server for names. */
  readonly dns?: true | undefined
  /** Trusts the street's authority. */
  readonly ca?: true | undefined
}

/** One trouble that a robot meets on the street. */
export type Endpoint = {
  /** Group and number, maybe with a variant: `A01`, `R04-503`. Its URLs begin with `/A01`. */
  readonly id: string
  /** What it does, for people. */
  readonly says: string
  readonly expects: Expected
  /** What the street itself sees of a good robot. */
  readonly rules?: readonly Rule[] | undefined
  /** What else it does, at paths below its own; `withParts` makes these. */
  readonly parts?: readonly EndpointPart[] | undefined
  /** Where a robot comes in; default `/A01`. */
  readonly start?: string | undefined
  /** Has an origin of its own, robots.txt and all, and not a place in that of its group. */
  readonly ownHouse?: boolean | undefined
  /** Opens its own house itself, in the place of one that answers. @param place port 0 is any */
  listen?(place: { readonly host: string; readonly port: number }): Promise<{ readonly port: number; close(): Promise<void> }>
  /** Behaves as soon as a request's header is here; its body is not waited for. */
  readonly early?: boolean | undefined
  /**
   * More origins of its own, behind it: a robot is led there, and no list names them. Name -> what is another than that of the first: the
   * `host`, or only the `port`; `canary` is a host where nothing else stands, if the system has one. Such a house is called `D06/other`.
   */
  readonly others?: Readonly<Record<string, 'host' | 'port' | 'canary'>> | undefined
  /** Default nothing. */
  readonly carries?: Carried | undefined
  /** Name of its host, below its own of the street's zone: `x.m01.street.test`. Default its address. */
  readonly host?: string | undefined
  /** What the street's name server says of names below the endpoint's own; default the address of its house. */
  resolve?(query: DnsQuery, street: HostileContext): DnsAnswer
  /** Its house speaks TLS with this certificate, PEM. Each connection stands in the log as a request by the method `TLS`. */
  readonly certificate?: string | undefined
  /** That of its URL; default what its house speaks. A TLS hello at a house without a certificate is a request by the method `TLS`. */
  readonly scheme?: 'http' | 'https' | undefined
  /** Its house stands on 127.0.0.1, where names such as `x.localhost` lead. */
  readonly atLocalhost?: boolean | undefined
  /** Sends its answer by `wire`. Returns `false` for what it leaves to its house: robots.txt, `/healthy`, 404. */
  behave(asked: Asked, wire: Wire, street: HostileContext): unknown
}

/** A request as it arrived. */
export type Asked = StreetRequest & {
  /** The house that was asked: `D`, `R01`, `D06/other`. */
  readonly house: string
  /** `1.1`, `1.0`, `0.9`. */
  readonly version: string
  /** Flat list of names and values as received. */
  readonly headers: readonly string[]
  /** Requests on this connection so far, this one included. */
  readonly onConnection: number
  /** Requests to this endpoint so far, this one included. */
  readonly nth: number
}

/** The connection as an endpoint holds it: any bytes, any time. It is closed when `behave` is over, unless it is kept. */
export type Wire = {
  /** Text is Latin-1: a character is a byte. Resolves when it is handed to the system; to `false` once the robot is gone. */
  send(bytes: string | Uint8Array): Promise<boolean>
  /** A whole, valid answer; the connection stays, unless the robot or the header says otherwise. */
  reply(answer: Answer): Promise<boolean>
  /** Waits by the street's clock; to `false` once the robot is gone or the street is closed. */
  wait(ms: number): Promise<boolean>
  /** Says nothing until the robot goes. */
  silence(): Promise<void>
  /** The next request is read after this one. */
  keep(): void
  /** RST in place of FIN. */
  reset(): void
  /** FIN when all is sent, below TLS and without its farewell. */
  cut(): Promise<void>
  readonly isGone: boolean
}

export type HostileContext = {
  /** The URL of an endpoint, or of a path of its house, maybe by another name; of a path of a house behind it: `url('D06/other', '/x')`. */
  url(id: string, path?: string, host?: string): string
  /** Origin of the house that was asked. */
  readonly self: string
  readonly clock: Clock
  readonly seed: number
  /** The same numbers at each call with this key. */
  random(key: string): Random
  /** How often this key was called, this call included. */
  count(key: string): number
}

export function groupOf(id: string): Group {
  return /^[A-Z]+/.exec(id)?.[0] as Group
}
