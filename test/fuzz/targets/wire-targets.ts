import assert from 'node:assert/strict'
import { createAnswerReader, createRequestReader, parseAnswer, parseRequest, writeAnswer } from '../../../src/wire/index.ts'
import type { Create } from '../../../src/wire/message/in-pieces.test-helper.ts'
import { oneByOne, told } from '../../../src/wire/message/in-pieces.test-helper.ts'
import type { FuzzTarget } from '../fuzz-target.ts'

const words = [
  'HTTP/1.1 ',
  'HTTP/1.0 200 OK\r\n',
  '\r\n',
  '\r\n\r\n',
  '\n\n',
  '\r',
  '\0',
  ': ',
  ' ',
  '\t',
  'Content-Length: 5',
  'Transfer-Encoding: chunked',
  'gzip, ',
  'Connection: close',
  '100 ',
  '204 ',
  '304 ',
  '5\r\nhello\r\n',
  '0\r\n\r\n',
  ';a=b',
  'ffffffffffffffff',
  '-1',
  '+1',
  ',',
  '\xff',
]

/** The reader of answers, the strict one too: bytes one by one say what all of them at once say. */
export const answerTarget: FuzzTarget = {
  name: 'answer',
  seeds: [
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: a\r\n b\r\n\r\nhello',
    'HTTP/1.0 200 OK\nServer: x\n\nuntil the close',
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1 \r\n!\r\n0\r\nX-T: 1\r\n\r\n',
    'HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n',
    '<html>',
  ],
  words,
  readings: 6,
  check(input) {
    for (const strict of [false, true]) {
      checkPieces(createAnswerReader as Create, input, strict)
      const { head, body, rest, trailers, interim } = parseAnswer(input, { strict })
      assert.ok(body.length + rest.length <= input.length)
      for (const { headers, status } of [...interim, ...(head === undefined ? [] : [head])]) {
        assert.ok(Number.isInteger(status), String(status))
        checkFields(headers)
      }
      checkFields(trailers)
    }
  },
}

export const requestTarget: FuzzTarget = {
  name: 'request',
  seeds: ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /page\r\n', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi'],
  words: [...words, 'GET ', 'POST ', 'Host: a\r\n', '* ', 'http://a/ '],
  readings: 6,
  check(input) {
    for (const strict of [false, true]) {
      checkPieces(createRequestReader as Create, input, strict)
      const { head, trailers } = parseRequest(input, { strict })
      checkFields(head?.headers ?? [])
      checkFields(trailers)
    }
  },
}

const chunkedHead = Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')

/** A body in chunks. What is no good one is read to a typed end; a good one, made of the input, is read as it was. */
export const chunkedTarget: FuzzTarget = {
  name: 'chunked',
  seeds: ['5\r\nhello\r\n0\r\n\r\n', '5;a="b;c"\r\nhello\r\n00\r\nX-T: 1\r\n\r\n', 'A \r\n0123456789\r\n0\r\n\r\nHTTP/1.1 200 OK'],
  words: ['\r\n', '0\r\n\r\n', ';', '=', '"', '1\r\na\r\n', 'ffffffff', '0x', '-', '+', ' ', '\t', '\n', '\r', 'X: y\r\n'],
  readings: 8,
  check(input) {
    for (const strict of [false, true]) checkPieces(createAnswerReader as Create, Buffer.concat([chunkedHead, input]), strict)
    const chunks: Uint8Array[] = [chunkedHead]
    for (let at = 0; at < input.length; ) {
      const size = 1 + (input[at]! % 40)
      const chunk = input.subarray(at, at + size)
      const extension = chunk.length % 3 === 0 ? ';a="b"' : ''
      chunks.push(Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`), chunk, Buffer.from('\r\n'))
      at += size
    }
    const { body, anomalies, isCut, mayReuse } = parseAnswer(Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]), { strict: true })
    assert.deepEqual([Buffer.compare(body, input), anomalies, isCut, mayReuse], [0, [], false, true])
    const plain = parseAnswer(writeAnswer({ status: 200, headers: [], body: input }), { strict: true })
    assert.deepEqual([Buffer.compare(plain.body, input), plain.anomalies], [0, []])
  },
}

/** One by one where it is not too long, and in pieces that begin anywhere. */
function checkPieces(create: Create, input: Uint8Array, strict: boolean): void {
  const whole = told(create({ strict }), [input])
  const pieces =
    input.length <= 512
      ? [...oneByOne(input)]
      : Array.from({ length: 16 }, (_, part) =>
          input.subarray(part * (input.length >> 4), part === 15 ? undefined : (part + 1) * (input.length >> 4)),
        )
  assert.deepEqual(told(create({ strict }), pieces), whole)
}

function checkFields(fields: readonly string[]): void {
  assert.equal(fields.length % 2, 0)
  for (const [index, field] of fields.entries()) {
    assert.doesNotMatch(field, /[\r\n\0]/)
    if (index % 2 === 0) assert.match(field, /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/)
    else assert.equal(field, field.replace(/^[ \t]+|[ \t]+$/g, ''))
  }
}
