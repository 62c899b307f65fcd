import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { temporaryFolder } from '../cli/run-cli.test-helper.ts'
import { openTown } from '../testing/index.ts'
import { download } from './index.ts'

const town = await openTown()
after(() => town.close())

test('one call saves a body to a named file, byte for byte (P10, P17, Z32)', async () => {
  using folder = temporaryFolder()
  const file = folder.at('stuff.jpg')
  const { bytes, outcome, path } = await download(town.url('library', '/image.jpg'), file)
  assert.deepEqual([bytes, outcome, path], [70_057, 'saved', file])
  const source = new Uint8Array(await (await fetch(town.url('library', '/image.jpg'))).arrayBuffer())
  assert.deepEqual(new Uint8Array(readFileSync(file)), source)
  assert.deepEqual(readdirSync(folder.at('.')), ['stuff.jpg'])
})

test('blocks of 100,000 bytes are written and counted (P32, P33)', async () => {
  using folder = temporaryFolder()
  const blocks: number[] = []
  const { bytes } = await download(town.url('library', '/cover.jpg'), folder.at('cover3.jpg'), {
    blockBytes: 100_000,
    onBlock: size => blocks.push(size),
  })
  assert.deepEqual(blocks, [100_000, 100_000, 100_000, 100_000, 100_000, 68_248])
  assert.equal(bytes, 568_248)
})
