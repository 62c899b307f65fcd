import type { Codec } from './codec.ts'
import { cutAt, isToken, quote, splitList, unquote } from './lexical.ts'

export type Upgrade = { readonly protocol: string; readonly version?: string | undefined }

/** Upgrade: what the sender would rather speak, the dearest first (RFC 9110 section 7.8). */
export const upgrades: Codec<readonly Upgrade[]> = {
  parse: text => {
    const offers = splitList(text)?.map(offer => cutAt(offer, '/'))
    if (offers === undefined || offers.length === 0) return undefined
    if (!offers.every(([protocol, version]) => isToken(protocol) && (version === '' || isToken(version)))) return undefined
    return offers.map(([protocol, version]) => (version === '' ? { protocol } : { protocol, version }))
  },
  format: offers => offers.map(({ protocol, version }) => (version === undefined ? protocol : `${protocol}/${version}`)).join(', '),
}

export type Directive = { readonly name: string; readonly value?: string | undefined }

/** Pragma: `no-cache`, or words of one's own with a value (RFC 9111 section 5.4). */
export const directives: Codec<readonly Directive[]> = {
  parse: text => {
    const found = splitList(text)?.map(item => {
      const [name, value] = cutAt(item, '=')
      return { name: name.toLowerCase(), ...(item.includes('=') ? { value: unquote(value) } : {}) }
    })
    return found !== undefined && found.length > 0 && found.every(({ name }) => isToken(name)) ? found : undefined
  },
  format: list => list.map(({ name, value }) => (value === undefined ? name : `${name}=${value === '' ? '""' : quote(value)}`)).join(', '),
}
