import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf, textOf } from './in-pieces.test-helper.ts'
import { parseAnswer, parseRequest } from './parse-message.ts'
import { writeAnswer } from './write-answer.ts'
import type { RequestText } from './write-request.ts'
import { writeRequest } from './write-request.ts'

const url = 'http://user:secret@127.0.0.1:8401/intl/logo.gif?a=%20b#there'
const written = (request: Partial<RequestText>) => textOf(writeRequest({ url, ...request }))

test('requests of HTTP/0.9, 1.0 and 1.1 are written, and read again as method, target and version (Z30, Z96)', () => {
  const target = '/intl/logo.gif?a=%20b'
  for (const [version, bytes] of [
    ['0.9', `GET ${target}\r\n`],
    ['1.0', `GET ${target} HTTP/1.0\r\n\r\n`],
    ['1.1', `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:8401\r\n\r\n`],
  ] as const) {
    assert.equal(written({ version }), bytes)
    const { head, failure, anomalies, rest } = parseRequest(bytesOf(bytes), { strict: true })
    assert.deepEqual([head?.method, head?.target, head?.version, failure, anomalies], ['GET', target, version, undefined, []])
    assert.equal(head!.text.length + head!.gap + rest.length, bytes.length)
  }
  assert.equal(written({ version: '1.0', target: 'absolute' }), `GET http://127.0.0.1:8401${target} HTTP/1.0\r\n\r\n`)
  assert.equal(written({ headers: ['host', 'other', 'X-A', 'caf\xe9'] }), `GET ${target} HTTP/1.1\r\nhost: other\r\nX-A: caf\xe9\r\n\r\n`)
})

test('a body is sent with its length and read by it; what follows is the next request', () => {
  const body = bytesOf('a1=lga&a2=cpt')
  const bytes = writeRequest({ url, method: 'POST', body })
  assert.match(textOf(bytes), /\r\nContent-Length: 13\r\n\r\na1=lga&a2=cpt$/)
  assert.doesNotMatch(written({ method: 'POST', body, headers: ['Transfer-Encoding', 'chunked'] }), /Content-Length/)
  const read = parseRequest(bytesOf(`${textOf(bytes)}GET /next HTTP/1.1\r\nHost: a\r\n\r\n`))
  assert.deepEqual([read.head?.method, textOf(read.body), read.anomalies, read.mayReuse], ['POST', 'a1=lga&a2=cpt', [], true])
  assert.equal(parseRequest(read.rest).head?.target, '/next')
  const cut = parseRequest(bytes.subarray(0, -3))
  assert.deepEqual([cut.isCut, textOf(cut.body)], [true, 'a1=lga&a2='])
})

test('nothing that could forge a line is written (threat 10)', () => {
  for (const request of [
    { url: 'http://a.example/\r\nX-Forged: 1' },
    { url: 'http://a.example/\0' },
    { method: 'GET /\r\n' },
    { method: 'G T' },
    { method: '' },
    { headers: ['X-A', 'b\r\nX-Forged: 1'] },
    { headers: ['X-A', 'b\nc'] },
    { headers: ['X-A', 'b\0c'] },
    { headers: ['X-A', '\u{1f600}'] },
    { headers: ['X-A: b\r\nX-Forged', '1'] },
    { headers: ['', 'b'] },
    { version: '0.9', method: 'POST' },
    { version: '0.9', headers: ['A', 'b'] },
    { version: '0.9', body: bytesOf('x') },
  ] as const) {
    assert.throws(() => writeRequest({ url, ...request }), { name: 'CrawlError', code: 'usage' }, JSON.stringify(request))
  }
  for (const odd of ['ftp://a.example/', 'a.example', '/path']) {
    assert.throws(() => writeRequest({ url: odd }), { name: 'CrawlError', code: 'url-invalid' }, odd)
  }
  assert.throws(() => writeAnswer({ status: 200, reason: 'OK\r\nX: y' }), { code: 'usage' })
  assert.throws(() => writeAnswer({ status: 99 }), { code: 'usage' })
})

test('answers are written, and read again', () => {
  const body = bytesOf('hello')
  const headers = ['Content-Type', 'text/plain']
  for (const version of ['0.9', '1.0', '1.1'] as const) {
    const read = parseAnswer(writeAnswer({ status: 200, reason: 'OK', version, headers, body }), {
      isSimple: version === '0.9',
      strict: true,
    })
    assert.deepEqual([read.head?.version, textOf(read.body), read.failure], [version, 'hello', undefined])
    assert.deepEqual(read.head?.headers, version === '0.9' ? [] : [...headers, 'Content-Length', '5'])
  }
})
