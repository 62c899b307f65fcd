import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { test } from 'node:test'
import { temporaryFolder } from '../cli/run-cli.test-helper.ts'
import { writeWhole } from './write-whole.ts'

test('a system that takes a few bytes at a time gets all of them, each once', async () => {
  using folder = temporaryFolder()
  const file = await open(folder.at('x'), 'w')
  const real = file.writev.bind(file)
  for (const most of [1, 2, 3, 5, 100]) {
    file.writev = ((pieces: readonly Uint8Array[], position: number) =>
      real([Buffer.concat(pieces).subarray(0, most)], position)) as typeof file.writev
    await file.truncate(0)
    await writeWhole(
      file,
      ['ab', 'c', '', 'defg', 'h'].map(text => Buffer.from(text)),
      1,
    )
    assert.equal(readFileSync(folder.at('x'), 'utf8'), '\0abcdefgh', String(most))
  }
  await file.close()
})
