import assert from 'node:assert/strict'
import { CrawlError } from '../../../src/base/crawl-error.ts'
import { escapeCsv, escapeLines, escapeTerminal } from '../../../src/base/escape.ts'
import { formatCurl, parseCurl, requestOf } from '../../../src/curl/index.ts'
import { fileNameFor } from '../../../src/download/file-names.ts'
import { safeName } from '../../../src/download/safe-name.ts'
import { headerCodecs } from '../../../src/headers/header-codecs.ts'
import type { HeaderName } from '../../../src/headers/index.ts'
import {
  formatContentDisposition,
  formatHeader,
  formatHttpDate,
  isHeaderName,
  parseAge,
  parseContentDisposition,
  parseExpires,
  parseHeader,
  parseHttpDate,
  parseRetryAfter,
} from '../../../src/headers/index.ts'
import { jsonLine } from '../../../src/spider/index.ts'
import { decodePacket, samplePacket } from '../../../src/wire/index.ts'
import type { FuzzTarget } from '../fuzz-target.ts'
import { latin1Of, textOf } from '../fuzz-target.ts'
import { checkName } from './url-target.ts'

export const dispositionTarget: FuzzTarget = {
  name: 'disposition',
  seeds: [
    'attachment; filename="a b.txt"; filename*=UTF-8\'en\'na%C3%AFve.txt',
    'inline; filename=5"disk.img; x=y',
    'attachment; filename="=?UTF-8?B?bmHDr3ZlLnR4dA==?= =?iso-8859-1?q?=E4?="',
    'attachment; filename="..\\\\..\\"x/../CON.txt"',
  ],
  words: [
    'attachment',
    '; ',
    'filename=',
    'filename*=',
    "UTF-8''",
    '%C3%A9',
    '%00',
    '%',
    '"',
    '\\',
    '../',
    '..\\',
    '=?utf-8?q?',
    '?=',
    '=0d=0a',
    'CON',
    '.',
    ' ',
    '\u00e4',
    '\u202e',
    ':',
    '~',
    '\0',
  ],
  readings: 4,
  check(input) {
    const value = latin1Of(input)
    const parsed = parseContentDisposition(value)
    const { fileName } = parsed
    for (const name of [
      fileNameFor('http://a.example/b.html', { contentDisposition: value, contentType: 'text/html' }),
      fileNameFor('http://a.example/', { contentDisposition: value }),
    ])
      checkName(name)
    const safe = safeName(textOf(input))
    if (safe !== '' && Buffer.byteLength(safe) < 240) checkName(safe)
    assert.equal(safeName(safe), safe, 'a safe name is safe')
    if (fileName === undefined) return
    assert.equal(parseContentDisposition(formatContentDisposition({ type: 'attachment', fileName })).fileName, fileName.toWellFormed())
  },
}

const names = Object.keys(headerCodecs).filter(isHeaderName)

/** The first byte chooses the field. What is read is written as it is read again. */
export const headersTarget: FuzzTarget = {
  name: 'headers',
  seeds: Object.entries({
    'cache-control': 'max-age=1, private="a, b", no-store',
    'accept-language': 'de;q=0.7, en',
    'www-authenticate': 'Basic realm="a", Digest nonce=b, qop="auth"',
    link: '<a>; rel="next prev"; title*=UTF-8\'\'a, <b>;rel=c',
    via: '1.1 a (b (c)), HTTP/2 d',
    warning: '110 a "b" "Wed, 09 Jun 2027 10:18:14 GMT"',
    'alt-svc': 'h3=":443"; ma=1; persist=1',
    'content-range': 'bytes 0-1/*',
    'if-none-match': 'W/"a", "b"',
    'set-cookie': 'a=b; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/',
    'user-agent': 'a/1 (b; c) d',
    'content-type': 'text/html; charset="utf-8"',
    'x-robots-tag': 'bot: noindex, unavailable_after: Wed, 09 Jun 2027 10:18:14 GMT',
    'repr-digest': 'sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:',
    authorization: 'Digest username="a", uri="/"',
    host: '[::1]:80',
    range: 'bytes=0-1,-2,3-',
    'retry-after': 'Wed, 09 Jun 2027 10:18:14 GMT',
    from: 'A <a@b>',
  }).map(([name, value]) => Buffer.concat([Uint8Array.of(names.indexOf(name as HeaderName)), Buffer.from(value)])),
  words: [
    ', ',
    '; ',
    ';',
    ',',
    '=',
    '"',
    '\\',
    '<',
    '>',
    '(',
    ')',
    ' ',
    '\t',
    'q=0.5',
    '*',
    'W/',
    '/',
    ':',
    '-',
    '__proto__',
    'constructor',
    'a=b',
    '\xe4',
    'Wed, 09 Jun 2027 10:18:14 GMT',
    '0',
    '99999999999999999999',
    'bytes ',
  ],
  readings: 3,
  check(input) {
    const name: HeaderName = names[(input[0] ?? 0) % names.length]!
    const value = parseHeader(name, latin1Of(input.subarray(1)))
    if (value === undefined) return
    let written: string
    try {
      written = formatHeader(name, value)
    } catch (error) {
      if (error instanceof CrawlError) assert.fail(`${name}: what was read cannot be written: ${JSON.stringify(value)}`)
      throw error
    }
    assert.doesNotMatch(written, /[\0-\x08\x0a-\x1f\x7f]/)
    assert.deepEqual(parseHeader(name, written), value, `${name}: ${written}`)
  },
}

const now = new Date(Date.UTC(2026, 10, 21))

