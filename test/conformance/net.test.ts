import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redirectHeaders as headersAfter, redirectTarget, refererFor } from '../../src/exchange/redirects.ts'
import { addressClass, redirectHeaders, redirectMethod, retryAfter } from './adapters.ts'
import { casesMissing, readCases } from './cases.ts'

function everyCase<Case extends { id: string }>(file: string, check: (each: Case) => void): void {
  const cases = readCases<Case>(`own/${file}.json`)
  test(`${file}: there are cases`, { skip: casesMissing }, () => assert.ok(cases.length > 0))
  for (const each of cases) test(each.id, () => check(each))
}

everyCase<{ id: string; url: string; class: string }>('address-class', each => {
  assert.equal(addressClass(each.url), each.class)
})

everyCase<{ id: string; value: string; now: string; wait_seconds: number | null }>('retry-after', each => {
  assert.equal(retryAfter(each.value, new Date(each.now)), each.wait_seconds)
})

everyCase<{ id: string; status: number; method: string; becomes: string; body_kept: boolean }>('redirect-method', each => {
  assert.deepEqual(redirectMethod(each), { becomes: each.becomes, body_kept: each.body_kept })
})

type HeadersCase = { id: string; status: number; method: string; from: string; to: string; user_headers: string[]; headers_kept: string[] }

everyCase<HeadersCase>('redirect-headers', each => {
  assert.deepEqual(redirectHeaders(each), each.headers_kept)
})

type MoreCase = {
  id: string
  from?: string
  to?: string
  user_headers?: string[]
  followed?: boolean
  referer?: string | null
  credentials_sent?: boolean
  chain?: string[]
  headers_on_last?: string[]
}

everyCase<MoreCase>('redirect-more', ({ from = '', to = '', followed, referer, credentials_sent: sent, chain, headers_on_last: last }) => {
  const target = redirectTarget(from, 302, ['location', to])
  const checks = [followed, referer, sent, chain].filter(each => each !== undefined)
  assert.equal(checks.length, 1, 'a kind of case that is not known here')
  if (followed !== undefined) assert.equal(target !== undefined && 'url' in target, followed)
  if (referer !== undefined) assert.equal(refererFor(from, to) ?? null, referer)
  if (sent !== undefined) {
    // The user name and password of a URL travel as a header field, never in the next URL.
    assert.ok(target !== undefined && 'url' in target && !target.url.includes('@'))
    assert.equal(headersAfter(['Authorization', 'Basic dTpw'], from, target.url).length > 0, sent)
  }
  if (chain !== undefined) {
    const hops = chain.slice(1).map((url, index) => [chain[index]!, url] as const)
    const headers = hops.reduce<readonly string[]>(
      (kept, [before, after]) => headersAfter(kept, before, after),
      ['Authorization', 'secret'],
    )
    assert.deepEqual(headers, last)
  }
})
