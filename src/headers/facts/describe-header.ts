import { entityFields } from './entity-fields.ts'
import type { FieldFacts } from './field-facts.ts'
import { generalFields } from './general-fields.ts'
import { newerFields } from './newer-fields.ts'
import { requestFields } from './request-fields.ts'
import { responseFields } from './response-fields.ts'

/** Every field that is explained: general, request, response, entity, and those of today. */
export const headerFacts: readonly FieldFacts[] = [...generalFields, ...requestFields, ...responseFields, ...entityFields, ...newerFields]

const byName = new Map(headerFacts.map(facts => [facts.name.toLowerCase(), facts]))

/** What a header field is, and what a robot should do with it; its name in any case. */
export function describeHeader(name: string): FieldFacts | undefined {
  return byName.get(name.trim().toLowerCase())
}
