import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encoding } from './adapters.ts'
import { casesMissing, readCases } from './cases.ts'

type Case = { data_base64: string; encoding: string; file: string }

describe('encoding-sniff', { skip: casesMissing }, () => {
  for (const file of ['tests1.dat.json', 'tests2.dat.json']) {
    for (const [index, { data_base64, encoding: expected }] of readCases<Case>(`encoding-sniff/${file}`).entries()) {
      test(`${file} ${index}`, () => assert.equal(encoding(Buffer.from(data_base64, 'base64')), expected))
    }
  }
})
