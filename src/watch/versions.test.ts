import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Exchange } from '../exchange/exchange.ts'
import { temporaryFolder } from './drive.test-helper.ts'
import { createVersions } from './versions.ts'

const noon = new Date(Date.UTC(2026, 10, 25, 12))

function exchange(body: string, headers: readonly string[] = [], url = 'http://a.test/airport_00329.jpg'): Exchange {
  const bytes = Buffer.from(body)
  return {
    order: { method: 'GET', url, headers: [] },
    status: 200,
    reason: 'OK',
    headers,
    body: bytes,
    bytes: { raw: bytes.length, decoded: bytes.length },
    timings: { startedAt: 0, headersMs: 0, totalMs: 0 },
    anomalies: [],
  }
}

test('a version is named by its Last-Modified, else by when it was fetched; its extension by its type', () => {
  using folder = temporaryFolder()
  const { save } = createVersions(folder.path)
  const names = [
    save(exchange('a', ['Last-Modified', 'Wed, 25 Nov 2026 11:50:00 GMT']), noon, []),
    save(exchange('b'), noon, []),
    save(exchange('c', ['Last-Modified', 'Thu, 26 Nov 2026 00:00:00 GMT']), new Date(noon.getTime() + 1000), []),
    save(exchange('d', ['Content-Type', 'image/png'], 'http://a.test/cam?id=3'), noon, []),
    save(exchange('e', ['Content-Type', 'text/html'], 'http://a.test/'), noon, []),
    save(exchange('f', ['Content-Disposition', 'attachment; filename="../../etc/passwd"']), noon, []),
  ].map(({ path }) => path.slice(folder.path.length + 1))
  assert.deepEqual(names, [
    'airport_00329.20261125T115000Z.jpg',
    'airport_00329.20261125T120000Z.jpg',
    'airport_00329.20261125T120001Z.jpg',
    'cam.20261125T120000Z.png',
    'index.20261125T120000Z.html',
    'passwd.20261125T120000Z',
  ])
  assert.deepEqual(readdirSync(folder.path), names.toSorted(), 'and nothing else is left there')
})

test('nothing is written over: other bytes under the name get a number, the same bytes are the same version', () => {
  using folder = temporaryFolder()
  const { save } = createVersions(folder.path)
  const taken = join(folder.path, 'airport_00329.20261125T120000Z.jpg')
  writeFileSync(taken, 'mine')
  mkdirSync(join(folder.path, 'airport_00329.20261125T120000Z-2.jpg'))
  symlinkSync('/nowhere', join(folder.path, 'airport_00329.20261125T120000Z-3.jpg'))
  const fourth = join(folder.path, 'airport_00329.20261125T120000Z-4.jpg')
  assert.equal(save(exchange('new'), noon, []).path, fourth)
  assert.equal(save(exchange('new'), noon, []).path, fourth)
  assert.equal(save(exchange('mine'), noon, []).path, taken)
  assert.equal(readFileSync(taken, 'utf8'), 'mine')
})

test('of the versions that were kept the newest stay; other files are not touched', () => {
  using folder = temporaryFolder()
  const { save } = createVersions(join(folder.path, 'deep', 'er'), 2)
  writeFileSync(join(folder.path, 'airport_00329.20251125T120000Z.jpg'), 'older, not ours')
  let files: readonly string[] = []
  for (let minute = 0; minute < 4; minute++) files = save(exchange(`${minute}`), new Date(noon.getTime() + minute * 60_000), files).files
  assert.deepEqual(files, ['airport_00329.20261125T120200Z.jpg', 'airport_00329.20261125T120300Z.jpg'])
  assert.deepEqual(readdirSync(join(folder.path, 'deep', 'er')), files)
  assert.equal(readdirSync(folder.path).length, 2)
})

test('a file in place of the folder is said with its name', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'file')
  writeFileSync(path, '')
  assert.throws(() => createVersions(path).save(exchange('x'), noon, []), { code: 'file' })
})
