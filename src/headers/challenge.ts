import type { Codec } from './codec.ts'
import { credentials } from './credentials.ts'
import type { Pairs } from './lexical.ts'
import { formatPairs, isToken, parsePairs, splitList } from './lexical.ts'

/** One way in that a server offers. */
export type Challenge = {
  /** Lower case: `basic`, `digest`, `negotiate`. */
  readonly scheme: string
  /** What Negotiate has: one word of base64 or so. Empty when there are parameters. */
  readonly token: string
  /** `realm` and what else the scheme has. */
  readonly parameters: Pairs
}

/**
 * WWW-Authenticate and Proxy-Authenticate (RFC 9110 section 11.6.1). One comma separates challenges and parameters alike: a new challenge
 * is where a word stands that no equals sign follows.
 */
export const challenges: Codec<readonly Challenge[]> = {
  parse: text => {
    const found: { scheme: string; token: string; parameters: (readonly [string, string])[] }[] = []
    for (const item of splitList(text) ?? []) {
      const end = item.search(/[\s=]/)
      const word = end < 0 ? item : item.slice(0, end)
      let said = item.slice(word.length).trimStart()
      if (said.startsWith('=')) said = item
      else if (isToken(word)) found.push({ scheme: word.toLowerCase(), token: '', parameters: [] })
      else continue
      const current = found.at(-1)
      if (current === undefined || said === '') continue
      if (said !== item && token68.test(said)) current.token = said
      else if (current.token === '') current.parameters.push(...(parsePairs(said, ',') ?? []))
    }
    return found.length === 0 ? undefined : found
  },
  format: offered => offered.map(credentials.format).join(', '),
}

/** Authentication-Info and Proxy-Authentication-Info (RFC 7615). */
export const authenticationInfo: Codec<Pairs> = {
  parse: text => {
    const pairs = parsePairs(text, ',')?.filter(([, value]) => value !== '')
    return pairs === undefined || pairs.length === 0 ? undefined : pairs
  },
  format: pairs => formatPairs(pairs, ', '),
}

const token68 = /^[A-Za-z0-9._~+/-]+=*$/
