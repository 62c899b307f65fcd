import type { Codec } from './codec.ts'
import { asQuoted, cutAt, isToken, parsePairs, splitList, unquote } from './lexical.ts'

export type AltService = {
  /** ALPN name: `h2`, `h3`. */
  readonly protocol: string
  /** Empty: the same host. */
  readonly host: string
  readonly port: number
  /** Seconds; 86400 unless it says otherwise. */
  readonly maxAge: number
  /** Survives a change of network. */
  readonly persist: boolean
}

/** Alt-Svc (RFC 7838 section 3): where else the same origin answers; `clear` forgets them all. */
export const altServices: Codec<'clear' | readonly AltService[]> = {
  parse: text => {
    if (text === 'clear') return 'clear'
    const services = splitList(text)?.map(serviceOf)
    return services !== undefined && services.length > 0 && services.every(service => service !== undefined) ? services : undefined
  },
  format: services =>
    services === 'clear'
      ? services
      : services
          .map(
            ({ protocol, host, port, maxAge, persist }) =>
              `${encodeURIComponent(protocol)}=${asQuoted(`${host}:${port}`)}; ma=${maxAge}${persist ? '; persist=1' : ''}`,
          )
          .join(', '),
}

function serviceOf(text: string): AltService | undefined {
  const [service, rest] = cutAt(text, ';')
  const [name, authority] = cutAt(service, '=')
  const match = /^([^\s"\\]*):(\d{1,5})$/.exec(unquote(authority))
  if (!isToken(name) || match === null || Number(match[2]) > 65_535) return undefined
  const pairs = new Map(parsePairs(rest))
  const age = pairs.get('ma') ?? ''
  return {
    protocol: decoded(name),
    host: match[1]!,
    port: Number(match[2]),
    maxAge: /^\d{1,15}$/.test(age) ? Number(age) : 86_400,
    persist: pairs.get('persist') === '1',
  }
}

/** ALPN names are percent-encoded where they are no token (RFC 7838 section 3). */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
