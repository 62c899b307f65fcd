import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headerValue } from '../exchange/header-list.ts'
import { gathering, openScene, textOf } from './scripted-server.test-helper.ts'

const digits = '0123456789'
const fields = ['Cache-Control', 'max-age=60', 'ETag', '"1"']
const part = (first: number, last: number, more: readonly string[] = fields) => ({
  status: 206,
  headers: [...more, 'Content-Range', `bytes ${first}-${last}/10`, 'Content-Length', String(last - first + 1)],
  body: digits.slice(first, last + 1),
})

test('a range is cut out of a whole stored answer, for memory and for a sink (Z54)', async () => {
  const scene = openScene()
  scene.say({ headers: [...fields, 'X-A', '1', 'Content-Length', '10'], body: digits })
  await scene.get()
  for (const [range, text, place] of [
    ['bytes=0-1', '01', '0-1'],
    ['bytes=4-', '456789', '4-9'],
    ['bytes=-3', '789', '7-9'],
    ['bytes=8-99', '89', '8-9'],
  ] as const) {
    const served = await scene.get(['Range', range])
    assert.deepEqual([served.status, served.reason, served.stored, textOf(served)], [206, 'Partial Content', 'fresh', text])
    assert.equal(headerValue(served.headers, 'content-range'), `bytes ${place}/10`)
    assert.equal(headerValue(served.headers, 'content-length'), String(text.length))
    assert.equal(headerValue(served.headers, 'x-a'), '1')
    const { got, into } = gathering()
    await scene.get(['Range', range], { into })
    assert.deepEqual([got.text, got.head?.status], [text, 206])
  }
  assert.equal(scene.asked.length, 1)
  for (const range of ['bytes=10-', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=3-1', 'bytes=-0']) await scene.get(['Range', range])
  assert.equal(scene.asked.length, 6, 'what cannot be cut is for the server')
})

test('a stale whole is confirmed for a range; a new version answers the range itself', async () => {
  const scene = openScene()
  scene.say({ headers: fields, body: digits })
  await scene.get()
  await scene.pass(60)
  scene.say({ status: 304, headers: ['ETag', '"1"'] })
  const served = await scene.get(['Range', 'bytes=2-3'])
  assert.deepEqual([served.status, served.stored, textOf(served)], [206, 'revalidated', '23'])
  await scene.pass(60)
  scene.say(part(2, 3, ['ETag', '"2"', 'Cache-Control', 'max-age=60']))
  assert.equal(textOf(await scene.get(['Range', 'bytes=2-3'])), '23')
  assert.equal((await scene.get(['Range', 'bytes=2-2'])).stored, 'fresh', 'the new part is kept, the old whole is gone')
  scene.say({ headers: fields, body: 'new' })
  assert.equal(textOf(await scene.get()), 'new')
})

test('parts of one version grow together, and are the whole when nothing is missing (RFC 9111 section 3.4)', async () => {
  const scene = openScene()
  for (const [first, last] of [
    [4, 6],
    [2, 4],
    [7, 9],
  ] as const) {
    scene.say(part(first, last))
    await scene.get(['Range', `bytes=${first}-${last}`])
  }
  assert.equal(textOf(await scene.get(['Range', 'bytes=2-9'])), '23456789')
  assert.equal((await scene.get(['Range', 'bytes=-8'])).stored, 'fresh')
  assert.equal(scene.asked.length, 3)
  scene.say(part(0, 1))
  await scene.get(['Range', 'bytes=0-1'])
  const whole = await scene.get()
  assert.deepEqual([whole.status, whole.stored, textOf(whole)], [200, 'fresh', digits])
  assert.deepEqual([headerValue(whole.headers, 'content-range'), headerValue(whole.headers, 'content-length')], [undefined, '10'])
  assert.equal([...scene.store.list()].length, 1)
})

test('parts with a gap, of other versions or without a strong tag are not joined', async () => {
  const weak = ['Cache-Control', 'max-age=60', 'ETag', 'W/"1"']
  for (const [one, two] of [
    [part(0, 3), part(5, 6)],
    [part(0, 3), part(4, 6, ['Cache-Control', 'max-age=60', 'ETag', '"2"'])],
    [part(0, 3, weak), part(4, 6, weak)],
  ] as const) {
    const scene = openScene()
    scene.say(one)
    await scene.get(['Range', 'bytes=0-3'])
    scene.say(two)
    await scene.get(['Range', 'bytes=4-6'])
    await scene.get(['Range', 'bytes=0-3'])
    assert.equal(scene.asked.length, 3)
  }
})

test('what says its part wrongly, or is many parts, is not kept', async () => {
  for (const wrong of [
    { ...part(0, 3), body: '012' },
    { status: 206, headers: fields, body: '0123' },
    { status: 206, headers: [...fields, 'Content-Range', 'bytes 0-3/*'], body: '0123' },
    { status: 206, headers: [...fields, 'Content-Encoding', 'gzip', 'Content-Range', 'bytes 0-3/10'], body: '0123' },
    { status: 416, headers: [...fields, 'Content-Range', 'bytes */10'] },
  ]) {
    const scene = openScene()
    scene.say(wrong)
    await scene.get(['Range', 'bytes=0-3'])
    assert.deepEqual([...scene.store.list()], [], JSON.stringify(wrong))
  }
})
