import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registrable, urlKey, urlParse } from './adapters.ts'
import { casesMissing, readCases } from './cases.ts'

type UrlCase = { input: string; base?: string | null; href?: string; failure?: true }

/** Inputs where Node's parser answers otherwise, as in differences.md: the list is exact. */
const parserDifferences: readonly string[] = []
const hostDifferences: readonly string[] = []

const cases = readCases<UrlCase | string>('wpt-url/urltestdata.json').filter(each => typeof each !== 'string')

test('WHATWG URL parsing (web-platform-tests)', { skip: casesMissing }, () => {
  assert.ok(cases.length > 0)
  const differing = cases.filter(({ input, base, href }) => urlParse(input, base) !== (href ?? null))
  assert.deepEqual(
    differing.map(({ input }) => input),
    parserDifferences,
  )
})

test('domain to ASCII (web-platform-tests)', { skip: casesMissing }, () => {
  const hosts = readCases<{ input: string; output: string | null } | string>('wpt-url/toascii.json').filter(
    each => typeof each !== 'string',
  )
  assert.ok(hosts.length > 0)
  const differing = hosts.filter(({ input, output }) => {
    const href = urlParse(`https://${input}/x`)
    return href !== (output === null ? null : `https://${output}/x`)
  })
  assert.deepEqual(
    differing.map(({ input }) => input),
    hostDifferences,
  )
})

test('the canonical form of every valid URL is its own canonical form', { skip: casesMissing }, () => {
  let changed = 0
  for (const { href } of cases) {
    if (href === undefined) continue
    const key = urlKey(href)
    assert.equal(urlKey(key), key, href)
    if (/^https?:/.test(href)) assert.equal(urlParse(key), key, `${href}: the canonical form is WHATWG-serialised`)
    if (key !== href) changed++
  }
  assert.ok(changed > 0)
})

test('registrable domains (Public Suffix List)', { skip: casesMissing }, () => {
  const domains = readCases<{ domain: string | null; registrable: string | null }>('public-suffix/cases.json')
  assert.ok(domains.length > 0)
  for (const { domain, registrable: expected } of domains) assert.equal(registrable(domain), expected, String(domain))
})
