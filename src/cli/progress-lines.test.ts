import assert from 'node:assert/strict'
import { test } from 'node:test'
import { snapshotOf } from './progress-lines.test-helper.ts'
import { progressLines } from './progress-lines.ts'

const wide = { columns: 140, rows: 24 }
const pace = { site: 'http://a.example', state: 'waiting', gapMs: 1000, until: 1500, inFlight: 0 } as const

test('pages, waiting, rate, time left, bytes, age', () => {
  const [head] = progressLines(snapshotOf({ sites: [{ waiting: 100, pace: { ...pace, gapMs: 100 } }] }), wide)
  assert.equal(head, '20 pages | 100 waiting | 5.0/s | 20 s left for what is known | 1.2 MB | 45 s so far')
})

test('with --max-pages the time left is that of the limit', () => {
  const [head] = progressLines(snapshotOf({ maxPages: 60, sites: [{ waiting: 100 }] }), wide)
  assert.match(head!, /^20 of 60 pages \| 100 waiting \| 5\.0\/s \| 8 s left \|/)
})

test('the slowest site decides when all is done, a held one never', () => {
  const slow = { waiting: 50, pace: { ...pace, gapMs: 10_000 } }
  assert.match(progressLines(snapshotOf({ sites: [{}, slow] }), wide)[0]!, / 9 min left for what is known /)
  assert.match(
    progressLines(snapshotOf({ sites: [{ waiting: 10 }, { ...slow, held: 'budget-pages' }] }), wide)[0]!,
    / 10 s left for what is known /,
  )
})

test('nothing is promised before there is something to go by', () => {
  for (const given of [{ pages: 3 }, { rate: 0 }, { counts: undefined }]) {
    assert.doesNotMatch(progressLines(snapshotOf({ sites: [{}], ...given }), wide)[0]!, /left/)
  }
})

test('a site shows its gap in its ordinary turn, and what is unusual', () => {
  const states = [
    { pace },
    { pace: { ...pace, state: 'busy', until: null } as const },
    { pace: { ...pace, state: 'paused', until: 31_000, why: 'retry-after' } as const },
    { pace: { ...pace, state: 'backing-off', until: 3000, why: 'http-503' } as const },
    { held: 'robots-unreachable' },
  ]
  const ends = progressLines(snapshotOf({ sites: states }), wide)
    .slice(1, 6)
    .map(line => line.replace(/^.* waiting {2}/, ''))
  assert.deepEqual(ends, [
    'every 1.0 s',
    'every 1.0 s',
    'paused 30 s: retry-after',
    'backing off 2 s: http-503',
    'held: robots-unreachable',
  ])
})

test('the busiest sites in the order they were met, never more lines than there is room for', () => {
  const sites = Array.from({ length: 30 }, (_, at) => ({ site: `http://s${at}.example`, waiting: (at * 7) % 30 }))
  const lines = progressLines(snapshotOf({ sites }), wide)
  const names = lines.map(line => /^ {2}(s\d+)\./.exec(line)?.[1]).filter(name => name !== undefined)
  assert.deepEqual(names, ['s4', 's8', 's12', 's17', 's21', 's25'])
  assert.equal(lines.at(-2), '  and 23 more sites at work')
  for (const rows of [1, 2, 3, 4, 8]) assert.ok(progressLines(snapshotOf({ sites }), { columns: 80, rows }).length <= rows)
})

test('no line is longer than the terminal is wide', () => {
  const sites = [{ site: `http://${'long.'.repeat(60)}example:8080`, waiting: 1_234_567, done: 7_654_321 }, { held: 'robots-unreachable' }]
  for (let columns = 1; columns < 200; columns++) {
    const lines = progressLines(snapshotOf({ sites, last: `http://x/${'y'.repeat(500)}`, maxPages: 1_000_000 }), { columns, rows: 24 })
    for (const line of lines) assert.ok(line.length <= columns, `${columns}: ${line}`)
  }
})
