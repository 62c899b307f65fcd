import assert from 'node:assert/strict'
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { temporaryFolder } from '../run-cli.test-helper.ts'
import { fileOutput } from './body-writer.ts'

test('a file appears whole or not at all, and nothing beside it is written over or through', () => {
  using folder = temporaryFolder()
  writeFileSync(folder.at('theirs'), 'theirs')
  symlinkSync(folder.at('theirs'), folder.at('page.part'))
  for (const whole of [false, true]) {
    const output = fileOutput(folder.at('page'))
    void output.write(Buffer.from('<p>'))
    assert.equal(readdirSync(folder.path).includes('page'), false)
    output.end(whole)
    assert.equal(readdirSync(folder.path).includes('page'), whole)
  }
  assert.equal(readFileSync(folder.at('page'), 'utf8'), '<p>')
  assert.equal(readFileSync(folder.at('theirs'), 'utf8'), 'theirs')
  assert.deepEqual(readdirSync(folder.path).sort(), ['page', 'page.part', 'theirs'])
})
