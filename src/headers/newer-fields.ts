import type { Codec } from './codec.ts'
import { parsePairs, valueIn } from './lexical.ts'

export type TransportSecurity = {
  /** Seconds; 0 ends it. */
  readonly maxAge: number
  readonly includeSubDomains: boolean
  /** Asks browsers to carry the host in their own list. */
  readonly preload: boolean
}

/** Strict-Transport-Security (RFC 6797 section 6.1): without a max-age it says nothing. */
export const transportSecurity: Codec<TransportSecurity> = {
  parse: text => {
    const pairs = parsePairs(text) ?? []
    const maxAge = valueIn(pairs, 'max-age') ?? ''
    if (!/^\d{1,15}$/.test(maxAge)) return undefined
    const has = (name: string) => valueIn(pairs, name) !== undefined
    return { maxAge: Number(maxAge), includeSubDomains: has('includesubdomains'), preload: has('preload') }
  },
  format: ({ maxAge, includeSubDomains, preload }) =>
    [`max-age=${maxAge}`, ...(includeSubDomains ? ['includeSubDomains'] : []), ...(preload ? ['preload'] : [])].join('; '),
}

export type Priority = {
  /** 0 first, 7 last; 3 unless it says otherwise. */
  readonly urgency: number
  /** May be used while it comes. */
  readonly incremental: boolean
}

/** Priority (RFC 9218 section 4). What it does not say, or says wrongly, has its default. */
export const priority: Codec<Priority> = {
  parse: text => {
    const pairs = parsePairs(text, ',') ?? []
    const urgency = valueIn(pairs.toReversed(), 'u') ?? ''
    const incremental = valueIn(pairs.toReversed(), 'i')
    return { urgency: /^[0-7]$/.test(urgency) ? Number(urgency) : 3, incremental: incremental === '' || incremental === '?1' }
  },
  format: ({ urgency, incremental }) => `u=${urgency}${incremental ? ', i' : ''}`,
}

export type DigestWish = {
  /** `sha-256`, `sha-512`. */
  readonly algorithm: string
  /** 0 not wanted, 10 the dearest. */
  readonly preference: number
}

/** Want-Content-Digest and Want-Repr-Digest (RFC 9530 section 4). */
export const digestWishes: Codec<readonly DigestWish[]> = {
  parse: text => {
    const wishes = parsePairs(text, ',')?.map(([algorithm, preference]) => ({
      algorithm,
      preference: /^(?:\d|10)$/.test(preference) ? Number(preference) : -1,
    }))
    return wishes !== undefined && wishes.length > 0 && wishes.every(({ preference }) => preference >= 0) ? wishes : undefined
  },
  format: wishes => wishes.map(({ algorithm, preference }) => `${algorithm}=${preference}`).join(', '),
}
