import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import type { CanonicalRules } from './canonical.ts'
import { canonicalUrl, createCanonicalizer } from './canonical.ts'

const allRules: CanonicalRules = { tracking: true, session: true, sortQuery: true, dropParameters: ['view', 'a[]'] }

function table(cases: readonly (readonly [input: string, expected: string | null])[], base?: string, rules?: CanonicalRules): void {
  for (const [input, expected] of cases) assert.equal(canonicalUrl(input, base, rules), expected, JSON.stringify(input))
}

test('the canonical form', () => {
  table([
    ['HTTP://Example.ORG:80/a/../b/./c?#top', 'http://example.org/b/c'],
    ['https://example.org:443', 'https://example.org/'],
    ['https://user:pa:ss@example.org:8443/@me?a@b', 'https://example.org:8443/@me?a@b'],
    ['http://example.org./a.', 'http://example.org/a.'],
    ['http://u@example.org.:8080/', 'http://example.org:8080/'],
    ['http://bücher.example/', 'http://xn--bcher-kva.example/'],
    ['http://0x7f.1/', 'http://127.0.0.1/'],
    ['http://[::1]:80/', 'http://[::1]/'],
    ['http://a/%7euser/%41%5a%30%2D%5F%2e%7E', 'http://a/~user/AZ0-_.~'],
    ['http://a/%c3%a9%2f%3f%25%20', 'http://a/%C3%A9%2F%3F%25%20'],
    ['http://a/%2541', 'http://a/%2541'],
    ['http://a/é b', 'http://a/%C3%A9%20b'],
    ['http://a/100%', 'http://a/100%'],
    ['http://a/?b=2&a=1&b', 'http://a/?b=2&a=1&b'],
    ['http://a/??', 'http://a/??'],
    ['http://a/b #c', 'http://a/b%20'],
    [' \thttp://a/b\n ', 'http://a/b'],
    ['mailto:me@a.example', null],
    ['ftp://a/', null],
    ['javascript:void(0)', null],
    ['/a', null],
    ['http://', null],
    ['http://a b/', null],
    ['', null],
  ])
})

test('a stray percent sign never gains a partner', () => {
  table([
    ['http://a/%%34%31', 'http://a/%%341'],
    ['http://a/%4%31', 'http://a/%4%31'],
    ['http://a/%%41', 'http://a/%%41'],
    ['http://a/%zz%41', 'http://a/%zzA'],
  ])
})

test('hosts that end in several dots are other hosts', () => {
  table([
    ['http://a../', 'http://a../'],
    ['http://u@../', 'http://../'],
    ['http://1.2.3.4../', 'http://1.2.3.4../'],
    ['http://1.2.3.4./', 'http://1.2.3.4/'],
  ])
})

test('hrefs on a base', () => {
  table(
    [
      ['', 'http://a.example/d/p?q'],
      ['#top', 'http://a.example/d/p?q'],
      ['#top#', 'http://a.example/d/p?q'],
      ['?x', 'http://a.example/d/p?x'],
      ['e', 'http://a.example/d/e'],
      ['../e', 'http://a.example/e'],
      ['//b.example', 'http://b.example/'],
      ['\\\\b.example\\c', 'http://b.example/c'],
      ['http:e', 'http://a.example/d/e'],
      ['mailto:x', null],
    ],
    'http://u:p@a.example./d/p?q#f',
  )
})

test('lengths: the limit is read, one more is not', () => {
  const long = `http://a/${'x'.repeat(limits.urlInputLength - 9)}`
  assert.equal(canonicalUrl(long), long)
  assert.equal(canonicalUrl(`${long}x`), null)
  assert.equal(createCanonicalizer('http://a/')('x'.repeat(limits.urlInputLength - 9)), long)
  assert.equal(createCanonicalizer('http://a/')('x'.repeat(limits.urlInputLength - 8)), null)
  assert.equal(canonicalUrl(`http://a/${'é'.repeat(limits.urlInputLength / 4)}`), null, 'the canonical form is over the limit')
})

