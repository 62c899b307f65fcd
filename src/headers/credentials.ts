import type { Codec } from './codec.ts'
import type { Pairs } from './lexical.ts'
import { formatPairs, isToken, parsePairs } from './lexical.ts'

/** Who asks, by one scheme. Holds a secret: never show it. */
export type Credentials = {
  /** Lower case: `basic`, `bearer`, `digest`. */
  readonly scheme: string
  /** What Basic and Bearer have: one word of base64 or so. Empty when there are parameters. */
  readonly token: string
  /** What Digest has. */
  readonly parameters: Pairs
}

/** Authorization and Proxy-Authorization (RFC 9110 section 11.4). */
export const credentials: Codec<Credentials> = {
  parse: text => {
    const [, name = '', rest = ''] = /^(\S+)(.*)$/s.exec(text) ?? []
    const said = rest.trim()
    if (!isToken(name)) return undefined
    const scheme = name.toLowerCase()
    if (said === '' || /^[A-Za-z0-9._~+/-]+=*$/.test(said)) return { scheme, token: said, parameters: [] }
    const parameters = parsePairs(said, ',')
    return parameters === undefined || parameters.length === 0 ? undefined : { scheme, token: '', parameters }
  },
  format: ({ scheme, token, parameters }) => {
    const name = scheme === '' ? '' : scheme[0]!.toUpperCase() + scheme.slice(1)
    return [name, parameters.length === 0 ? token : formatPairs(parameters, ', ')].join(' ').trim()
  },
}

/** Name and password of Basic credentials; undefined for others. They are read as UTF-8 (RFC 7617 section 2.1). */
export function basicUser({ scheme, token }: Credentials): { name: string; password: string } | undefined {
  if (scheme !== 'basic' || token === '') return undefined
  const text = Buffer.from(token, 'base64').toString()
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) }
}
