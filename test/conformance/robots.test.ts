import assert from 'node:assert/strict'
import { test } from 'node:test'
import { robots } from './adapters.ts'
import { casesMissing, readCases } from './cases.ts'

type RobotsCase = {
  id: string
  robots?: string
  robots_base64?: string
  user_agent: string
  url: string
  allowed: boolean
  kind: 'standard' | 'google-specific'
}

const cases = readCases<RobotsCase>('robots/cases.json')
const standard = cases.filter(({ kind }) => kind === 'standard')

const failing = (some: readonly RobotsCase[], google: boolean) =>
  some
    .filter(({ robots: text, robots_base64: base64, user_agent: agent, url, allowed }) => {
      const bytes = base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64')
      return robots(bytes, agent, url, { google }) !== allowed
    })
    .map(({ id }) => id)

test('standard robots.txt cases', { skip: casesMissing }, () => {
  assert.ok(standard.length > 0)
  assert.deepEqual(failing(standard, false), [])
})

test('standard robots.txt cases hold with google: true', { skip: casesMissing }, () => {
  assert.deepEqual(failing(standard, true), [])
})

test('google-specific robots.txt cases with google: true', { skip: casesMissing }, () => {
  const specific = cases.filter(({ kind }) => kind === 'google-specific')
  assert.ok(specific.length > 0)
  assert.deepEqual(failing(specific, true), [])
})
