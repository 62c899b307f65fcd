import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headerCodecs } from '../header-codecs.ts'
import { describeHeader, headerFacts } from './describe-header.ts'
import { entityFields } from './entity-fields.ts'
import { generalFields } from './general-fields.ts'
import { requestFields } from './request-fields.ts'
import { responseFields } from './response-fields.ts'

test('the 8 + 18 + 10 + 15 fields of the seed, each with a meaning, advice, a section and a type (Z93)', () => {
  assert.deepEqual(
    [generalFields, requestFields, responseFields, entityFields].map(fields => fields.length),
    [8, 18, 10, 15],
  )
  for (const { name, spec, says, robot, obsolete } of headerFacts) {
    assert.match(spec, /^(?:RFC \d+, (?:section|appendix) [\dB.]+|no RFC.+)$/, name)
    for (const text of [says, robot, obsolete ?? 'Used.']) assert.match(text, /^.{4,}\.$/, name)
  }
})

test('what is explained has a type, and what has a type is explained', () => {
  assert.deepEqual(headerFacts.map(({ name }) => name.toLowerCase()).toSorted(), Object.keys(headerCodecs).toSorted())
})

test('names in any case; what nobody knows is undefined', () => {
  assert.equal(describeHeader(' etag ')?.kind, 'entity')
  assert.equal(describeHeader('constructor'), undefined)
})
