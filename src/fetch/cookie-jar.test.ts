import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import { formatCookieFile, parseCookieFile } from './cookie-file.ts'
import { openCookieJar } from './cookie-jar.ts'

/** What one answer's cookies give for another URL, and how many were refused. */
function sent(from: string, setCookies: string | readonly string[], to: string): string {
  const jar = openCookieJar({ clock: manualClock() })
  jar.take(from, [setCookies].flat())
  return jar
    .cookiesFor(to)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')
}

test('nobody sets a cookie for a public suffix, a neighbour, a child or somebody else (C01, C02)', () => {
  for (const [from, domain, to] of [
    ['http://a.com/', 'com', 'http://b.com/'],
    ['http://a.com./', 'com.', 'http://b.com./'],
    ['http://a.com./', '.com.', 'http://b.com./'],
    ['http://a.co.uk/', 'CO.UK', 'http://b.co.uk/'],
    ['http://x.github.io/', 'GitHub.IO', 'http://y.github.io/'],
    ['http://a.localhost/', 'localhost', 'http://b.localhost/'],
    ['http://a.localhost./', '.localhost.', 'http://b.localhost./'],
    ['http://a.test/', 'test', 'http://b.test/'],
    ['http://127.0.0.1/', '0.0.1', 'http://1.0.0.1/'],
    ['http://127.0.0.1/', '.1', 'http://1.0.0.1/'],
    ['http://a.b.com/', 'c.b.com', 'http://c.b.com/'],
    ['http://b.com/', 'a.b.com', 'http://a.b.com/'],
    ['http://b.com/', 'other.com', 'http://other.com/'],
    ['http://b.com/', 'notb.com', 'http://notb.com/'],
    ['http://b.com/', 'b.com.', 'http://b.com/'],
  ] as const) {
    assert.equal(sent(from, `a=1; Domain=${domain}`, to), '', `${from} for ${domain}`)
  }
})

test('a parent may be set, an address and a suffix for themselves, and without Domain the host alone', () => {
  assert.equal(sent('http://a.b.com/', 'a=1; Domain=b.com', 'http://c.b.com/'), 'a=1')
  assert.equal(sent('http://a.b.com/', 'a=1; Domain=.B.COM', 'https://b.com/'), 'a=1')
  assert.equal(sent('http://b.com/', 'a=1', 'http://c.b.com/'), '')
  assert.equal(sent('http://b.com/', 'a=1', 'http://b.com:8080/'), 'a=1')
  assert.equal(sent('http://127.0.0.1/', 'a=1; Domain=127.0.0.1', 'http://127.0.0.1/'), 'a=1')
  assert.equal(sent('http://[::1]/', 'a=1; Domain=::1', 'http://[::1]/'), 'a=1')
  assert.equal(sent('http://github.io/', 'a=1; Domain=github.io', 'http://github.io/'), 'a=1')
  assert.equal(sent('http://github.io/', 'a=1; Domain=github.io', 'http://x.github.io/'), '')
  assert.equal(sent('http://intranet/', 'a=1; Domain=intranet', 'http://intranet/'), 'a=1')
})

test('Secure and the prefixes (C03)', () => {
  assert.equal(sent('http://a.com/', 'a=1; Secure', 'https://a.com/'), '')
  assert.equal(sent('https://a.com/', 'a=1; Secure', 'http://a.com/'), '')
  assert.equal(sent('https://a.com/', 'a=1; Secure', 'https://a.com/'), 'a=1')
  assert.equal(sent('http://localhost/', 'a=1; Secure', 'http://localhost/'), 'a=1')
  assert.equal(sent('https://a.com/', '__Secure-a=1', 'https://a.com/'), '')
  assert.equal(sent('https://a.com/', '__sEcUrE-a=1', 'https://a.com/'), '')
  assert.equal(sent('https://a.com/x', '__Host-a=1; Secure', 'https://a.com/x'), '')
  assert.equal(sent('https://a.com/', '__host-a=1; Secure; Path=/; Domain=a.com', 'https://a.com/'), '')
  assert.equal(sent('https://a.com/x', '__Host-a=1; Secure; Path=/', 'https://a.com/'), '__Host-a=1')
})

