import { parseAge } from './age.ts'
import type { CacheControl } from './cache-control.ts'
import { parseCacheControl } from './cache-control.ts'
import type { Codec } from './codec.ts'
import { parseExpires } from './expires.ts'
import { formatHttpDate } from './http-date.ts'
import { isToken, quote } from './lexical.ts'
import { parseVary } from './vary.ts'

export const cacheControl: Codec<CacheControl> = {
  parse: text => {
    const control = new Map([...parseCacheControl([text])].filter(([name]) => isToken(name)))
    return control.size === 0 ? undefined : control
  },
  format: control =>
    [...control].flatMap(([name, given]) => given.map(argument => (argument === '' ? name : `${name}=${quote(argument)}`))).join(', '),
}

export const vary: Codec<'*' | readonly string[]> = {
  parse: text => {
    const names = parseVary([text])
    return names.length === 0 ? undefined : names
  },
  format: names => (names === '*' ? names : names.join(', ')),
}

export const age: Codec<number> = {
  parse: parseAge,
  format: String,
}

/** Undefined for what is no date: the answer is stale then. */
export const expires: Codec<Date> = {
  parse: text => parseExpires(text) ?? undefined,
  format: formatHttpDate,
}
