import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Known, Lesson } from './known.ts'
import { conditionsFor, isSameVersion } from './known.ts'
import type { Answer } from './read-answer.ts'
import { readAnswer } from './read-answer.ts'
import type { How, Question } from './what-to-ask.ts'
import { whatToAsk } from './what-to-ask.ts'

const url = 'http://a.test/cam.jpg'
const other = 'http://a.test/cam-2.jpg'
const [monday, tuesday] = ['Mon, 05 Jan 2026 00:00:00 GMT', 'Tue, 06 Jan 2026 00:00:00 GMT']

function known(given: Partial<Known> = {}): Known {
  return { named: url, url, at: url, etag: '"1"', modified: monday, hash: 'one', bytes: 100, learnt: [], ...given }
}

function answer(given: Partial<Answer> & { at?: string; etag?: string; modified?: string } = {}): Answer {
  const { at = url, etag, modified, ...rest } = given
  const headers = [...(etag === undefined ? [] : ['ETag', etag]), ...(modified === undefined ? [] : ['Last-Modified', modified])]
  return { place: { named: at, url: at, at }, status: 200, headers, bytes: 100, hash: undefined, headRefused: false, ...rest }
}

test('the cheapest question that the server understands', () => {
  const cases: [how: How, known: Known | undefined, question: Question][] = [
    ['auto', undefined, 'get'],
    ['head', undefined, 'get'],
    ['auto', known(), 'get-if-changed'],
    ['auto', known({ etag: undefined }), 'get-if-changed'],
    ['auto', known({ etag: undefined, modified: undefined }), 'get'],
    ['head', known({ etag: undefined, modified: undefined }), 'get'],
    ['auto', known({ learnt: ['ignores-conditions'] }), 'head'],
    ['auto', known({ learnt: ['ignores-conditions', 'refuses-head'] }), 'get'],
    ['auto', known({ learnt: ['validators-lie'] }), 'get'],
    ['head', known(), 'head'],
    ['head', known({ learnt: ['refuses-head'] }), 'get-if-changed'],
    ['get', known(), 'get'],
  ]
  for (const [how, what, question] of cases) assert.equal(whatToAsk(what, how), question, `${how} ${JSON.stringify(what?.learnt)}`)
})

test('validators go to the URL that gave them; a strong ETag also to other names on its origin; a flapping one nowhere (Z40, Z51, Z52)', () => {
  const both = ['if-none-match', '"1"', 'if-modified-since', monday]
  assert.deepEqual(conditionsFor(known(), url), both)
  assert.deepEqual(conditionsFor(known(), other), ['if-none-match', '"1"'])
  assert.deepEqual(conditionsFor(known({ etag: 'W/"1"' }), other), [])
  assert.deepEqual(conditionsFor(known(), 'http://b.test/cam.jpg'), [])
  assert.deepEqual(conditionsFor(known({ learnt: ['etag-flaps'] }), url), ['if-modified-since', monday])
  // Temporary redirects: where we begin is not what answered.
  assert.deepEqual(conditionsFor(known({ at: other }), url), ['if-none-match', '"1"'])
})

test('the same version by ETag, compared weakly, else by date; nothing is said without either', () => {
  assert.equal(isSameVersion(known(), url, { etag: 'W/"1"', modified: tuesday }), true)
  assert.equal(isSameVersion(known(), url, { etag: '"2"', modified: monday }), false)
  assert.equal(isSameVersion(known(), url, { modified: monday }), true)
  assert.equal(isSameVersion(known(), url, { modified: tuesday }), false)
  assert.equal(isSameVersion(known(), url, {}), undefined)
  assert.equal(isSameVersion(known(), other, { etag: '"1"' }), true)
  assert.equal(isSameVersion(known(), other, { etag: '"2"' }), undefined)
  assert.equal(isSameVersion(known({ etag: 'W/"1"' }), other, { etag: 'W/"1"' }), undefined)
  assert.equal(isSameVersion(known(), other, { modified: monday }), undefined)
})

test('a 304 is no change, and may bring newer validators; one that nobody asked for is a failure (Z53)', () => {
  const same = readAnswer(known(), 'get-if-changed', answer({ status: 304, modified: tuesday }))
  assert.deepEqual(same, { is: 'same', by: '304', flapped: false, known: known({ modified: tuesday }) })
  assert.deepEqual(readAnswer(known(), 'get', answer({ status: 304 })), { is: 'failed' })
  assert.deepEqual(readAnswer(undefined, 'get', answer({ status: 304 })), { is: 'failed' })
})

test('a 304 under another name: the same copy, known by its ETag, and from now on called so (Z40)', () => {
  const same = readAnswer(known(), 'get-if-changed', answer({ status: 304, at: other, etag: '"1"' }))
  const renamed = known({ named: other, url: other, at: other, modified: undefined })
  assert.deepEqual(same, { is: 'same', by: 'etag', flapped: false, known: renamed })
})

test('HEAD: equal validators end the question, others and none leave it open, a refusal asks for the body, a busy server is left alone (Z39)', () => {
  const read = (given: Parameters<typeof answer>[0]) => readAnswer(known(), 'head', answer(given))
  assert.deepEqual(read({ etag: '"1"' }), { is: 'same', by: 'head', flapped: false, known: known() })
  assert.deepEqual(read({ etag: '"2"', modified: tuesday }), { is: 'open', headRefused: false })
  assert.deepEqual(read({}), { is: 'open', headRefused: false })
  for (const status of [403, 404, 405, 500, 501]) assert.deepEqual(read({ status }), { is: 'open', headRefused: true })
  for (const status of [429, 503]) assert.deepEqual(read({ status }), { is: 'failed' })
})

test('a body is new by its hash alone, and what it teaches is kept', () => {
  const body = (given: Parameters<typeof answer>[0], question: Question = 'get-if-changed', what = known()) => {
    const verdict = readAnswer(what, question, answer({ hash: 'one', ...given }))
    assert.ok(verdict.is === 'same' || verdict.is === 'new')
    return [verdict.is, verdict.is === 'same' && verdict.flapped, verdict.known.learnt]
  }
  const cases: [given: Parameters<typeof body>, is: string, flapped: boolean, learnt: Lesson[]][] = [
    [[{ hash: 'two', etag: '"2"', modified: tuesday }], 'new', false, []],
    [[{ etag: '"1"', modified: monday }], 'same', false, ['ignores-conditions']],
    [[{ etag: '"1"', modified: monday }, 'get'], 'same', false, []],
    [[{ hash: 'two', etag: '"1"', modified: monday }], 'new', false, ['validators-lie']],
    [[{ etag: '"2"', modified: monday }], 'same', true, ['etag-flaps']],
    [[{ etag: '"2"', modified: tuesday }], 'same', true, []],
    [[{}], 'same', false, []],
    [[{ headRefused: true, etag: '"1"' }, 'get'], 'same', false, ['refuses-head']],
    // Once the ETag is known to flap, the date alone speaks.
    [
      [{ etag: '"3"', modified: monday }, 'get-if-changed', known({ learnt: ['etag-flaps'] })],
      'same',
      false,
      ['etag-flaps', 'ignores-conditions'],
    ],
  ]
  for (const [given, ...expected] of cases) assert.deepEqual(body(...given), expected, JSON.stringify(given))
})

test('a failure without a body to compare is a failure', () => {
  for (const status of [204, 206, 300, 404, 410, 500]) assert.deepEqual(readAnswer(known(), 'get', answer({ status })), { is: 'failed' })
})
