import assert from 'node:assert/strict'
import { withoutCredentials } from '../../../src/base/escape.ts'
import { limits } from '../../../src/base/limits.ts'
import { fileNameFor, filePathFor } from '../../../src/download/file-names.ts'
import { redirectTarget, refererFor } from '../../../src/exchange/redirects.ts'
import { canonicalUrl, createCanonicalizer, pathOf, registrableDomain, siteOf } from '../../../src/url/index.ts'
import type { FuzzTarget } from '../fuzz-target.ts'
import { latin1Of, textOf } from '../fuzz-target.ts'

const rules = { tracking: true, session: true, sortQuery: true, dropParameters: ['x'] }
const bases = ['http://a.example/b/c?d=e', 'https://user:secret@a.example:8443/b/../c/#f']

export const urlTarget: FuzzTarget = {
  name: 'url',
  seeds: [
    'http://a.example/b/c?d=e#f',
    'HTTPS://User:Secret@EXAMPLE.com.:443/%7e/%2E%2e/;jsessionid=1?utm_source=a&sid=abcdefghijklmnop1&b=2&a=1',
    '../../x/./y//z?',
    '//b.example/\\c',
    'http://[::ffff:7f00:1]:80/(S(abcdefghijklmnopqrstuvwx))/p',
    'http://b\u00fccher.example/\u00e4?\u00f6',
    'mailto:a@b.example',
    'http://0x7f.1/a%4%31%',
  ],
  words: [
    'http://',
    'https://',
    '//',
    '../',
    './',
    '?',
    '#',
    '&',
    '=',
    '%2F',
    '%41',
    '%',
    '%4',
    ';jsessionid=',
    '/(S(',
    'utm_a=',
    '@',
    ':80',
    '.',
    '[::1]',
    'xn--',
    '\ue000',
    '\u3002',
    '\t',
    'javascript:',
    'file:///',
  ],
  readings: 3,
  check(input) {
    const text = textOf(input)
    for (const base of [undefined, ...bases]) {
      for (const given of [undefined, rules]) {
        const url = canonicalUrl(text, base, given)
        if (base !== undefined) assert.equal(createCanonicalizer(base, given)(text), url, 'the short way gives the same')
        if (url === null) continue
        checkUrl(url)
        assert.equal(canonicalUrl(url, undefined, given), url, 'the canonical form of a canonical form is itself')
        assert.equal(siteOf(url) + pathOf(url), url)
      }
    }
    const shown = withoutCredentials(text)
    const parsed = URL.parse(shown)
    assert.ok(parsed === null || parsed.password === '', shown)
    registrableDomain(text)
    refererFor(bases[1]!, text)
    const target = redirectTarget(bases[1]!, 302, ['location', latin1Of(input)])
    if (target !== undefined && 'url' in target) {
      assert.match(target.url, /^https?:\/\/[!-~]+$/)
      assert.doesNotMatch(target.url, /^https?:\/\/[^/?#]*@/)
    }
    const url = canonicalUrl(text)
    if (url === null) return
    for (const name of [fileNameFor(url), ...filePathFor(url).split('/')]) checkName(name)
    assert.ok(Buffer.byteLength(filePathFor(url)) <= limits.filePathBytes)
  },
}

function checkUrl(url: string): void {
  assert.match(url, /^https?:\/\/[!-~]+$/)
  assert.doesNotMatch(url, /#|^[^?]*\?$/)
  assert.equal(URL.parse(url)?.password, '')
  assert.equal(URL.parse(url)?.username, '')
}

export function checkName(name: string): void {
  assert.match(name, /^[^/\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u)
  assert.doesNotMatch(name, /^[-.]|[. ]$|\.\./)
  assert.ok(name.isWellFormed())
  assert.ok(Buffer.byteLength(name) <= limits.fileNameBytes)
}
