import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { OutputFiles } from './output-files.ts'

const withFolder = (run: (folder: string) => void) => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-files-'))
  try {
    run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('at start a file is cut back to what was committed', () =>
  withFolder(folder => {
    writeFileSync(join(folder, 'items.jsonl'), '{"a":1}\n{"half of a longer line')
    const files = new OutputFiles(folder, ['items.jsonl'], new Map([['items.jsonl', 8]]))
    files.append('items.jsonl', '{"b":2}\n')
    assert.deepEqual(files.write(false), [['items.jsonl', 16]])
    files.commit()
    files.close()
    assert.equal(readFileSync(join(folder, 'items.jsonl'), 'utf8'), '{"a":1}\n{"b":2}\n')
  }))

test('a file that only the record names is left alone; one that is named by its first bytes is cut back then', () =>
  withFolder(folder => {
    for (const name of ['x', 'y']) writeFileSync(join(folder, name), '{"a":1}\n{"half')
    const ends = new Map(['x', 'y'].map(name => [name, 8]))
    const files = new OutputFiles(folder, [], ends)
    files.append('x', '{"b":2}\n')
    files.write(false)
    files.commit()
    files.close()
    assert.deepEqual(
      ['x', 'y'].map(name => readFileSync(join(folder, name), 'utf8')),
      ['{"a":1}\n{"b":2}\n', '{"a":1}\n{"half'],
    )
  }))

test('a rollback takes back what was written since the last commit', () =>
  withFolder(folder => {
    const files = new OutputFiles(folder)
    files.append('x', 'one\n')
    files.write(true)
    files.commit()
    files.append('x', 'twö\n')
    assert.deepEqual(files.write(false), [['x', 9]])
    files.rollback()
    assert.equal(readFileSync(join(folder, 'x'), 'utf8'), 'one\n')
    files.append('x', 'three\n')
    files.write(false)
    files.commit()
    files.close()
    assert.equal(readFileSync(join(folder, 'x'), 'utf8'), 'one\nthree\n')
  }))

test("a file that was there before the store knew it is the user's: it grows", () =>
  withFolder(folder => {
    writeFileSync(join(folder, 'mine.jsonl'), 'mine\n')
    const files = new OutputFiles(folder)
    files.append(join(folder, 'mine.jsonl'), 'more\n')
    files.write(false)
    files.commit()
    files.close()
    assert.equal(readFileSync(join(folder, 'mine.jsonl'), 'utf8'), 'mine\nmore\n')
  }))

test('a file that was made shorter than its record grows from where it is, and is put on record again before it does', () =>
  withFolder(folder => {
    const path = join(folder, 'items.jsonl')
    writeFileSync(path, 'short\n')
    const files = new OutputFiles(folder, ['items.jsonl'], new Map([['items.jsonl', 1000]]))
    assert.deepEqual(files.unrecorded(), [['items.jsonl', 6]])
    files.append('items.jsonl', 'more\n')
    assert.deepEqual(files.write(false), [['items.jsonl', 11]])
    files.commit()
    assert.deepEqual(files.unrecorded(), [])
    files.close()
    assert.equal(readFileSync(path, 'utf8'), 'short\nmore\n')
  }))

test('nothing is written through a link, and what it leads to stays as it is', () =>
  withFolder(folder => {
    const precious = join(folder, 'precious')
    writeFileSync(precious, 'mine\n')
    symlinkSync(precious, join(folder, 'items.jsonl'))
    const ends = new Map([['items.jsonl', 0]])
    assert.throws(() => new OutputFiles(folder, ['items.jsonl'], ends), { code: 'file', message: /symbolic link.*Remove it/ })
    assert.throws(() => new OutputFiles(folder).append('items.jsonl', 'x'), { code: 'file' })
    assert.equal(readFileSync(precious, 'utf8'), 'mine\n')
  }))
