import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { staticAnswer } from './static-answer.ts'
import type { Answer, StreetRequest } from './street.ts'

const modified = Date.UTC(1994, 10, 6, 8, 49, 37)
const body = Buffer.from('0123456789')
const file = { body, type: 'text/plain', lastModified: modified, etag: '"one"' }

function ask(headers: Record<string, string> = {}, method = 'GET'): Answer {
  const fields = new Map(Object.entries(headers))
  const request: StreetRequest = {
    method,
    target: '/f',
    path: '/f',
    query: new URLSearchParams(),
    body: new Uint8Array(0),
    header: name => fields.get(name),
  }
  return staticAnswer(request, file)
}

function field(answer: Answer, name: string): string | undefined {
  const index = answer.headers.findIndex((text, at) => at % 2 === 0 && text === name)
  return index < 0 ? undefined : answer.headers[index + 1]
}

test('If-None-Match and If-Modified-Since give 304 without a body', () => {
  for (const known of ['"one"', 'W/"one"', '"two", "one"', '*']) {
    const answer = ask({ 'if-none-match': known })
    assert.equal(answer.status, 304, known)
    assert.equal(answer.body, undefined)
    assert.equal(field(answer, 'ETag'), '"one"')
  }
  assert.equal(ask({ 'if-none-match': '"two"' }).status, 200)
  for (const since of [
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Mon, 07 Nov 1994 00:00:00 GMT',
  ]) {
    assert.equal(ask({ 'if-modified-since': since }).status, 304, since)
  }
  assert.equal(ask({ 'if-modified-since': 'Sun, 06 Nov 1994 08:49:36 GMT' }).status, 200)
  assert.equal(ask({ 'if-modified-since': 'yesterday' }).status, 200)
  assert.equal(ask({ 'if-none-match': '"two"', 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' }).status, 200)
})

test('byte ranges: first, last, open, too far, malformed', () => {
  const cases: readonly (readonly [range: string, status: number, text: string | undefined, place: string | undefined])[] = [
    ['bytes=0-4', 206, '01234', 'bytes 0-4/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=10-', 416, undefined, 'bytes */10'],
    ['bytes=-0', 416, undefined, 'bytes */10'],
    ['bytes=4-2', 200, '0123456789', undefined],
    ['0-250', 200, '0123456789', undefined],
    ['bytes=0-1,4-5', 200, '0123456789', undefined],
    ['bytes=-', 200, '0123456789', undefined],
  ]
  for (const [range, status, text, place] of cases) {
    const answer = ask({ range })
    assert.equal(answer.status, status, range)
    assert.equal(answer.body?.toString(), text, range)
    assert.equal(field(answer, 'Content-Range'), place, range)
    assert.equal(field(answer, 'Content-Length'), String(text?.length ?? 0), range)
  }
  assert.equal(ask({ range: 'bytes=0-4' }, 'HEAD').status, 200)
})

test('If-Range gives the part only to the copy that it belongs to', () => {
  const range = 'bytes=0-4'
  assert.equal(ask({ range, 'if-range': '"one"' }).status, 206)
  assert.equal(ask({ range, 'if-range': 'W/"one"' }).status, 200)
  assert.equal(ask({ range, 'if-range': '"two"' }).status, 200)
  assert.equal(ask({ range, 'if-range': 'Sun, 06 Nov 1994 08:49:37 GMT' }).status, 206)
  assert.equal(ask({ range, 'if-range': 'Mon, 07 Nov 1994 08:49:37 GMT' }).status, 200)
})

test('a file that is asked for in two ranges is whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), cut => {
      const parts = [ask({ range: `bytes=0-${cut}` }), ask({ range: `bytes=${cut + 1}-` })].map(answer =>
        Buffer.from(answer.body as Uint8Array),
      )
      assert.deepEqual(Buffer.concat(parts), body)
    }),
    { seed: 3 },
  )
})

test('other methods are refused', () => {
  const answer = ask({}, 'DELETE')
  assert.equal(answer.status, 405)
  assert.equal(field(answer, 'Allow'), 'GET, HEAD')
})
