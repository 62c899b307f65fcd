import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeFolder } from './make-folder.ts'

test('makes a folder and those above it, and is content with one that is there', () => {
  const root = mkdtempSync(join(tmpdir(), 'orbweaver-folder-'))
  try {
    makeFolder(join(root, 'a/b/c'))
    makeFolder(join(root, 'a/b/c'))
    assert.ok(statSync(join(root, 'a/b/c')).isDirectory())
    writeFileSync(join(root, 'file'), '')
    assert.throws(() => makeFolder(join(root, 'file')), { code: 'EEXIST' })
    assert.throws(() => makeFolder(join(root, 'file/x')), { code: 'EEXIST' })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('a file system that takes no folders is an error, not a loop', {
  skip: existsSync('/proc/self') ? false : 'there is no /proc here',
}, () => {
  assert.throws(() => makeFolder('/proc/orbweaver/x'), { code: 'ENOENT' })
})
