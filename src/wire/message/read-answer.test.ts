import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../../base/limits.ts'
import { headerValue } from '../../exchange/header-list.ts'
import { bytesOf, splitAt, textOf, told } from './in-pieces.test-helper.ts'
import { parseAnswer } from './parse-message.ts'
import { createAnswerReader } from './read-answer.ts'

const poem = `${'But soft what light through yonder window breaks\n'.repeat(3)}Who is already sick\n`
const fields = [
  'Date: Sun, 14 Mar 2010 23:52:41 GMT',
  'Server: Apache',
  'Last-Modified: Tue, 29 Dec 2009 01:31:22 GMT',
  'ETag: "143c1b33-a7-4b395bea"',
  'Accept-Ranges: bytes',
  `Content-Length: ${poem.length}`,
  'Connection: close',
  'Content-Type: text/plain',
]
const poemAnswer = bytesOf(['HTTP/1.1 200 OK', ...fields, '', poem].join('\r\n'))

test('an answer falls into version, status, reason, header fields, and a body that is whole (P7, Z33)', () => {
  const { head, body, isCut, failure, anomalies } = parseAnswer(poemAnswer)
  assert.deepEqual([head?.version, head?.status, head?.reason], ['1.1', 200, 'OK'])
  assert.deepEqual(
    head?.headers,
    fields.flatMap(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  assert.equal(textOf(body), poem)
  assert.deepEqual([isCut, failure, anomalies], [false, undefined, []])
})

test('the length of the header leaves out the empty line, and adds up with the body (P12, P13)', () => {
  const text = poemAnswer.length - poem.length
  for (const [bytes, gap] of [
    [poemAnswer, 4],
    [bytesOf(textOf(poemAnswer).replaceAll('\r\n', '\n')), 2],
    [bytesOf('HTTP/1.1 304 Not Modified\r\n\r\n'), 4],
  ] as const) {
    const { head, body } = parseAnswer(bytes)
    assert.equal(head?.gap, gap)
    assert.equal(head.text.length + head.gap + body.length, bytes.length)
    assert.equal(head.text, textOf(bytes.subarray(0, head.text.length)))
  }
  assert.equal(parseAnswer(poemAnswer).head?.text.length, text - 4)
})

test('body bytes come only after the empty line, wherever the reads are cut (P8, P42)', () => {
  const boundary = poemAnswer.length - poem.length
  for (let at = 1; at < poemAnswer.length; at++) {
    const reader = createAnswerReader()
    const [first, second] = splitAt(poemAnswer, at)
    const early = reader.push(first!).flatMap(part => (part.kind === 'body' ? [...part.bytes] : []))
    assert.equal(early.length, Math.max(0, at - boundary))
    const late = reader.push(second!).flatMap(part => (part.kind === 'body' ? [...part.bytes] : []))
    assert.equal(textOf(Uint8Array.from([...early, ...late])), poem)
  }
})

test('body bytes are views on what was given in', () => {
  const chunk = new Uint8Array(64 * 1024)
  for (const header of ['Content-Length: 65536', 'Connection: close', 'Transfer-Encoding: chunked']) {
    const reader = createAnswerReader()
    reader.push(bytesOf(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n${header.startsWith('T') ? '10000\r\n' : ''}`))
    const [part] = reader.push(chunk)
    assert.ok(part?.kind === 'body' && part.bytes.buffer === chunk.buffer && part.bytes.length === chunk.length, header)
  }
})

test('answers of HTTP/0.9, 1.0 and 1.1 are read, whatever the version of the request (Z30, Z34)', () => {
  const simple = { version: '0.9', status: 200, reason: '', headers: [], text: '', gap: 0, transferCodings: [] }
  const page = bytesOf('\n<title>First</title>\n')
  const asked = parseAnswer(page, { isSimple: true })
  assert.deepEqual([asked.head, textOf(asked.body), asked.anomalies], [simple, textOf(page), []])
  const unasked = parseAnswer(page)
  assert.deepEqual([unasked.head, textOf(unasked.body), unasked.anomalies], [simple, textOf(page), ['status-line-missing']])
  assert.equal(parseAnswer(page, { strict: true }).failure?.code, 'protocol')
  assert.equal(textOf(parseAnswer(bytesOf('HT'), { isSimple: true }).body), 'HT')
  assert.deepEqual(parseAnswer(bytesOf('HT')).anomalies, ['header-truncated'])
  const old = parseAnswer(bytesOf('HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\nGone'))
  assert.deepEqual([old.head?.version, old.head?.status, textOf(old.body), old.mayReuse], ['1.0', 404, 'Gone', false])
  assert.equal(parseAnswer(poemAnswer, { isSimple: true }).head?.version, '1.1')
})

test('interim answers are told apart: their fields are not those of the answer (Z91)', () => {
  const bytes = bytesOf(
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi',
  )
  const { interim, head, body, mayReuse } = parseAnswer(bytes)
  assert.deepEqual(
    interim.map(({ status, headers }) => [status, ...headers]),
    [[103, 'Link', '</a>'], [100]],
  )
  assert.deepEqual([head?.status, head?.headers, textOf(body), mayReuse], [200, ['Content-Length', '2'], 'hi', true])
})

test('trailer fields are no header fields, whatever their names', () => {
  const bytes = bytesOf(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nContent-Length: 99\r\nSet-Cookie: a=1\r\n\r\n',
  )
  const { head, body, trailers, mayReuse } = parseAnswer(bytes)
  assert.deepEqual([textOf(body), mayReuse], ['hello', true])
  assert.deepEqual(trailers, ['Content-Length', '99', 'Set-Cookie', 'a=1'])
  assert.equal(headerValue(head!.headers, 'set-cookie'), undefined)
})

test('what is no body is not taken for one: HEAD, 204, 304', () => {
  const length = 'Content-Length: 5\r\n\r\n'
  for (const [bytes, method, anomalies] of [
    [`HTTP/1.1 200 OK\r\n${length}`, 'HEAD', []],
    [`HTTP/1.1 304 Not Modified\r\n${length}`, 'GET', []],
    ['HTTP/1.1 204 No Content\r\n\r\n', 'GET', []],
    [`HTTP/1.1 204 No Content\r\n${length}hello`, 'GET', ['content-length-on-204', 'body-not-allowed']],
    [`HTTP/1.1 200 OK\r\n${length}hello`, 'HEAD', ['body-not-allowed']],
  ] as const) {
    const { body, rest, isCut, mayReuse, ...told } = parseAnswer(bytesOf(bytes), { method })
    assert.deepEqual([textOf(body), isCut, told.anomalies, mayReuse], ['', false, anomalies, anomalies.length === 0], bytes)
    assert.equal(textOf(rest), bytes.endsWith('hello') ? 'hello' : '')
  }
})

test('a connection is used again only after a whole answer that allows it', () => {
  for (const [start, header, body, may] of [
    ['HTTP/1.1 200 OK', 'Content-Length: 2', 'hi', true],
    ['HTTP/1.1 200 OK', 'Content-Length: 2\r\nConnection: Close', 'hi', false],
    ['HTTP/1.1 200 OK', 'Content-Length: 2\r\nConnection: x, close', 'hi', false],
    ['HTTP/1.0 200 OK', 'Content-Length: 2', 'hi', false],
    ['HTTP/1.0 200 OK', 'Content-Length: 2\r\nConnection: Keep-Alive', 'hi', true],
    ['HTTP/1.1 200 OK', 'Content-Length: 3', 'hi', false],
    ['HTTP/1.1 200 OK', 'X: y', 'hi', false],
    ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '2\r\nhi\r\n0\r\n\r\n', true],
    ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '2\r\nhi\r\n', false],
  ] as const) {
    const bytes = bytesOf(`${start}\r\n${header}\r\n\r\n${body}`)
    assert.equal(parseAnswer(bytes).mayReuse, may, `${start} ${header} ${body}`)
  }
})

test('values keep their bytes: latin1 letters stay, only spaces and tabs are trimmed', () => {
  const { head, anomalies } = parseAnswer(
    bytesOf('HTTP/1.1 200 Tr\xe8s bien\r\nX-A:\t caf\xe9\xa0 \r\nX-Empty:\r\nX-Fold: a\r\n\t\r\n\t b\r\nno\r\n colon\r\n\r\n'),
  )
  assert.equal(head?.reason, 'Tr\xe8s bien')
  assert.deepEqual(head.headers, ['X-A', 'caf\xe9\xa0', 'X-Empty', '', 'X-Fold', 'a b'])
  assert.deepEqual(anomalies, ['field-folded', 'field-without-colon'])
})

test('limits hold to the byte', () => {
  const header = (bytes: number) => bytesOf(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(bytes - 24)}\r\n\r\n`)
  assert.equal(header(limits.headerBytes).length, limits.headerBytes)
  assert.equal(parseAnswer(header(limits.headerBytes)).failure, undefined)
  assert.equal(parseAnswer(header(limits.headerBytes + 1)).failure?.code, 'headers-too-large')
  const many = (count: number) => bytesOf(`HTTP/1.1 200 OK\r\n${'a:b\r\n'.repeat(count)}\r\n`)
  assert.equal(parseAnswer(many(limits.headerFields)).failure, undefined)
  assert.equal(parseAnswer(many(limits.headerFields + 1)).failure?.code, 'headers-too-large')
  const interim = (count: number) => bytesOf(`${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(count)}HTTP/1.1 200 OK\r\n\r\nhi`)
  assert.equal(textOf(parseAnswer(interim(limits.interimAnswers)).body), 'hi')
  assert.equal(parseAnswer(interim(limits.interimAnswers + 1)).failure?.code, 'protocol')
  const extended = (bytes: number) =>
    bytesOf(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;${'x'.repeat(bytes - 4)}\r\nhello\r\n0\r\n\r\n`)
  assert.equal(textOf(parseAnswer(extended(limits.chunkExtensionBytes)).body), 'hello')
  assert.deepEqual(parseAnswer(extended(limits.chunkExtensionBytes + 1)).anomalies, ['chunk-extension-too-long'])
})

test('what never ends is given up while it comes', () => {
  for (const [start, piece] of [
    ['HTTP/1.1 200 OK\r\nX: ', 'x'.repeat(10_000)],
    ['HTTP/1.1 200 OK\r\n', 'X: y\r\n'],
    ['', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['', '\r\n'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;', 'x'.repeat(10_000)],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', `1;${'x'.repeat(10_000)}\r\na\r\n`],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', 'X: y\r\n'],
  ] as const) {
    const reader = createAnswerReader()
    reader.push(bytesOf(start))
    let pieces = 0
    while (!reader.isOver && pieces < 200_000) {
      reader.push(bytesOf(piece))
      pieces++
    }
    assert.ok(reader.isOver && pieces * piece.length <= 2 * limits.headerBytes, `${start}: ${pieces} of ${piece.slice(0, 30)}`)
  }
  // One-byte chunks alone are a body like any other: its own limit ends it.
  const reader = createAnswerReader()
  reader.push(bytesOf('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'))
  for (let times = 0; times < 40; times++) reader.push(bytesOf('1\r\na\r\n'.repeat(5_000)))
  assert.deepEqual([reader.isOver, reader.anomalies], [false, []])
})

test('what comes after a message stays apart, and after a failure nothing is read', () => {
  const { parts } = told(createAnswerReader(), [bytesOf('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'), bytesOf('EXT'), bytesOf('RA')])
  assert.deepEqual(
    parts.map(({ kind, bytes }) => [kind, bytes]),
    [
      ['head', undefined],
      ['body', 'hi'],
      ['end', undefined],
      ['rest', 'EXTRA'],
    ],
  )
  const failing = createAnswerReader()
  assert.equal(failing.push(bytesOf('HTTP/1.1 99 No\r\n')).at(-1)?.kind, 'failed')
  assert.deepEqual([failing.push(poemAnswer), failing.finish(), failing.isOver], [[], [], true])
})
