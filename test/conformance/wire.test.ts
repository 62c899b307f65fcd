import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headerValue } from '../../src/index.ts'
import { parseAnswer } from '../../src/wire/index.ts'
import { wireAnswer } from './adapters.ts'
import { casesMissing, readCases } from './cases.ts'

type WireCase = {
  id: string
  bytes_latin1: string
  outcome: string
  body: string | null
  connection_reused: boolean
  header?: Record<string, string>
}

const cases = readCases<WireCase>('own/wire-answers.json')
const bytesOf = ({ bytes_latin1: text }: WireCase) => new Uint8Array(Buffer.from(text, 'latin1'))

for (const strict of [false, true]) {
  test(`odd answers, ${strict ? 'strict' : 'tolerant'}: outcome, body and connection as stated`, { skip: casesMissing }, async () => {
    assert.ok(cases.length > 0)
    for (const wire of cases) {
      const either = strict ? 'error' : 'body-warn'
      const outcome = wire.outcome === 'error-or-body-warn' ? either : wire.outcome
      const body = outcome === 'error' ? null : wire.body
      const given = await wireAnswer(bytesOf(wire), { strict })
      assert.deepEqual([given.outcome, given.body ?? null, given.connection_reused], [outcome, body, wire.connection_reused], wire.id)
    }
  })
}

test('header fields of odd answers', { skip: casesMissing }, () => {
  for (const wire of cases) {
    for (const [name, value] of Object.entries(wire.header ?? {})) {
      assert.equal(headerValue(parseAnswer(bytesOf(wire)).head!.headers, name), value, wire.id)
    }
  }
})