test('what came over TLS is neither replaced nor hidden from a plain connection', () => {
  const jar = openCookieJar()
  jar.take('https://b.com/', ['sid=safe; Secure', 'own=1'])
  jar.take('http://b.com/', ['sid=forged', 'own=2'])
  jar.take('http://a.b.com/', ['sid=forged; Domain=b.com'])
  jar.take('http://b.com/deep/', ['sid=forged; Path=/deep'])
  const told = jar.cookiesFor('https://b.com/deep/').map(({ name, value }) => `${name}=${value}`)
  assert.deepEqual([told, jar.dropped], [['sid=safe', 'own=2'], 3])
})

test('lives: Max-Age goes before Expires, is counted from the answer and not from the last use, and has a ceiling (C04)', async () => {
  const clock = manualClock(Date.UTC(2026, 0, 1))
  const jar = openCookieJar({ clock })
  jar.take('http://a.com/', [
    'a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    'gone=1; Max-Age=0',
    'past=1; Expires=Mon, 01 Jan 1601 00:00:00 GMT',
  ])
  jar.take('http://a.com/', ['far=1; Max-Age=9007199254740993', 'last=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT', 'session=1'])
  const names = () => jar.cookiesFor('http://a.com/').map(({ name }) => name)
  assert.deepEqual(names(), ['a', 'far', 'last', 'session'])
  await clock.advance(59_999)
  assert.ok(names().includes('a'))
  await clock.advance(1)
  assert.ok(!names().includes('a'))
  await clock.advance(limits.cookieLifeMs)
  assert.deepEqual(names(), ['session'])
  jar.take('http://a.com/', ['session=; Max-Age=-1'])
  assert.deepEqual(names(), [])
})

test('floods: what is over a limit is left out and counted (C05, C06)', () => {
  const jar = openCookieJar()
  jar.take(
    'http://a.com/',
    Array.from({ length: limits.cookiesPerAnswer + 7 }, (_, nth) => `c${nth}=1`),
  )
  assert.deepEqual([jar.all().length, jar.dropped], [limits.cookiesPerAnswer, 7])
  const exactly = (length: number) => `n=${'v'.repeat(length - 1)}`
  assert.equal(sent('http://b.com/', exactly(limits.cookieBytes), 'http://b.com/').length, limits.cookieBytes + 1)
  assert.equal(sent('http://b.com/', exactly(limits.cookieBytes + 1), 'http://b.com/'), '')
  const padded = (length: number) => `a=1; x=${'y'.repeat(length - 'a=1; x='.length)}`
  assert.equal(sent('http://b.com/', padded(limits.cookieLineBytes), 'http://b.com/'), 'a=1')
  assert.equal(sent('http://b.com/', padded(limits.cookieLineBytes + 1), 'http://b.com/'), '')
})

