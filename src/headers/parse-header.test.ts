import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import { basicUser } from './credentials.ts'
import type { HeaderName, HeaderValues } from './header-codecs.ts'
import { headerCodecs } from './header-codecs.ts'
import { formatHeader, isHeaderName, parseHeader, readHeader } from './parse-header.ts'
import { byWeight } from './weighted-list.ts'

const names = Object.keys(headerCodecs).filter(isHeaderName)

/** Text as servers write it for each field, what it means, and how we write it when that differs. */
type Sample<Name extends HeaderName> = readonly [text: string, value: HeaderValues[Name], written?: string]
const noon = new Date('1994-11-06T08:49:37Z')
const noonText = 'Sun, 06 Nov 1994 08:49:37 GMT'
const sha256 = Buffer.alloc(32, 'orb')
const samples: { readonly [Name in HeaderName]: readonly Sample<Name>[] } = {
  'cache-control': [
    [
      'max-age=3600, no-cache="Set-Cookie, x", Must-Revalidate',
      new Map([
        ['max-age', ['3600']],
        ['no-cache', ['Set-Cookie, x']],
        ['must-revalidate', ['']],
      ]),
      'max-age=3600, no-cache="Set-Cookie, x", must-revalidate',
    ],
  ],
  connection: [['Keep-Alive, Upgrade', ['keep-alive', 'upgrade'], 'keep-alive, upgrade']],
  date: [
    [noonText, noon],
    ['Sunday, 06-Nov-94 08:49:37 GMT', noon, noonText],
    ['Sun Nov  6 08:49:37 1994', noon, noonText],
  ],
  'mime-version': [['1.0', { major: 1, minor: 0 }]],
  pragma: [['no-cache, x="a b"', [{ name: 'no-cache' }, { name: 'x', value: 'a b' }]]],
  'transfer-encoding': [
    [
      'GZIP, chunked',
      [
        { value: 'gzip', parameters: [] },
        { value: 'chunked', parameters: [] },
      ],
      'gzip, chunked',
    ],
  ],
  upgrade: [['HTTP/2.0, websocket', [{ protocol: 'HTTP', version: '2.0' }, { protocol: 'websocket' }]]],
  via: [
    [
      '1.0 fred, HTTP/1.1 p.example:8080 (Apache, 1.1)',
      [
        { protocol: 'HTTP', version: '1.0', by: 'fred' },
        { protocol: 'HTTP', version: '1.1', by: 'p.example:8080', comment: 'Apache, 1.1' },
      ],
      '1.0 fred, 1.1 p.example:8080 (Apache, 1.1)',
    ],
  ],
  accept: [
    [
      'text/html;level=1, */*;q=0.1',
      [
        { value: 'text/html', weight: 1, parameters: [['level', '1']] },
        { value: '*/*', weight: 0.1, parameters: [] },
      ],
    ],
    ['', []],
  ],
  'accept-charset': [['UTF-8', [{ value: 'utf-8', weight: 1, parameters: [] }], 'utf-8']],
  'accept-encoding': [
    [
      'gzip;q=1.0, br; q=0',
      [
        { value: 'gzip', weight: 1, parameters: [] },
        { value: 'br', weight: 0, parameters: [] },
      ],
      'gzip, br;q=0',
    ],
  ],
  'accept-language': [['de-CH;q=0.7', [{ value: 'de-ch', weight: 0.7, parameters: [] }], 'de-ch;q=0.7']],
  authorization: [
    ['Basic bWU6cGFzcw==', { scheme: 'basic', token: 'bWU6cGFzcw==', parameters: [] }],
    [
      'Digest username="me", nc=1',
      {
        scheme: 'digest',
        token: '',
        parameters: [
          ['username', 'me'],
          ['nc', '1'],
        ],
      },
      'Digest username=me, nc=1',
    ],
  ],
  cookie: [
    [
      'a=1; B=x=y; bare',
      [
        ['a', '1'],
        ['B', 'x=y'],
        ['', 'bare'],
      ],
    ],
  ],
  from: [
    ['MyName@MyHost.com', 'MyName@MyHost.com'],
    ['Me <me@uni.example>', 'me@uni.example', 'me@uni.example'],
  ],
  host: [
    ['Example.org:8080', { host: 'example.org', port: 8080 }, 'example.org:8080'],
    ['[::1]', { host: '[::1]' }],
  ],
  'if-match': [
    [
      '"a", W/"b,c"',
      [
        { opaque: 'a', weak: false },
        { opaque: 'b,c', weak: true },
      ],
    ],
  ],
  'if-none-match': [['*', '*']],
  'if-range': [
    ['"a"', { opaque: 'a', weak: false }],
    [noonText, noon],
  ],
  'if-modified-since': [[noonText, noon]],
  'if-unmodified-since': [[noonText, noon]],
  'max-forwards': [['10', 10]],
  'proxy-authorization': [['Basic eA==', { scheme: 'basic', token: 'eA==', parameters: [] }]],
  range: [
    ['bytes=0-249', [{ first: 0, last: 249 }]],
    ['bytes=100-,-5', [{ first: 100 }, { suffix: 5 }]],
  ],
  referer: [
    ['http://a.example/b?c', 'http://a.example/b?c'],
    ['/b', '/b'],
  ],
  'user-agent': [
    ['Mozilla/5.0 (X11; a (b)) AgeStudy', [{ name: 'Mozilla', version: '5.0' }, { comment: 'X11; a (b)' }, { name: 'AgeStudy' }]],
    ['AgeStudy/1.0 (+mailto:me@uni.example)', [{ name: 'AgeStudy', version: '1.0' }, { comment: '+mailto:me@uni.example' }]],
  ],
  'accept-ranges': [['bytes', ['bytes']]],
  'authentication-info': [
    [
      'nextnonce="a,b", qop=auth',
      [
        ['nextnonce', 'a,b'],
        ['qop', 'auth'],
      ],
      'nextnonce="a,b", qop=auth',
    ],
  ],
  'proxy-authenticate': [['Basic realm="a proxy"', [{ scheme: 'basic', token: '', parameters: [['realm', 'a proxy']] }]]],
  'proxy-authentication-info': [['nc=00000001', [['nc', '00000001']]]],
  'www-authenticate': [
    [
      'Basic realm="a, \\"b\\"" , Negotiate, NTLM TlRMTVNTUAAC==, Digest realm = x, nonce="n=1", stale=FALSE',
      [
        { scheme: 'basic', token: '', parameters: [['realm', 'a, "b"']] },
        { scheme: 'negotiate', token: '', parameters: [] },
        { scheme: 'ntlm', token: 'TlRMTVNTUAAC==', parameters: [] },
        {
          scheme: 'digest',
          token: '',
          parameters: [
            ['realm', 'x'],
            ['nonce', 'n=1'],
            ['stale', 'FALSE'],
          ],
        },
      ],
      'Basic realm="a, \\"b\\"", Negotiate, Ntlm TlRMTVNTUAAC==, Digest realm=x, nonce="n=1", stale=FALSE',
    ],
    [
      'Newauth, Basic',
      [
        { scheme: 'newauth', token: '', parameters: [] },
        { scheme: 'basic', token: '', parameters: [] },
      ],
    ],
    [', realm=lost, "x", Basic', [{ scheme: 'basic', token: '', parameters: [] }], 'Basic'],
    [
      'Basic realm="never closed, Digest nonce=1',
      [{ scheme: 'basic', token: '', parameters: [['realm', 'never closed, Digest nonce=1']] }],
      'Basic realm="never closed, Digest nonce=1"',
    ],
  ],
  age: [['60', 60]],
  public: [['GET, HEAD', ['GET', 'HEAD']]],
  'retry-after': [
    ['120', { seconds: 120 }],
    ['Sat, 20 Oct 2007 10:00:00 GMT', { date: new Date('2007-10-20T10:00:00Z') }],
  ],
  server: [['Apache/1.3.27 (Unix)', [{ name: 'Apache', version: '1.3.27' }, { comment: 'Unix' }]]],
  'set-cookie': [
    [
      'id=a=b; Expires=Sun, 06-Nov-1994 08:49:37 GMT; max-age=-1; Domain=.Example.org; path=/x; Secure; HttpOnly; samesite=LAX; else',
      {
        name: 'id',
        value: 'a=b',
        expires: noon,
        maxAge: -1,
        domain: 'example.org',
        path: '/x',
        secure: true,
        httpOnly: true,
        sameSite: 'lax',
      },
      `id=a=b; Expires=${noonText}; Max-Age=-1; Domain=example.org; Path=/x; Secure; HttpOnly; SameSite=Lax`,
    ],
  ],
  vary: [
    ['Cookie, Accept-Encoding', ['accept-encoding', 'cookie'], 'accept-encoding, cookie'],
    ['a, *', '*', '*'],
  ],
  warning: [
    [
      `110 proxy.example "Response is stale" "${noonText}", 299 - "a \\"b\\""`,
      [
        { code: 110, agent: 'proxy.example', text: 'Response is stale', date: noon },
        { code: 299, agent: '-', text: 'a "b"' },
      ],
    ],
  ],
  allow: [
    ['GET, purge', ['GET', 'purge']],
    ['', []],
  ],
  'content-base': [['http://a.example/b/', 'http://a.example/b/']],
  'content-encoding': [['GZIP', ['gzip'], 'gzip']],
  'content-language': [['mi, en-GB', ['mi', 'en-GB']]],
  'content-length': [
    ['32059', 32059],
    ['5, 5', 5, '5'],
  ],
  'content-location': [['../a.html', '../a.html']],
  'content-md5': [
    ['Q2hlY2sgSW50ZWdyaXR5IQ==', [{ field: 'content-md5', algorithm: 'md5', bytes: Buffer.from('Check Integrity!'), of: 'content' }]],
  ],
  'content-range': [
    ['bytes 0-249/152000', { unit: 'bytes', first: 0, last: 249, total: 152_000 }],
    ['bytes */152000', { unit: 'bytes', total: 152_000 }],
    ['bytes 5-9/*', { unit: 'bytes', first: 5, last: 9, total: undefined }],
  ],
  'content-transfer-encoding': [['BINARY', ['binary'], 'binary']],
  'content-type': [
    ['text/html; charset=ISO-8859-4', { type: 'text/html', charset: 'iso-8859-4', parameters: [['charset', 'ISO-8859-4']] }],
    ['audio/basic', { type: 'audio/basic', charset: undefined, parameters: [] }],
  ],
  etag: [['W/"1"', { opaque: '1', weak: true }]],
  expires: [[noonText, noon]],
  'last-modified': [[noonText, noon]],
  location: [['/wiki/Home#top', '/wiki/Home#top']],
  uri: [['<http://a.example/>, </b>', ['http://a.example/', '/b']]],
  'alt-svc': [
    [
      'h3=":443"; ma=60; persist=1, h2="alt.example:8000"',
      [
        { protocol: 'h3', host: '', port: 443, maxAge: 60, persist: true },
        { protocol: 'h2', host: 'alt.example', port: 8000, maxAge: 86_400, persist: false },
      ],
      'h3=":443"; ma=60; persist=1, h2="alt.example:8000"; ma=86400',
    ],
    ['clear', 'clear'],
  ],
  'content-digest': [
    [
      `sha-256=:${sha256.toString('base64')}:, unknown=:eA==:`,
      [{ field: 'content-digest', algorithm: 'sha-256', bytes: sha256, of: 'content' }],
      `sha-256=:${sha256.toString('base64')}:`,
    ],
  ],
  'repr-digest': [
    [`sha-256=:${sha256.toString('base64')}:`, [{ field: 'repr-digest', algorithm: 'sha-256', bytes: sha256, of: 'representation' }]],
  ],
  digest: [[`SHA-256=${sha256.toString('base64')}`, [{ field: 'digest', algorithm: 'sha-256', bytes: sha256, of: 'representation' }]]],
  'content-disposition': [
    ['attachment; filename="a b.txt"', { type: 'attachment', fileName: 'a b.txt' }],
    ['inline', { type: 'inline', fileName: undefined }],
    [
      "attachment; filename*=UTF-8''na%C3%AFve.txt; filename=naive.txt",
      { type: 'attachment', fileName: 'naïve.txt' },
      'attachment; filename="na_ve.txt"; filename*=UTF-8\'\'na%C3%AFve.txt',
    ],
  ],
  link: [
    [
      '</style,1.css>; rel=preload; as=style, <https://a.example/2>; rel="Next last"; title="a, b"',
      [
        { target: '/style,1.css', rel: ['preload'], parameters: [['as', 'style']] },
        { target: 'https://a.example/2', rel: ['next', 'last'], parameters: [['title', 'a, b']] },
      ],
      '</style,1.css>; rel=preload; as=style, <https://a.example/2>; rel="next last"; title="a, b"',
    ],
  ],
  priority: [
    ['u=1, i', { urgency: 1, incremental: true }],
    ['i=?0', { urgency: 3, incremental: false }, 'u=3'],
  ],
  'strict-transport-security': [
    ['max-age="60" ; includeSubDomains', { maxAge: 60, includeSubDomains: true, preload: false }, 'max-age=60; includeSubDomains'],
  ],
  'want-content-digest': [
    [
      'sha-512=3, sha-256=10',
      [
        { algorithm: 'sha-512', preference: 3 },
        { algorithm: 'sha-256', preference: 10 },
      ],
    ],
  ],
  'want-repr-digest': [['sha-256=1', [{ algorithm: 'sha-256', preference: 1 }]]],
  'x-robots-tag': [
    [
      'noindex, AgeBot: nofollow, unavailable_after: Sunday, 06-Nov-94 08:49:37 GMT',
      [
        { directive: 'noindex' },
        { agent: 'agebot', directive: 'nofollow' },
        { agent: 'agebot', directive: 'unavailable_after: Sunday, 06-Nov-94 08:49:37 GMT' },
      ],
      'noindex, agebot: nofollow, agebot: unavailable_after: Sunday, 06-Nov-94 08:49:37 GMT',
    ],
  ],
}

