import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { limits } from '../base/limits.ts'
import { readRecord } from './part-record.ts'

test('a record is read up to its limit; a longer one, a link and what is no record are none', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-record-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'x.part.json')
  const text = '{"url":"http://a.example/","synced":5}'
  const read = (content: string) => {
    writeFileSync(path, content)
    return readRecord(path)
  }
  assert.equal((await read(text.padEnd(limits.partRecordBytes)))?.synced, 5)
  for (const none of [
    text.padEnd(limits.partRecordBytes + 1),
    '',
    '[]',
    'null',
    '{"url":1,"synced":5}',
    '{"url":"a","synced":-1}',
    text.slice(1),
  ]) {
    assert.equal(await read(none), undefined, none.slice(0, 60))
  }
  writeFileSync(path, text)
  symlinkSync(path, join(folder, 'link'))
  assert.equal(await readRecord(join(folder, 'link')), undefined)
})
