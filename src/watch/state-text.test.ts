import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { stateText } from './state-text.ts'
import type { WatchState } from './watch-state.ts'
import { newState, parseState } from './watch-state.ts'

const url = 'http://a.test/'
const small: WatchState = {
  ...newState(url, 0, 1000),
  page: { named: url, url, at: url, hash: 'x', bytes: 1, learnt: [], image: url, select: '' },
  files: ['1.jpg', '2.jpg'],
}
const most = 10_000

test('a state is written whole up to what is read of one; above it the oldest name is forgotten', () => {
  const select = 'x'.repeat(limits.watchStateBytes - Buffer.byteLength(stateText(small)))
  const whole = stateText({ ...small, page: { ...small.page!, select } })
  assert.equal(Buffer.byteLength(whole), limits.watchStateBytes)
  assert.match(whole, /1\.jpg/)
  const above = stateText({ ...small, page: { ...small.page!, select: `x${select}` } })
  assert.ok(Buffer.byteLength(above) <= limits.watchStateBytes)
  assert.deepEqual([above.includes('1.jpg'), above.includes('2.jpg')], [false, true])
})

test('years of versions: the newest stay, and everything else', () => {
  const files = Array.from({ length: 1000 }, (_, at) => `žluť-${at}.jpg`)
  const read = parseState(stateText({ ...small, files }, most), 's')
  assert.deepEqual(read, { ...small, files: files.slice(-read.files.length) })
  const bytes = Buffer.byteLength(stateText(read))
  assert.ok(bytes <= most && bytes > (most * 7) / 8, String(bytes))
})

test('long texts of robots.txt: those of the sites met first stay, and the names', () => {
  const record = { state: 'rules' as const, body: '\u0001'.repeat(300) }
  const robots = Array.from({ length: 10 }, (_, at) => ({ site: `http://${at}.test`, record }))
  const read = parseState(stateText({ ...small, robots }, most), 's')
  assert.deepEqual(read, { ...small, robots: robots.slice(0, 4) })
})

test('a state that is too long without them is not written', () => {
  const page = { ...small.page!, select: 'x'.repeat(most) }
  assert.throws(() => stateText({ ...small, page }, most), { code: 'usage', value: most })
})