test('a request takes so many cookies and bytes and no more; a domain and a jar keep so many', () => {
  const jar = openCookieJar()
  for (let nth = 0; nth < limits.cookiesPerDomain + 10; nth++) jar.take('http://a.com/', [`c${nth}=1`])
  assert.equal(jar.all().length, limits.cookiesPerDomain)
  assert.equal(jar.dropped, 10)
  const taken = jar.cookiesFor('http://a.com/')
  assert.deepEqual([taken.length, taken[0]!.name], [limits.cookiesSent, 'c10'])

  const large = Array.from({ length: 4 }, (_, nth) => `c${nth}=${'v'.repeat(2_700)}`)
  const header = sent('http://b.com/', large, 'http://b.com/')
  assert.equal(header.length, 3 * 2_703 + 2 * 2)
  const brim = [`a=${'v'.repeat(4_093)}`, `b=${'v'.repeat(limits.cookieHeaderBytes - 4_095 - 4)}`]
  assert.equal(sent('http://b.com/', brim, 'http://b.com/').length, limits.cookieHeaderBytes)
  assert.equal(sent('http://b.com/', [brim[0]!, `${brim[1]}v`], 'http://b.com/').length, 4_095)

  const many = openCookieJar()
  for (let nth = 0; nth < limits.cookieDomains; nth++) many.take(`http://h${nth}.com/`, ['a=1'])
  many.cookiesFor('http://h0.com/')
  many.take('http://new.com/', ['a=1'])
  assert.deepEqual(
    [many.all().length, many.cookiesFor('http://h0.com/').length, many.cookiesFor('http://h1.com/').length],
    [limits.cookieDomains, 1, 0],
  )
})

test('control characters are refused, names of Object.prototype are names, a session id that changes is one cookie (C07, C08)', () => {
  for (const code of [...Array(32).keys(), 127]) {
    const control = String.fromCharCode(code)
    if (code !== 9) assert.equal(sent('http://a.com/', `a${control}b=1`, 'http://a.com/'), '', `code ${code}`)
    assert.equal(sent('http://a.com/', `a=x${control}y`, 'http://a.com/'), '', `code ${code}`)
  }
  assert.equal(sent('http://a.com/', 'a=%0d%0aX: y', 'http://a.com/'), 'a=%0d%0aX: y')
  assert.equal(sent('http://a.com/', ['__proto__=1', 'constructor=2'], 'http://a.com/'), '__proto__=1; constructor=2')
  assert.equal(
    sent(
      'http://a.com/',
      Array.from({ length: 50 }, (_, nth) => `sid=${nth}`),
      'http://a.com/',
    ),
    'sid=49',
  )
})

test('a file is read and written in the Netscape format, whole and for its owner alone', t => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-cookies-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'cookies.txt')
  const lines = [
    '#HttpOnly_.a.com\tTRUE\t/\tTRUE\t4102444800\tsid\tx=y',
    'b.com\tFALSE\t/shop\tFALSE\t0\tcart\t',
    '127.0.0.1\tTRUE\t/\tFALSE\t0\tlocal\t1',
  ]
  writeFileSync(file, `# Netscape HTTP Cookie File\n\r\n# a comment\n${lines[0]}\r\n${lines[1]!.slice(0, -1)}\n${lines[2]}`, {
    mode: 0o644,
  })
  const clock = manualClock(Date.UTC(2026, 0, 1))
  const jar = openCookieJar({ file, clock })
  assert.deepEqual(jar.cookiesFor('https://www.a.com/')[0], {
    name: 'sid',
    value: 'x=y',
    domain: 'a.com',
    hostOnly: false,
    path: '/',
    secure: true,
    httpOnly: true,
    expires: 4_102_444_800_000,
  })
  const before = readFileSync(file, 'latin1')
  jar.save()
  assert.equal(readFileSync(file, 'latin1'), before, 'nothing changed, nothing is written')
  jar.take('http://c.com/', ['caf\u00e9=\u00fc; Max-Age=1'])
  jar.save()
  const written = readFileSync(file, 'latin1')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('# '))
  assert.deepEqual(written, [
    ...lines.slice(0, 2),
    lines[2]!.replace('TRUE', 'FALSE'),
    'c.com\tFALSE\t/\tFALSE\t1767225601\tcaf\u00e9\t\u00fc',
  ])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(folder), ['cookies.txt'])
  assert.deepEqual(openCookieJar({ file, clock }).all(), jar.all())
})