function checkSamples<Name extends HeaderName>(name: Name): void {
  for (const [text, value, written = text] of samples[name]) {
    assert.deepEqual(parseHeader(name, ` ${text}\t`), value, `${name}: ${text}`)
    assert.equal(formatHeader(name, value), written, name)
    assert.deepEqual(parseHeader(name, written), value, `${name}: ${written}`)
  }
}

test('every field is read, written, and read back (Z42-Z45, Z93)', () => {
  for (const name of names) checkSamples(name)
})

/** Samples cut, joined and spoilt, and the letters of which field values are made. */
const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'aZ09,;= "\\<>()/:-._*?+\t%[]@é'), maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .tuple(
      fc.constantFrom(...names.flatMap(name => samples[name].map(([text]) => text))),
      fc.nat(80),
      fc.nat(80),
      fc.string({ maxLength: 3 }),
    )
    .map(([text, from, to, more]) => text.slice(0, from) + more + text.slice(to)),
)

function readsBack<Name extends HeaderName>(name: Name, text: string): void {
  const value = parseHeader(name, text)
  if (value === undefined) return
  const again = parseHeader(name, formatHeader(name, value))
  assert.ok(isDeepStrictEqual(again, value), `${name}: ${JSON.stringify(text.slice(0, 200))}`)
}

