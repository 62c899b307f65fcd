import type { Codec } from './codec.ts'
import type { Pairs } from './lexical.ts'
import { formatPairs, parsePairs, splitList } from './lexical.ts'

/** One wish of an Accept field. */
export type Weighted = {
  /** Media range, charset, coding or language range, lower case. */
  readonly value: string
  /** 0 to 1, at most three digits behind the point; 0 is "not this". */
  readonly weight: number
  /** Of a media range; the weight is not among them. */
  readonly parameters: Pairs
}

/** Accept, Accept-Charset, Accept-Encoding, Accept-Language: in the order of the field (RFC 9110 section 12.5). Empty: no wish. */
export const weightedList: Codec<readonly Weighted[]> = {
  parse: text => {
    const wishes = splitList(text)?.map(wishOf)
    return wishes?.every(wish => wish !== undefined) ? wishes : undefined
  },
  format: wishes =>
    wishes
      .map(({ value, weight, parameters }) =>
        [value, ...(parameters.length === 0 ? [] : [formatPairs(parameters, ';')]), ...(weight === 1 ? [] : [`q=${weight}`])].join(';'),
      )
      .join(', '),
}

/** The wishes, the dearest first; equal ones keep their order. */
export function byWeight(wishes: readonly Weighted[]): readonly Weighted[] {
  return wishes.toSorted((one, other) => other.weight - one.weight)
}

function wishOf(text: string): Weighted | undefined {
  const semicolon = text.indexOf(';')
  const value = (semicolon < 0 ? text : text.slice(0, semicolon)).trim().toLowerCase()
  const pairs = semicolon < 0 ? [] : parsePairs(text.slice(semicolon))
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+(?:\/[!#$%&'*+.^_`|~0-9a-z-]+)?$/.test(value) || pairs === undefined) return undefined
  const weight = pairs.find(([name]) => name === 'q')?.[1]
  // A weight that is none counts as 1, as servers have it.
  const known = weight !== undefined && /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 1
  return { value, weight: known, parameters: pairs.filter(([name]) => name !== 'q') }
}
