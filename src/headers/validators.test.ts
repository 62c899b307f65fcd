import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { conditionalFields, validatorOf } from './validators.ts'

const date = 'Sat, 20 Oct 2007 10:00:00 GMT'

test('each validator has its field, both go together, none asks for no condition (Z51, Z52)', () => {
  assert.deepEqual(conditionalFields({ etag: 'W/"a"' }), ['if-none-match', 'W/"a"'])
  assert.deepEqual(conditionalFields({ modified: date }), ['if-modified-since', date])
  assert.deepEqual(conditionalFields({ etag: '"a"', modified: date }), ['if-none-match', '"a"', 'if-modified-since', date])
  assert.deepEqual(conditionalFields({}), [])
})

test('what could not stand in a header, or is too long, is not sent back', () => {
  assert.equal(validatorOf('"x"\r\nEvil: 1'), undefined)
  assert.equal(validatorOf(''), undefined)
  assert.equal(validatorOf('x'.repeat(limits.validatorLength)), 'x'.repeat(limits.validatorLength))
  assert.equal(validatorOf('x'.repeat(limits.validatorLength + 1)), undefined)
})