test('any text: nothing throws, and what was read is read back the same', () => {
  fc.assert(
    fc.property(anyText, text => {
      for (const name of names) readsBack(name, text)
    }),
    { seed: 11, numRuns: 20_000 },
  )
})

test('garbage is undefined', () => {
  const garbage: [HeaderName, string][] = [
    ['content-length', '-5'],
    ['content-length', '5, 6'],
    ['content-length', '9007199254740993'],
    ['last-modified', 'yesterday'],
    ['retry-after', 'soon'],
    ['content-type', 'html'],
    ['host', 'a.example:70000'],
    ['from', 'nobody'],
    ['accept-ranges', 'by tes'],
    ['strict-transport-security', 'includeSubDomains'],
    ['want-repr-digest', 'sha-256=11'],
    ['location', 'http://['],
    ['alt-svc', 'h3=443'],
    ['user-agent', '  '],
    ['user-agent', 'a\nb'],
    ['link', 'http://a.example/; rel=next'],
  ]
  for (const [name, text] of garbage) assert.equal(parseHeader(name, text), undefined, `${name}: ${text}`)
})

test('what cannot be written is refused', () => {
  const refusals: (() => string)[] = [
    () => formatHeader('last-modified', new Date(Number.NaN)),
    () => formatHeader('user-agent', [{ comment: 'a\r\nEvil: b' }]),
    () => formatHeader('content-length', -1),
    () => formatHeader('location', 'a\nb'),
    () => formatHeader('from', 'Łódź@uni.example'),
  ]
  for (const refusal of refusals) assert.throws(refusal, (error: unknown) => error instanceof CrawlError && error.code === 'usage')
})

