import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Create } from './in-pieces.test-helper.ts'
import { bytesOf, told } from './in-pieces.test-helper.ts'
import { parseAnswer, parseRequest } from './parse-message.ts'
import { createAnswerReader } from './read-answer.ts'
import { createRequestReader } from './read-request.ts'
import { writeAnswer } from './write-answer.ts'
import { writeRequest } from './write-request.ts'

const runs = { numRuns: 400, seed: 9112 }

const answers = [
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: a\r\n b\r\n\r\nhello',
  'HTTP/1.0 200 OK\nServer: x\n\nuntil the close',
  'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1 \r\n!\r\n0\r\nX-T: 1\r\n\r\n',
  'HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n',
].map(bytesOf)
const requests = ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /page\r\n', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi'].map(
  bytesOf,
)

/** A valid message with some of its bytes taken out, doubled or put in their place. */
const mutated = (messages: readonly Uint8Array[]) =>
  fc
    .tuple(
      fc.constantFrom(...messages),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom('\r', '\n', '\0', ' ', ':', '0', 'f', ';', ',', 'HTTP/', '\r\n\r\n', '', '\xff')), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(([message, changes]) => {
      const bytes = [...message]
      for (const [at, text] of changes) bytes.splice(at % bytes.length, at % 3, ...bytesOf(text))
      return Uint8Array.from(bytes)
    })

const noise = fc.uint8Array({ maxLength: 200 })

test('no bytes make a reader throw, and however they are cut the parts are the same', () => {
  for (const [create, messages] of [
    [createAnswerReader as Create, answers],
    [createRequestReader as Create, requests],
  ] as const) {
    const input = fc.tuple(fc.oneof(mutated(messages), noise), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), fc.boolean())
    fc.assert(
      fc.property(input, ([bytes, sizes, strict]) => {
        const pieces: Uint8Array[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const to = at + sizes[turn % sizes.length]!
          pieces.push(bytes.subarray(at, to))
          at = to
        }
        assert.deepEqual(told(create({ strict }), pieces), told(create({ strict }), [bytes]))
      }),
      runs,
    )
  }
})

test('what is written is read as it was, in strict mode, without a deviation', () => {
  const letter = fc.constantFrom(...'abcXYZ-09')
  const value = fc.string({ unit: fc.constantFrom(...'ab \t,;=\xe9"'), maxLength: 20 }).map(text => text.trim())
  const headers = fc
    .array(fc.tuple(fc.string({ unit: letter, minLength: 1, maxLength: 8 }), value), { maxLength: 5 })
    .map(pairs => pairs.flat())
  const body = fc.uint8Array({ maxLength: 50 })
  fc.assert(
    fc.property(
      headers,
      body,
      fc.integer({ min: 205, max: 599 }).filter(status => status !== 304),
      (fields, bytes, status) => {
        const answer = parseAnswer(writeAnswer({ status, headers: fields, body: bytes }), { strict: true })
        assert.deepEqual([answer.head?.status, answer.head?.headers], [status, [...fields, 'Content-Length', String(bytes.length)]])
        assert.deepEqual([answer.body, answer.anomalies, answer.mayReuse], [bytes, [], true])
        const request = parseRequest(writeRequest({ url: 'http://a.example/b', method: 'PUT', headers: fields, body: bytes }), {
          strict: true,
        })
        assert.deepEqual(request.head?.headers, ['Host', 'a.example', ...fields, 'Content-Length', String(bytes.length)])
        assert.deepEqual([request.body, request.anomalies, request.mayReuse], [bytes, [], true])
      },
    ),
    runs,
  )
})

test('reading takes time in proportion to the length', () => {
  const limits = { headerBytes: 2 ** 30, headerFields: 2 ** 30, interimAnswers: 2 ** 30, chunkExtensionBytes: 2 ** 30 }
  const start = 'HTTP/1.1 200 OK\r\nX: y'
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
  const inputs: readonly (readonly [name: string, make: (size: number) => string])[] = [
    ['a long line', size => `${start}${'x'.repeat(size)}`],
    ['folded lines', size => `${start}\r\n${' b\r\n'.repeat(size / 4)}`],
    ['spaces', size => `${start}\r\n${' '.repeat(size)}`],
    ['spaces in the first line', size => `HTTP/1.1${' '.repeat(size)}x`],
    ['lone CR', size => `${start}${'\r'.repeat(size)}`],
    ['commas', size => `${start}\r\nContent-Length: ${'5,'.repeat(size / 2)}5\r\n\r\n`],
    ['interim answers', size => 'HTTP/1.1 100 C\r\n\r\n'.repeat(size / 18)],
    ['small chunks', size => chunked + '1\r\na\r\n'.repeat(size / 6)],
    ['chunk extensions', size => `${chunked}1;${' ='.repeat(size / 2)}`],
    ['zeros of a chunk size', size => `${chunked}${'0'.repeat(size)}1\r\na\r\n`],
  ]
  for (const [name, make] of inputs) {
    const time = (size: number, pieces: number) => {
      const bytes = bytesOf(make(size))
      const reader = createAnswerReader({ limits })
      const begin = performance.now()
      for (let at = 0; at < bytes.length; at += pieces) reader.push(bytes.subarray(at, at + pieces))
      reader.finish()
      return performance.now() - begin
    }
    for (const pieces of [64 * 1024, 16]) {
      // Eight times the bytes; quadratic work would be 64 times as much. The best of several turns is free of what else the machine does.
      let small = Number.POSITIVE_INFINITY
      let large = Number.POSITIVE_INFINITY
      const isLinear = () => large <= 20 * small + 8
      for (let turn = 0; turn < 3 || (turn < 20 && !isLinear()); turn++) {
        small = Math.min(small, time(2 ** 15, pieces))
        large = Math.min(large, time(2 ** 18, pieces))
      }
      assert.ok(isLinear(), `${name} in pieces of ${pieces}: ${small.toFixed(2)} ms, then ${large.toFixed(2)} ms`)
    }
  }
})
