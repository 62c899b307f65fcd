import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Link } from '../url/link.ts'
import type { ScopeKind } from './scope.ts'
import { allOf, everywhere, matching, sameSite, scopeOf, within } from './scope.ts'

const link = (url: string, given: Partial<Link> = {}): Link => ({ url, via: 'anchor', depth: 1, ...given })

test('what each kind of scope takes in', () => {
  const seeds = ['https://www.example.co.uk/docs/start.html?a=1', 'http://127.0.0.1:8080/x']
  const cases: [url: string, verdicts: Record<ScopeKind, true | string>][] = [
    ['https://www.example.co.uk/docs/b', { site: true, host: true, domain: true, prefix: true, all: true }],
    ['https://www.example.co.uk/blog', { site: true, host: true, domain: true, prefix: 'other-prefix', all: true }],
    ['http://www.example.co.uk/docs/b', { site: 'other-site', host: true, domain: true, prefix: 'other-prefix', all: true }],
    ['https://www.example.co.uk:8443/', { site: 'other-site', host: true, domain: true, prefix: 'other-prefix', all: true }],
    ['https://shop.example.co.uk/', { site: 'other-site', host: 'other-host', domain: true, prefix: 'other-prefix', all: true }],
    ['https://other.co.uk/', { site: 'other-site', host: 'other-host', domain: 'other-domain', prefix: 'other-prefix', all: true }],
    [
      'https://www.example.co.uk.evil.example/docs/',
      { site: 'other-site', host: 'other-host', domain: 'other-domain', prefix: 'other-prefix', all: true },
    ],
    ['http://127.0.0.1:8080/', { site: true, host: true, domain: true, prefix: true, all: true }],
    ['http://127.0.0.2:8080/', { site: 'other-site', host: 'other-host', domain: 'other-domain', prefix: 'other-prefix', all: true }],
  ]
  for (const [url, verdicts] of cases) {
    for (const [kind, verdict] of Object.entries(verdicts)) {
      const scope = scopeOf(kind as ScopeKind)(seeds)
      // Twice: what is remembered must not change the answer.
      assert.equal(scope(link(url)), verdict, `${kind} ${url}`)
      assert.equal(scope(link(url)), verdict, `${kind} ${url}, again`)
    }
  }
})

test('the site of the link before is no licence for another', () => {
  const scope = sameSite()(['http://a.example/'])
  assert.equal(scope(link('http://a.example/x')), true)
  assert.equal(scope(link('http://a.example.evil.test/x')), 'other-site')
  assert.equal(scope(link('http://a.example:8080/x')), 'other-site')
  assert.equal(scope(link('http://a.example/y')), true)
})

test('a scope of hosts stays right over more sites than it remembers', () => {
  const scope = scopeOf('host')(['http://a.example/'])
  for (let at = 0; at < 25_000; at++) assert.equal(scope(link(`http://h${at}.example/`)), 'other-host')
  assert.equal(scope(link('http://a.example:81/')), true)
})

test('include needs one match, exclude forbids any; seeds are always in; flags of state do no harm', () => {
  const include = matching([/\/a/g, /\/b/y], 'include')([])
  const exclude = matching([/\.zip$/gi], 'exclude')([])
  for (let time = 0; time < 3; time++) {
    assert.equal(include(link('http://x/a')), true)
    assert.equal(include(link('http://x/b')), true)
    assert.equal(include(link('http://x/c')), 'not-included')
    assert.equal(include(link('http://x/c', { via: 'seed' })), true)
    assert.equal(exclude(link('http://x/c.ZIP')), 'excluded')
    assert.equal(exclude(link('http://x/c.zip?x')), true)
  }
  assert.equal(matching([], 'include')([])(link('http://x/')), true)
})

test('all must agree, and the first that does not gives the reason', () => {
  const scope = allOf(everywhere(), within(2), matching([/x/], 'exclude'))([])
  assert.equal(scope(link('http://a/', { depth: 2 })), true)
  assert.equal(scope(link('http://x/', { depth: 3 })), 'too-deep')
  assert.equal(scope(link('http://x/', { depth: 0 })), 'excluded')
})
