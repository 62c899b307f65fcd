import type { OddAnswer, OddRecipe } from '../../../streets/odd-answers.ts'
import { oddAnswer, oddAnswers } from '../../../streets/odd-answers.ts'
import type { Endpoint, Expected } from '../../endpoint.ts'
import type { Rule } from '../../rules.ts'
import { fewRequests } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'

/** In every page of this group that can be read. */
export const readable = 'If you can read this, your robot can.'

const outcomes = { body: 'page', partial: 'partial', error: 'error' } as const

/** One of the thirty of the town's street `odd`. */
export function known(name: string): OddAnswer {
  const odd = oddAnswers.find(one => one.name === name)
  if (odd === undefined) throw new RangeError(`no odd answer "${name}"`)
  return odd
}

/** @param codes what Orbweaver records for it, where it is no page */
export function oddPart(odd: OddAnswer | OddRecipe, codes?: readonly string[]): Part {
  const { name, says, bytes, expected, body } = 'bytes' in odd ? odd : oddAnswer(odd)
  const expects: Expected = { outcome: outcomes[expected], codes, ...(body === '' ? {} : { holds: readable }) }
  return { name, says, expects, behave: (_asked, wire) => wire.send(bytes) }
}

/** An endpoint that is one odd answer. */
export function oddEndpoint(id: string, odd: OddAnswer | OddRecipe, codes?: readonly string[], rules: readonly Rule[] = []): Endpoint {
  const { says, expects, behave } = oddPart(odd, codes)
  return { id, says, expects, rules: [fewRequests, ...rules], behave }
}
