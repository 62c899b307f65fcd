import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CurlOrder } from './curl-order.ts'
import { emptyCurlOrder } from './curl-order.ts'
import { formatCurl } from './format-curl.ts'
import { parseCurl } from './parse-curl.ts'

/** Any text that can be an argument: no NUL. */
const text = fc.string({ unit: 'grapheme' }).map(value => value.replaceAll('\0', '.'))
const awkward = fc.string({ unit: fc.constantFrom(...'ab;=@<"\'\\ \n$&é,', '\u202e') })
const word = fc.oneof(text, awkward)
const file = word.filter(value => value !== '' && !value.includes(','))
const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/)
const fieldValue = fc.stringMatching(/^[!-~é]([ -~é]{0,10}[!-~é])?$/)
const list = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 3 })
const data = fc.oneof(
  word.map(value => ({ text: value })),
  file.map(name => ({ file: name, as: 'lines' as const })),
  file.map(name => ({ file: name, as: 'bytes' as const })),
  file.filter(name => !name.includes('=')).map(name => ({ file: name, as: 'encoded' as const })),
  fc.tuple(token, file).map(([name, path]) => ({ file: path.replaceAll('=', ''), as: 'encoded' as const, name })),
)
const form = fc.oneof(
  fc.record({ name: token, text: word }),
  fc.record({ name: token, text: word.filter(value => !/^[@<]/.test(value)), type: word }),
  fc.record({ name: token, file }),
  fc.record({ name: token, file, fileName: word }),
  fc.record({ name: token, file, fileName: word, type: word }),
)
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const seconds = fc.nat(10_000).map(value => value / 100)
const yes = maybe(fc.constant(true))

const anyOrder: fc.Arbitrary<Partial<CurlOrder>> = fc.record({
  urls: fc.array(
    word.filter(value => value !== ''),
    { minLength: 1, maxLength: 3 },
  ),
  outputs: list(
    fc.oneof(
      fc.constant('remote' as const),
      word.map(name => ({ file: name })),
    ),
  ),
  method: maybe(token),
  get: yes,
  headers: list(fc.tuple(token, fc.oneof(fc.constant(''), fieldValue))).map(fields => fields.flat()),
  withoutHeaders: list(token),
  userAgent: maybe(word),
  referer: maybe(word.filter(value => value !== '' && !value.endsWith(';auto'))),
  autoReferer: yes,
  query: list(
    fc.oneof(
      word.map(value => ({ text: value })),
      file.map(name => ({ file: name.replaceAll('=', ''), as: 'encoded' as const })),
    ),
  ),
  range: maybe(fc.constantFrom('0-249', '-100', '9-', '0-1,4-5')),
  since: maybe(word),
  compressed: yes,
  user: maybe(word),
  auth: maybe(fc.constantFrom('basic' as const, 'digest' as const, 'any' as const)),
  bearer: maybe(word),
  cookies: list(word),
  cookieJar: maybe(word),
  proxy: maybe(word),
  proxyUser: maybe(word),
  insecure: yes,
  caFile: maybe(word),
  resolve: list(fc.constantFrom('a.example:80:127.0.0.1', 'a.example:443:[::1]')),
  family: maybe(fc.constantFrom(4 as const, 6 as const)),
  http: maybe(fc.constantFrom('1.1' as const, '2' as const)),
  location: maybe(fc.boolean()),
  maxRedirects: maybe(fc.nat()),
  keepPost: fc.subarray([301, 302, 303]),
  maxTime: maybe(seconds),
  retry: maybe(fc.nat()),
  retryDelay: maybe(seconds),
  limitRate: maybe(fc.integer({ min: 1, max: 1e9 })),
  include: yes,
  remoteHeaderName: yes,
  outputDir: maybe(word),
  fail: maybe(fc.constantFrom('with-body' as const, 'without-body' as const)),
  writeOut: maybe(word),
  dumpHeader: maybe(word),
  etagSave: maybe(word),
  verbose: yes,
  silent: yes,
  progress: maybe(fc.boolean()),
})
const body: fc.Arbitrary<Partial<CurlOrder>> = fc.oneof(
  fc.record({ data: list(data) }),
  fc.record({
    json: fc.constant(true),
    data: fc.array(
      word.filter(value => !value.startsWith('@')).map(value => ({ text: value })),
      { minLength: 1 },
    ),
  }),
  fc.record({ form: list(form) }),
  fc.record({ upload: word }),
  fc.record({ head: yes }),
)

const defined = (order: object): object => Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined))

test('any order, written and read again, is the same order', () => {
  fc.assert(
    fc.property(anyOrder, body, (more, sent) => {
      // fast-check makes objects without a prototype.
      const order: CurlOrder = { ...emptyCurlOrder(), ...more, ...sent, ...(sent.data === undefined ? {} : { get: undefined }) }
      const line = formatCurl(order, { showSecrets: true })
      assert.deepEqual(defined(parseCurl(line)), structuredClone(defined(order)), line)
      // Nothing that a terminal would act on.
      assert.match(line, /^[^\u0000-\u001f\u007f-\u009f\u202e]*$/)
    }),
  )
})

test('a line that was read is written in its shortest form', () => {
  const line = "curl -X PUT -H 'X: 1' --data-raw 'a=1&b=it'\\''s' -u me:pw -L https://h.example/p"
  assert.equal(formatCurl(parseCurl(line), { showSecrets: true }), line)
  assert.equal(formatCurl(parseCurl('curl "http://h/[1-3]{a}"')), "curl -g 'http://h/[1-3]{a}'")
})

test('secrets are left out of a written line, whatever holds them', () => {
  const line = [
    'curl -u me:sesame1 -U px:sesame2 -x http://a:sesame3@p:1 --oauth2-bearer sesame4 -b "sid=sesame5; t=sesame6"',
    '-H "Authorization: Bearer sesame7" -H "X-Api-Key: sesame8" -H "Cookie: a=sesame9" -H "X-Auth-Token: sesame10"',
    'http://me:sesame11@h.example/p me:sesame12@h.example',
  ].join(' ')
  const shown = formatCurl(parseCurl(line))
  assert.doesNotMatch(shown, /sesame/)
  assert.match(shown, /-u 'me:\*\*\*'.*'sid=\*\*\*; t=\*\*\*' -x http:\/\/p:1 .*http:\/\/h\.example\/p h\.example$/)
  assert.equal((formatCurl(parseCurl(line), { showSecrets: true }).match(/sesame/g) ?? []).length, 12)
})
