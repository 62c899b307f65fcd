import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Create } from './in-pieces.test-helper.ts'
import { bytesOf, oneByOne, splitAt, textOf, told } from './in-pieces.test-helper.ts'
import type { AnomalyEntry } from './message-anomaly.ts'
import { messageAnomalies } from './message-anomaly.ts'
import { parseAnswer, parseRequest } from './parse-message.ts'
import { createAnswerReader } from './read-answer.ts'
import { createRequestReader } from './read-request.ts'

const five = 'Content-Length: 5\r\n\r\nhello'
const answer = (header: string, body = 'hello') => `HTTP/1.1 200 OK\r\n${header}\r\n\r\n${body}`
const chunked = (body: string) => answer('Transfer-Encoding: chunked', body)
const limits = { headerBytes: 300, headerFields: 5, interimAnswers: 3, chunkExtensionBytes: 50 }

/** A message for each name of the table, and its body where one is read. */
const answers: readonly (readonly [name: string, bytes: string, body?: string])[] = [
  ['line-feed-only', 'HTTP/1.1 200 OK\nContent-Length: 5\n\nhello', 'hello'],
  ['bare-cr', answer('X-A: a\rSet-Cookie: evil=1\r\nContent-Length: 5'), 'hello'],
  ['nul-in-header', answer('X-A: a\0b\r\nContent-Length: 5'), 'hello'],
  ['control-in-header', answer('X-A: \x1b[2J\r\nContent-Length: 5'), 'hello'],
  ['empty-line-first', `\r\n\r\nHTTP/1.1 200 OK\r\n${five}`, 'hello'],
  ['status-line-missing', '<html>hello</html>', '<html>hello</html>'],
  ['status-line-spacing', `HTTP/1.1 200\r\n${five}`, 'hello'],
  ['http-name-case', `http/1.1 200 OK\r\n${five}`, 'hello'],
  ['http-version-unknown', `HTTP/3.7 200 OK\r\n${five}`, 'hello'],
  ['status-line-icy', `ICY 200 OK\r\n${five}`, 'hello'],
  ['status-line-invalid', `HTTP/1.1 OK\r\n${five}`],
  ['status-above-599', `HTTP/1.1 999 Request denied\r\n${five}`, 'hello'],
  ['status-invalid', `HTTP/1.1 099 OK\r\n${five}`],
  ['field-folded', answer('X-A: a\r\n b\r\nContent-Length: 5'), 'hello'],
  ['field-without-colon', answer('broken header line\r\nContent-Length: 5'), 'hello'],
  ['field-name-invalid', answer('X A: a\r\nContent-Length: 5'), 'hello'],
  ['space-before-colon', answer('Content-Length : 5'), 'hello'],
  ['space-before-first-field', `HTTP/1.1 200 OK\r\n X: a\r\n${five}`, 'hello'],
  ['header-too-large', answer(`X: ${'x'.repeat(300)}\r\nContent-Length: 5`)],
  ['header-fields-too-many', answer(`${'X: a\r\n'.repeat(5)}Content-Length: 5`)],
  ['message-empty', '\r\n\r\n'],
  ['header-truncated', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n'],
  ['interim-endless', `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(4)}${answer('Content-Length: 5')}`],
  ['switching-unasked', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhello'],
  ['content-length-repeated', answer('Content-Length: 5, 5'), 'hello'],
  ['content-length-conflict', answer('Content-Length: 5\r\nContent-Length: 6'), 'hello'],
  ['content-length-sign', answer('Content-Length: +5'), 'hello'],
  ['content-length-overflow', answer('Content-Length: 99999999999999999999999'), 'hello'],
  ['content-length-invalid', answer('Content-Length: -5')],
  ['content-length-on-204', 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n', ''],
  ['content-length-and-transfer-encoding', answer('Content-Length: 3\r\nTransfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n'), 'hello'],
  ['transfer-encoding-in-1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n', 'hello'],
  ['transfer-coding-identity', answer('Transfer-Encoding: identity\r\nContent-Length: 5'), 'hello'],
  ['transfer-coding-unasked', answer('Transfer-Encoding: gzip, chunked', '5\r\nhello\r\n0\r\n\r\n'), 'hello'],
  ['transfer-coding-unknown', answer('Transfer-Encoding: x-foo'), 'hello'],
  ['chunked-repeated', answer('Transfer-Encoding: chunked, Chunked', '5\r\nhello\r\n0\r\n\r\n'), 'hello'],
  ['chunked-not-last', answer('Transfer-Encoding: chunked, gzip'), 'hello'],
  ['body-not-allowed', `HTTP/1.1 304 Not Modified\r\n${five}`, ''],
  ['chunk-size-spacing', chunked('5  \r\nhello\r\n0\r\n\r\n'), 'hello'],
  ['chunk-size-invalid', chunked('5\r\nhello\r\n0x5\r\nhello\r\n0\r\n\r\n'), 'hello'],
  ['chunk-size-overflow', chunked('ffffffffffffffffff\r\nhello')],
  ['chunk-extension-too-long', chunked(`5;${'x'.repeat(50)}\r\nhello\r\n0\r\n\r\n`)],
  ['chunk-end-missing', chunked('5\r\nhello!!\r\n0\r\n\r\n'), 'hello'],
  ['trailer-unfinished', chunked('5\r\nhello\r\n0\r\n'), 'hello'],
  ['answer-unasked', `HTTP/1.1 200 OK\r\n${five}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`, 'hello'],
  ['bytes-after-end', `HTTP/1.1 200 OK\r\n${five}EXTRA`, 'hello'],
]

const requests: typeof answers = [
  ['request-line-spacing', 'GET  / HTTP/1.1\r\nHost: a\r\n\r\n', ''],
  ['request-line-invalid', 'GET / HTTP/1.1 x\r\nHost: a\r\n\r\n'],
  ['host-missing', 'GET / HTTP/1.1\r\n\r\n', ''],
  ['host-repeated', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', ''],
  ['request-length-unknown', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nhello'],
]

test('each name of the table is met; its grade says what each mode does', () => {
  for (const [parse, cases] of [
    [parseAnswer, answers],
    [parseRequest, requests],
  ] as const) {
    for (const [name, bytes, body] of cases) {
      const { grade, source, code = 'protocol' }: AnomalyEntry = messageAnomalies[name as keyof typeof messageAnomalies]
      const tolerant = parse(bytesOf(bytes), { limits })
      const strict = parse(bytesOf(bytes), { limits, strict: true })
      assert.ok(tolerant.anomalies.includes(name as never), `${name}: ${tolerant.anomalies}`)
      assert.equal(tolerant.failure === undefined, grade !== 'fatal', name)
      assert.equal(strict.failure === undefined, grade === 'noted', name)
      if (body !== undefined) assert.equal(textOf(tolerant.body), body, name)
      assert.equal(tolerant.mayReuse || strict.mayReuse, false, name)
      if (grade !== 'fatal') continue
      assert.equal(tolerant.failure?.code, code, name)
      assert.ok(tolerant.failure?.message.includes(`(${name}, ${source})`), name)
    }
  }
  assert.deepEqual([...answers, ...requests].map(([name]) => name).toSorted(), Object.keys(messageAnomalies).toSorted())
})

test('bytes one by one, and cut in two at every place, are the bytes all at once (P42)', () => {
  for (const [create, cases] of [
    [createAnswerReader as Create, answers],
    [createRequestReader as Create, requests],
  ] as const) {
    for (const [name, text] of cases) {
      const bytes = bytesOf(text)
      const whole = told(create({ limits }), [bytes])
      assert.deepEqual(told(create({ limits }), oneByOne(bytes)), whole, name)
      for (let at = 1; at < bytes.length; at++) assert.deepEqual(told(create({ limits }), splitAt(bytes, at)), whole, `${name} at ${at}`)
    }
  }
})