test('with `saveAfterMs` what changed is in the file by then, and a disk that fails is asked again with the next change', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-cookies-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const clock = manualClock()
  const file = join(folder, 'later', 'cookies.txt')
  const jar = openCookieJar({ file, clock, saveAfterMs: 5_000 })
  const names = () =>
    openCookieJar({ file })
      .all()
      .map(({ name }) => name)
  jar.take('http://a.com/', ['a=1'])
  await clock.advance(5_000)
  mkdirSync(join(folder, 'later'))
  jar.take('http://a.com/', ['b=1'])
  await clock.advance(3_000)
  jar.take('http://a.com/', ['c=1'])
  await clock.advance(1_999)
  assert.deepEqual(names(), [])
  await clock.advance(1)
  assert.deepEqual(names(), ['a', 'b', 'c'])
  rmSync(file)
  await clock.advance(60_000)
  assert.ok(!existsSync(file), 'nothing changed, nothing is written')
  jar.take('http://a.com/', ['d=1'])
  jar.save()
  rmSync(file)
  await clock.advance(60_000)
  assert.ok(!existsSync(file), 'saved already')
})

test('a file that is none is named with its lines, and left as it is', t => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-cookies-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'notes.txt')
  const good = 'a.com\tFALSE\t/\tFALSE\t0\ta\t1'
  for (const [text, lines] of [
    ['hello', 'line 1'],
    [`${good}\nSet-Cookie: a=b\n\n${good}\t8th`, 'lines 2, 4'],
    [good.replace('FALSE\t0', 'no\t0'), 'line 1'],
    [good.replace('\t0\t', '\t-1\t'), 'line 1'],
    [good.replace('\ta\t', '\ta\x01\t'), 'line 1'],
    ['\n'.repeat(3) + 'x\n'.repeat(9), 'lines 4, 5, 6, 7, 8 \\.\\.\\.'],
  ] as const) {
    writeFileSync(file, text)
    assert.throws(() => openCookieJar({ file }), { code: 'file', message: new RegExp(`notes\\.txt, ${lines}: no cookie`) }, text)
    assert.equal(readFileSync(file, 'utf8'), text)
  }
  writeFileSync(file, Buffer.alloc(limits.cookieFileBytes, '#'))
  assert.deepEqual(openCookieJar({ file }).all(), [])
  writeFileSync(file, '#', { flag: 'a' })
  assert.throws(() => openCookieJar({ file }), { code: 'file', value: limits.cookieFileBytes })
  assert.throws(() => openCookieJar({ file: folder }), { code: 'file' })
  const nowhere = openCookieJar({ file: join(folder, 'no', 'such', 'folder') })
  nowhere.take('http://a.com/', ['a=1'])
  assert.throws(() => nowhere.save(), { code: 'file' })
})

test('any field: nothing throws, what is sent holds no control character, and a file gives back what was put in', () => {
  const attribute = fc.constantFrom(
    '; Path=/',
    '; Domain=',
    '; Secure',
    '; Max-Age=',
    '; Expires=',
    '=',
    ';',
    ',',
    '"',
    '\t',
    '__Host-',
    'b.com',
  )
  const field = fc.array(fc.oneof(attribute, fc.string({ unit: 'binary' }))).map(pieces => Buffer.from(pieces.join('')).toString('latin1'))
  fc.assert(
    fc.property(fc.array(field), fields => {
      const jar = openCookieJar()
      jar.take('https://a.b.com/x/y', ['known=1', ...fields])
      const taken = jar.cookiesFor('https://a.b.com/x/y')
      for (const { name, value } of taken) assert.doesNotMatch(`${name}=${value}`, /[\0-\x1f\x7f;]/)
      const { cookies, badLines } = parseCookieFile(formatCookieFile(jar.all()))
      assert.deepEqual(badLines, [])
      const seconds = jar.all().map(cookie => ({ ...cookie, expires: cookie.expires && Math.ceil(cookie.expires / 1000) * 1000 }))
      assert.deepEqual(cookies, seconds)
    }),
    { seed: 21, numRuns: 600 },
  )
})
