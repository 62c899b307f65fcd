import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { temporaryFolder } from './drive.test-helper.ts'
import { createStateFile } from './state-file.ts'
import type { WatchState } from './watch-state.ts'
import { newState, parseState } from './watch-state.ts'

const url = 'http://a.test/cam.jpg'
const known = { named: url, url, at: url, etag: '"1"', hash: 'x', bytes: 10, learnt: ['etag-flaps'] as const }
const full: WatchState = {
  ...newState(url, Date.UTC(2026, 0, 1), 300_000),
  checked: '2026-01-01T00:00:00.000Z',
  due: '2026-01-01T00:05:00.000Z',
  why: 'interval',
  changed: null,
  page: { ...known, image: url, select: 'cam' },
  target: known,
  revisit: { intervalMs: 300_000, learntMs: 300_000, failures: 0 },
  files: ['cam.20260101T000000Z.jpg'],
  robots: [{ site: 'http://a.test', record: { state: 'rules', body: 'User-agent: *\n', fetchedAt: 1, expiresAt: 2 } }],
}

test('a state is read back as it was written', () => {
  for (const state of [full, newState(url, 0, 1)]) assert.deepEqual(parseState(JSON.stringify(state), 's'), state)
})

test('a state that is damaged in any field is refused by name, and never begun anew', () => {
  const broken: [field: string, value: unknown][] = [
    ['url', 'ftp://a.test/'],
    ['begun', 'yesterday'],
    ['due', 5],
    ['why', 'soon'],
    ['target', { ...known, at: '' }],
    ['target', { ...known, learnt: ['something'] }],
    ['target', { ...known, etag: 7 }],
    ['page', known],
    ['revisit', {}],
    ['counts', { ...full.counts, bytes: -1 }],
    ['counts', { ...full.counts, naive: undefined }],
    ['files', ['../etc/passwd']],
    ['files', ['..']],
    ['robots', [{ site: 'http://a.test', record: { state: 'open' } }]],
    ['robots', {}],
  ]
  for (const [field, value] of broken) {
    const text = JSON.stringify({ ...full, [field]: value })
    assert.throws(
      () => parseState(text, 's.json'),
      { code: 'store-corrupt', message: new RegExp(`^s\\.json is no state .*"${field}"`) },
      text,
    )
  }
  for (const text of ['', '{', '[]', 'null', '{"format":0}', JSON.stringify(full).slice(0, -9)]) {
    assert.throws(() => parseState(text, 's.json'), { code: 'store-corrupt' }, text)
  }
  assert.throws(() => parseState(JSON.stringify({ format: 2 }), 's.json'), { code: 'store-newer' })
})

test('the file is written whole, in a folder that is made, and nothing else is left there', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'deep', 's.json')
  const file = createStateFile(path)
  assert.equal(file.read(), undefined)
  file.write(full)
  const inode = statSync(path).ino
  file.write({ ...full, changed: full.checked })
  assert.notEqual(statSync(path).ino, inode, 'renamed into its place, not written over')
  assert.deepEqual(createStateFile(path).read(), { ...full, changed: full.checked })
  assert.deepEqual(readdirSync(join(folder.path, 'deep')), ['s.json'])
})

test('two watches on one state: the second writer is told', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 's.json')
  const [one, two] = [createStateFile(path), createStateFile(path)]
  assert.deepEqual([one.read(), two.read()], [undefined, undefined])
  one.write(full)
  assert.throws(() => two.write(full), { code: 'store-busy' })
  one.write(newState(url, 0, 1))
})

test('a folder in the way, a file in place of a folder, a file too large', () => {
  using folder = temporaryFolder()
  const at = (name: string) => join(folder.path, name)
  mkdirSync(at('folder'))
  assert.throws(() => createStateFile(at('folder')).read(), { code: 'file' })
  writeFileSync(at('file'), 'x')
  assert.throws(() => createStateFile(at('file/s.json')).write(full), { code: 'file' })
  writeFileSync(at('large'), JSON.stringify(full).padEnd(limits.watchStateBytes))
  assert.deepEqual(createStateFile(at('large')).read(), full)
  appendFileSync(at('large'), ' ')
  assert.throws(() => createStateFile(at('large')).read(), { code: 'store-corrupt', value: limits.watchStateBytes })
  assert.equal(readFileSync(at('large')).length, limits.watchStateBytes + 1)
})