test('the longest value of the worst letters is read at once; above the limit nothing is', () => {
  const evil = ['"', '\\', '(', '<', ',', ';', '=', ' ', 'a', '/', ':', ', ,"', 'a;b=', '(a) ', 'a:b,', '</>;', 'unavailable_after:a,']
  for (const name of names) {
    for (const piece of evil) {
      const text = piece.repeat(Math.floor(limits.headerValueLength / piece.length))
      const start = performance.now()
      readsBack(name, text)
      // The slowest takes about 10 ms; a quadratic reader takes seconds.
      assert.ok(performance.now() - start < 1_000, `${name}: ${piece} takes ${performance.now() - start} ms`)
    }
    assert.equal(parseHeader(name, '1'.repeat(limits.headerValueLength + 1)), undefined)
  }
})

test('Basic credentials, and wishes by their weight', () => {
  assert.deepEqual(basicUser(parseHeader('authorization', 'basic bWU6cGE6c3M=')!), { name: 'me', password: 'pa:ss' })
  assert.equal(basicUser(parseHeader('authorization', 'Bearer bWU6cGE6c3M=')!), undefined)
  const wishes = byWeight(parseHeader('accept-language', 'en;q=0.8, de, fr;q=0.8')!)
  assert.deepEqual(
    wishes.map(({ value }) => value),
    ['de', 'en', 'fr'],
  )
})

test('a field of a header list, sent once or several times', () => {
  const headers = ['Vary', 'Accept', 'VARY', 'Cookie', 'Content-Length', '5', 'Last-Modified', noonText, 'Last-Modified', noonText]
  assert.deepEqual(readHeader(headers, 'vary'), ['accept', 'cookie'])
  assert.equal(readHeader(headers, 'content-length'), 5)
  assert.equal(readHeader(headers, 'last-modified'), undefined)
  assert.equal(readHeader(headers, 'age'), undefined)
  assert.equal(isHeaderName('toString'), false)
})