export const datesTarget: FuzzTarget = {
  name: 'dates',
  seeds: ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994', '120', '0, 1'],
  words: ['Sun, ', 'Monday, ', ' Feb ', '-Feb-', '29', '31', '00', '60', '99', '1900', '9999', ' GMT', ' UTC', '+0000', ':', ' ', '-', ','],
  readings: 2,
  check(input) {
    const text = latin1Of(input)
    for (const date of [parseHttpDate(text, now), parseExpires(text, now)]) {
      if (date === null) continue
      assert.ok(!Number.isNaN(date.getTime()))
      assert.deepEqual(parseHttpDate(formatHttpDate(date)), date)
    }
    const delay = parseRetryAfter(text, now)
    assert.ok(delay === null || (Number.isSafeInteger(delay) && delay >= 0), String(delay))
    const age = parseAge(text)
    assert.ok(age === undefined || (Number.isSafeInteger(age) && age >= 0), String(age))
  },
}

const noFiles = { read: () => new Uint8Array(2), changed: () => undefined }

/** A line of curl is read, written as a line that is read to the same, and made a request. */
export const curlTarget: FuzzTarget = {
  name: 'curl',
  seeds: [
    "curl -X POST 'http://a/' -H 'A: b' -H 'C;' -H 'D:' --data-raw $'{\"a\":\\u00e4}' --compressed",
    'curl -sSLo x -u a:b "http://a/?q=1" -F "f=@g;type=text/plain;filename=h" --url-query c=d',
    'curl.exe ^"http://a/^" ^\r\n  -H ^"a: b^" --data ^"^%^22^"',
    'curl -G -d a=b --data-urlencode "c@d" -b "e=f" -z 2020-01-01 -r 0-1 http://a/',
    'curl -I -T f http://b/ --json "{}" -e a;auto -A b --max-time 1.5 --retry 2 --post301',
  ],
  words: [
    'curl ',
    ' -H ',
    ' -d ',
    ' -F ',
    ' -X ',
    ' -o ',
    ' -u ',
    ' -b ',
    ' -T ',
    ' -z ',
    ' -G',
    ' --json ',
    ' --no-',
    ' --',
    "'",
    '"',
    "$'",
    '\\x',
    '\\u',
    '\\',
    '^',
    '$',
    '`',
    '\n',
    '\r\n',
    '@',
    ';type=',
    '=',
    ':',
    'http://a/',
    '-sSLk',
    '[1-3]',
    '{a,b}',
    '#',
    '__proto__',
    ' --proto__ ',
    ' --constructor',
  ],
  readings: 4,
  async check(input) {
    const line = textOf(input)
    const order = typed(() => parseCurl(line))
    if (order === undefined) return
    const again = formatCurl(order, { showSecrets: true })
    assert.deepEqual(
      typed(() => parseCurl(again)),
      order,
      again,
    )
    formatCurl(order)
    const url = URL.parse(order.urls[0]!)
    if (url === null) return
    const request = await requestOf(order, url, noFiles).catch(error => {
      if (!(error instanceof CrawlError)) throw error
    })
    for (const field of request?.headers ?? []) assert.doesNotMatch(field, /[^\0-\xff]/)
  },
}

export const packetTarget: FuzzTarget = {
  name: 'packet',
  seeds: [Buffer.from(samplePacket, 'hex')],
  words: ['\x45\0', '\x4f\0', '\xff\xff', '\0\0', '\x08\0', '\x06', '\xf0'],
  check(input) {
    const packet = typed(() => decodePacket(input))
    if (packet === undefined) return
    const bytes = Buffer.from(input).toString('hex')
    for (const { at, hex } of [...packet.ip, ...packet.tcp]) {
      // In a frame of Ethernet the packet begins 14 bytes later.
      const places = [at, at + 14].map(place => bytes.slice(2 * place, 2 * place + hex.length))
      assert.ok(hex !== '' && places.includes(hex), `${hex} does not stand at ${at}`)
    }
    assert.ok(packet.payload.length <= input.length)
  },
}

const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

/** What a spreadsheet takes for a formula (OWASP, CSV injection), said a second time: the judge does not ask the accused. */
const formula = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

/** What leaves for a terminal, a table, a line of JSON. */
export const outputTarget: FuzzTarget = {
  name: 'output',
  seeds: ['a\x1b[31mb\u202ec', '=1+1', '"a",b\r\nc', '\u2028\ufeff\t', ' \t@x'],
  words: [
    '\x1b[',
    '\x9b',
    '\u202e',
    '\u2066',
    '\u2028',
    '\r',
    '\n',
    '"',
    ',',
    '=',
    '+',
    '-',
    '@',
    '\t',
    '\uff1d',
    ' ',
    '\ue000',
    '\ue001',
    '__proto__',
  ],
  check(input) {
    const text = textOf(input)
    assert.doesNotMatch(escapeTerminal(text), unsafe)
    assert.doesNotMatch(escapeLines(text).replace(/[\n\t]/g, ''), unsafe)
    const cell = escapeCsv(text)
    const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
    assert.ok(cell.startsWith('"') || !/[",\r\n]/.test(cell))
    const shown = text.replace(controls, character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
    assert.ok(read === shown || (read === `'${shown}` && formula.test(text)), cell)
    assert.doesNotMatch(read, formula)
    const line = jsonLine({ [text]: text })
    assert.doesNotMatch(line.slice(0, -1), /[\n\r\u2028\u2029]/)
    assert.deepEqual(JSON.parse(line), { [text]: text })
  },
}

function typed<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof CrawlError) return undefined
    throw error
  }
}
