import type { Codec } from './codec.ts'
import type { Pairs } from './lexical.ts'
import { cutAt, formatPairs, isToken, parsePairs, splitList } from './lexical.ts'
import type { MediaType } from './media-type.ts'
import { parseMediaType } from './media-type.ts'

/** A coding or a media type with its parameters. */
export type Parametrised = { readonly value: string; readonly parameters: Pairs }

/** Transfer-Encoding: in the order in which the codings were put on (RFC 9112 section 6.1). */
export const transferCodings: Codec<readonly Parametrised[]> = {
  parse: text => {
    const codings = splitList(text)?.map(coding => {
      const [value, rest] = cutAt(coding, ';')
      return { value: value.toLowerCase(), parameters: parsePairs(rest) ?? [] }
    })
    return codings !== undefined && codings.length > 0 && codings.every(({ value }) => isToken(value)) ? codings : undefined
  },
  format: codings => codings.map(parametrised).join(', '),
}

/** Content-Type (RFC 9110 section 8.3): for a page's encoding and a file's extension. */
export const contentType: Codec<MediaType> = {
  parse: text => {
    const mediaType = parseMediaType(text)
    return cutAt(mediaType.type, '/').every(isToken) ? mediaType : undefined
  },
  format: ({ type, parameters }) => parametrised({ value: type, parameters }),
}

function parametrised({ value, parameters }: Parametrised): string {
  return parameters.length === 0 ? value : `${value}; ${formatPairs(parameters)}`
}
