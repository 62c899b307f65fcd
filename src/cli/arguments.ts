import { InvalidArgumentError } from 'commander'
import { CrawlError } from '../base/crawl-error.ts'
import { sizeNumber } from '../curl/option-row.ts'
import type { AddressClass } from '../net/address-class.ts'
import { guardedClasses } from '../net/address-class.ts'
import { parseNameServers } from '../net/name-servers.ts'

/** Readers of option values. What they throw becomes one line that names the option, its value and what to give instead. */

/** Addresses of name servers, separated by commas. */
export function nameServers(text: string): string[] {
  const servers = parseNameServers(text)
  if (servers === undefined) throw new InvalidArgumentError('Give addresses, for example 192.0.2.53 or [2001:db8::53]:5353.')
  return servers
}

/** An empty name would be the folder one stands in. */
export function folder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Give the name of a folder.')
  return text
}

export function gather(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

export function whole(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('Give a whole number, for example 10.')
  return value
}

/** `auto`, or a number of threads. */
export function workers(text: string): number | 'auto' {
  if (text === 'auto') return text
  if (!/^\d{1,2}$/.test(text)) throw new InvalidArgumentError('Give auto, or a number of threads, for example 1.')
  return Number(text)
}

/** Bytes, as curl counts them. */
export function maxFilesize(text: string): number {
  return sizeNumber('max-filesize', text)
}

export function diskFloor(text: string): number {
  return sizeNumber('disk-floor', text)
}

export function port(text: string): number {
  const value = whole(text)
  if (value > 65_535) throw new InvalidArgumentError('Give a port from 0 to 65535.')
  return value
}

export function seconds(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 86_400))
    throw new InvalidArgumentError('Give seconds between 0 and 86400, for example 0.5.')
  return value
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** A length of time in ms: `300` and `300s` are seconds, `5m`, `24h`, `7d`. */
export function duration(text: string): number {
  const [, number, unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)([smhd])?$/.exec(text) ?? []
  if (number === undefined) throw new InvalidArgumentError('Give a length of time, for example 300, 5m, 24h or 7d.')
  return Math.round(Number(number) * units[unit]! * 1000)
}

/** `adaptive`, or a fixed interval in ms. */
export function interval(text: string): number | 'adaptive' {
  return text === 'adaptive' ? text : duration(text)
}

/** `name=value`; the value may be empty. */
export function pair(text: string, before: readonly (readonly [string, string])[] = []): (readonly [string, string])[] {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError("Give a name and a value, for example 'rel=next'.")
  return [...before, [text.slice(0, at), text.slice(at + 1)]]
}

/** One regular expression. */
export function expression(text: string): RegExp {
  return pattern(text)[0]!
}

export function pattern(text: string, before: readonly RegExp[] = []): RegExp[] {
  try {
    return [...before, new RegExp(text)]
  } catch (cause) {
    throw new InvalidArgumentError(`${(cause as Error).message}. Give a regular expression, for example '/docs/.*'.`)
  }
}

export function addressClass(text: string, before: readonly AddressClass[] = []): AddressClass[] {
  const known = guardedClasses.find(name => name === text)
  if (known === undefined) throw new InvalidArgumentError(`Give one of ${guardedClasses.join(', ')}.`)
  return [...before, known]
}

/** The value is not repeated in the message: it may be a secret. */
export function header(line: string, before: readonly string[] = []): string[] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e\t]*)$/.exec(line)
  if (match === null) throw new CrawlError('usage', "A --header cannot be sent. Write it as 'Name: value', in printable ASCII.")
  return [...before, match[1]!, match[2]!]
}
