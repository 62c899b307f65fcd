import { limits } from '../base/limits.ts'
import type { Codec } from './codec.ts'
import { formatHttpDate, parseHttpDate } from './http-date.ts'
import type { Pairs } from './lexical.ts'
import { cutAt } from './lexical.ts'

/** Cookie: names in their own case, in order; one without `=` has an empty name (RFC 6265 section 5.4). */
export const cookiePairs: Codec<Pairs> = {
  parse: text => {
    const pairs = text.split(';', limits.headerListItems).flatMap(pairOf)
    return pairs.length === 0 ? undefined : pairs
  },
  format: pairs => pairs.map(([name, value]) => cookiePair(name, value)).join('; '),
}

/** One cookie as a server sets it. Whether it is kept is the jar's business. */
export type SetCookie = {
  readonly name: string
  readonly value: string
  readonly expires?: Date | undefined
  /** Seconds; 0 and below is "forget it". */
  readonly maxAge?: number | undefined
  /** Lower case, without a leading dot. */
  readonly domain?: string | undefined
  readonly path?: string | undefined
  readonly secure: boolean
  readonly httpOnly: boolean
  readonly sameSite?: 'strict' | 'lax' | 'none' | undefined
}

/** Set-Cookie (RFC 6265 section 5.2): of an attribute given twice the last counts, unknown ones are passed over. */
export const setCookie: Codec<SetCookie> = {
  parse: text => {
    const semicolon = text.indexOf(';')
    const [pair] = pairOf(semicolon < 0 ? text : text.slice(0, semicolon))
    if (pair === undefined) return undefined
    const attributes = new Map<string, string>()
    for (const attribute of semicolon < 0 ? [] : text.slice(semicolon).split(';', limits.headerListItems)) {
      const [name, value] = cutAt(attribute, '=')
      attributes.set(name.toLowerCase(), value)
    }
    const expires = parseHttpDate((attributes.get('expires') ?? '').replace(/^(\w{3}, \d\d)-(\w{3})-(\d{4} )/, '$1 $2 $3'))
    const maxAge = /^-?\d{1,15}$/.exec(attributes.get('max-age') ?? '')
    const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase()
    const path = attributes.get('path')
    const sameSite = sameSites.find(site => site === attributes.get('samesite')?.toLowerCase())
    return {
      name: pair[0],
      value: pair[1],
      ...(expires === null ? {} : { expires }),
      ...(maxAge === null ? {} : { maxAge: Number(maxAge[0]) + 0 }),
      ...(domain ? { domain } : {}),
      ...(path?.startsWith('/') ? { path } : {}),
      secure: attributes.has('secure'),
      httpOnly: attributes.has('httponly'),
      ...(sameSite === undefined ? {} : { sameSite }),
    }
  },
  format: ({ name, value, expires, maxAge, domain, path, secure, httpOnly, sameSite }) =>
    [
      cookiePair(name, value),
      ...(expires === undefined ? [] : [`Expires=${formatHttpDate(expires)}`]),
      ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
      ...(domain === undefined ? [] : [`Domain=${domain}`]),
      ...(path === undefined ? [] : [`Path=${path}`]),
      ...(secure ? ['Secure'] : []),
      ...(httpOnly ? ['HttpOnly'] : []),
      ...(sameSite === undefined ? [] : [`SameSite=${sameSite[0]!.toUpperCase()}${sameSite.slice(1)}`]),
    ].join('; '),
}

const sameSites = ['strict', 'lax', 'none'] as const

function pairOf(text: string): [name: string, value: string][] {
  if (text.trim() === '') return []
  const equals = text.indexOf('=')
  const [name, value] = equals < 0 ? ['', text.trim()] : cutAt(text, '=')
  return name === '' && value === '' ? [] : [[name, value]]
}

/** A cookie without a name is its value alone, where that is clear. */
function cookiePair(name: string, value: string): string {
  return name === '' && !value.includes('=') ? value : `${name}=${value}`
}
