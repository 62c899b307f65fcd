import type { Codec } from './codec.ts'
import { formatHttpDate, parseHttpDate } from './http-date.ts'
import { isToken, splitList } from './lexical.ts'

/** An HTTP-date in any of its three forms (RFC 9110 section 5.6.7). */
export const httpDate: Codec<Date> = {
  parse: text => parseHttpDate(text) ?? undefined,
  format: formatHttpDate,
}

/** A whole number from 0 to 2^53 - 1. */
export const wholeNumber: Codec<number> = {
  parse: text => (/^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
  format: String,
}

/** Content-Length: the same number repeated in a list is that number, different ones are an attack (RFC 9110 section 8.6). */
export const contentLength: Codec<number> = {
  parse: text => {
    const lengths = new Set(splitList(text)?.map(wholeNumber.parse))
    const [length] = lengths
    return lengths.size === 1 ? length : undefined
  },
  format: String,
}

export type Delay = { readonly seconds: number } | { readonly date: Date }

/** Retry-After as it stands (RFC 9110 section 10.2.3). How long that is from now: `parseRetryAfter`. */
export const delay: Codec<Delay> = {
  parse: text => {
    const seconds = wholeNumber.parse(text)
    if (seconds !== undefined) return { seconds }
    const date = httpDate.parse(text)
    return date === undefined ? undefined : { date }
  },
  format: value => ('date' in value ? formatHttpDate(value.date) : String(value.seconds)),
}

/** Tokens in any case, given in lower case; one that is no token makes the field unreadable. */
export const words: Codec<readonly string[]> = {
  parse: text => tokensOf(text)?.map(word => word.toLowerCase()),
  format: joined,
}

/** Methods: their case counts (RFC 9110 section 9.1). An empty Allow is a list of none. */
export const methods: Codec<readonly string[]> = {
  parse: text => (text === '' ? [] : tokensOf(text)),
  format: joined,
}

/** Language tags (RFC 5646), as they are written. */
export const languages: Codec<readonly string[]> = {
  parse: text => {
    const tags = splitList(text)
    return tags !== undefined && tags.length > 0 && tags.every(tag => /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(tag)) ? tags : undefined
  },
  format: joined,
}

/** An absolute or relative reference, as it is written: resolve it against the URL of the answer. */
export const reference: Codec<string> = {
  parse: text => (text !== '' && URL.canParse(text, 'http://a.invalid/') ? text : undefined),
  format: text => text,
}

/** The withdrawn URI field: `<http://a.example/>`, more than one in a list (RFC 2068 section 19.6.2.5). */
export const references: Codec<readonly string[]> = {
  parse: text => {
    const found = splitList(text, { whole: '<>' })?.map(item => (/^<[^<>]*>$/.test(item) ? item.slice(1, -1).trim() : ''))
    return found !== undefined && found.length > 0 && found.every(uri => reference.parse(uri) !== undefined) ? found : undefined
  },
  format: uris => uris.map(uri => `<${uri}>`).join(', '),
}

export type HostAndPort = { readonly host: string; readonly port?: number | undefined }

/** Host: a name, an IPv4 address or an IPv6 one in brackets, in lower case, and a port unless it is the usual one. */
export const hostAndPort: Codec<HostAndPort> = {
  parse: text => {
    const match = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]\\]+)(?::(\d{1,5}))?$/i.exec(text)
    const port = match?.[2] === undefined ? undefined : Number(match[2])
    if (match === null || (port ?? 0) > 65_535) return undefined
    return { host: match[1]!.toLowerCase(), ...(port === undefined ? {} : { port }) }
  },
  format: ({ host, port }) => (port === undefined ? host : `${host}:${port}`),
}

/** A mail address; `Name <me@uni.example>` is the address in it (RFC 9110 section 10.1.2). */
export const mailbox: Codec<string> = {
  parse: text => {
    const open = text.indexOf('<')
    const address = open >= 0 && text.endsWith('>') ? text.slice(open + 1, -1).trim() : text
    return /^[^\s@<>()\\,;:"]+@[^\s@<>()\\,;:"]+$/.test(address) ? address : undefined
  },
  format: address => address,
}

export type ProtocolVersion = { readonly major: number; readonly minor: number }

/** `1.0` of MIME-Version. */
export const version: Codec<ProtocolVersion> = {
  parse: text => {
    const match = /^(\d{1,3})\.(\d{1,3})$/.exec(text)
    return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) }
  },
  format: ({ major, minor }) => `${major}.${minor}`,
}

function tokensOf(text: string): string[] | undefined {
  const tokens = splitList(text)
  return tokens !== undefined && tokens.length > 0 && tokens.every(isToken) ? tokens : undefined
}

function joined(items: readonly string[]): string {
  return items.join(', ')
}
