import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openCookieJar } from '../../src/fetch/index.ts'
import { cookies } from './adapters.ts'
import { casesMissing, readCases } from './cases.ts'

type Case = { test: string; received: string[]; sent: { name: string; value: string }[]; 'sent-to'?: string }

describe('http-state', { skip: casesMissing }, () => {
  for (const { test: id, received, sent, 'sent-to': to } of readCases<Case>('cookies/http-state.json')) {
    const home = 'http://home.example.org'
    test(id, () => {
      const name = id.toLowerCase()
      const sentTo = new URL(to ?? `/cookie-parser-result?${name}`, home).href
      assert.deepEqual(cookies(received, `${home}/cookie-parser?${name}`, sentTo), sent)
    })
  }
})

describe('dates of Expires', { skip: casesMissing }, () => {
  for (const { test: date, expected } of readCases<{ test: string; expected: string | null }>('cookies/dates.json')) {
    test(date, () => {
      const then = expected === null ? undefined : Date.parse(expected)
      const clock = { wall: () => (then ?? 0) - 1000, now: () => 0, after: () => () => {} }
      const jar = openCookieJar({ clock })
      jar.take('http://a.example/', [`a=b; Expires=${date}`])
      assert.equal(jar.all()[0]?.expires, then)
    })
  }
})