test('rules', () => {
  table([['http://a/?utm_source=x&sid=1', 'http://a/?utm_source=x&sid=1']])
  table([['http://a/?utm_source=x&UTM_Term=y&b=1&gclid=3&fbclid&c', 'http://a/?b=1&c']], undefined, { tracking: true })
  table([['http://a/?utm%5Fsource=x&mc_cid=1#f', 'http://a/']], undefined, { tracking: true })
  const token = '0123456789abcdef0123456789abcdef'
  table(
    [
      [`http://a/b;jsessionid=${token}?c=1`, 'http://a/b?c=1'],
      [`http://a/b;JSESSIONID=${token}/d;v=1`, 'http://a/b/d;v=1'],
      [`http://a/b/.;jsessionid=1/../c`, 'http://a/b/c'],
      [`http://a/x/..;jsessionid=1/c`, 'http://a/c'],
      [`http://a/?PHPSESSID=${token}&x=1`, 'http://a/?x=1'],
      ['http://a/?ASPSESSIONIDQABCDEFG=ABC&CFID=1&CFTOKEN=2', 'http://a/'],
      [`http://a/(S(${token.slice(0, 24)}))/p.aspx`, 'http://a/p.aspx'],
      [`http://a/?sid=${token}`, 'http://a/'],
      ['http://a/?sid=4711&s=news', 'http://a/?sid=4711&s=news'],
    ],
    undefined,
    { session: true },
  )
  table([['http://a/?b=2&a=2&b=1&a=1&A', 'http://a/?A&a=2&a=1&b=2&b=1']], undefined, { sortQuery: true })
  table([['http://a/?a%5B%5D=1&View=2&view=3&&v', 'http://a/?View=2&&v']], undefined, { dropParameters: ['view', 'a[]'] })
})

test('the canonical form of a canonical form is itself, with and without rules', () => {
  const check = (input: string, base: string | undefined, rules: CanonicalRules | undefined) => {
    const once = canonicalUrl(input, base, rules)
    if (once !== null) assert.equal(canonicalUrl(once, undefined, rules), once, JSON.stringify({ input, base, rules }))
  }
  fc.assert(
    fc.property(fc.option(url, { nil: undefined }), fc.oneof(url, href, fc.string({ unit: 'binary' })), (base, input) => {
      for (const rules of [undefined, allRules]) check(input, base, rules)
    }),
    { seed: 1, numRuns: 4_000 },
  )
})

test('one base: the short way gives what the parser gives', () => {
  let hits = 0
  fc.assert(
    fc.property(url, fc.array(href, { minLength: 1, maxLength: 8 }), (base, hrefs) => {
      for (const rules of [undefined, allRules]) {
        const canonical = createCanonicalizer(base, rules)
        for (const each of hrefs) {
          const expected = slowly(each, base, rules)
          assert.equal(canonical(each), expected, JSON.stringify({ each, base, rules }))
          assert.equal(canonicalUrl(each, base, rules), expected, JSON.stringify({ each, base, rules }))
          if (expected !== null) hits++
        }
      }
    }),
    { seed: 2, numRuns: 3_000 },
  )
  assert.ok(hits > 10_000, `only ${hits} hrefs were URLs`)
})

/** By the parser's own setters, so that no shortcut of ours is in it. */
function slowly(input: string, base: string, rules: CanonicalRules | undefined): string | null {
  const parsed = URL.parse(input, base)
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return null
  parsed.hash = ''
  parsed.username = ''
  parsed.password = ''
  if (/[^.]\.$/.test(parsed.hostname)) parsed.hostname = parsed.hostname.slice(0, -1)
  if (parsed.search === '') parsed.search = ''
  return canonicalUrl(parsed.href, undefined, rules)
}

// Pieces that lie near the borders of the grammar; `href` strings them together.
const piece = fc.constantFrom(
  ...[
    '/',
    '/',
    '/',
    '.',
    '..',
    '/.',
    './',
    'a',
    'b.html',
    'x_y',
    '~',
    'File:X',
    ':',
    '//',
    '\\',
    '?',
    '?a=b',
    '&',
    '&&',
    '=',
    '#',
    '#f',
    ' ',
  ],
  ...[
    '%',
    '%4',
    '%41',
    '%2e',
    '%2F',
    '%c3%a9',
    '%7E',
    'é',
    "'",
    '"',
    '<',
    '^',
    '|',
    '[',
    '`',
    '\t',
    '\n',
    '\0',
    '@',
    'u:p@',
    ';',
    ';jsessionid=1',
  ],
  ...[
    'utm_a=1',
    'sid=',
    'view=1',
    '/(S(abcdefghijklmnopqrstuvwx))',
    'http:',
    'https://',
    'http://a.example',
    'http://a.example/',
    '\ud800',
    '+',
  ],
)
const href = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join('')),
  fc.stringMatching(/^\/?[a-zA-Z0-9_./-]{0,12}(\?[a-z0-9=&./-]{0,8})?$/),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
)
const host = fc.constantFrom(
  'a.example',
  'A.example.',
  'u:p@a.example',
  'a.example:8080',
  'a..',
  '127.1',
  '[::1]',
  'xn--bcher-kva.example',
  '..',
  'b_c',
)
const url = fc.tuple(fc.constantFrom('http://', 'https://', 'HTTP:'), host, href).map(([scheme, name, path]) => `${scheme}${name}/${path}`)
