import assert from 'node:assert/strict'
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../src/cli/run-cli.test-helper.ts'
import { download, filePathFor } from '../../src/download/index.ts'
import { openHostileStreet } from '../../src/testing/index.ts'
import { assertAsExpected, crawlStreet, openQuickStreet } from '../support/street-visit.ts'

test('no name leads out of the folder, and no two files fall together: by proposed name and as a tree', async () => {
  await using street = await openHostileStreet({ only: ['N'] })
  using folder = temporaryFolder()
  const flat = folder.at('flat')
  const tree = folder.at('tree')
  for (const place of [flat, tree]) mkdirSync(place)
  const manyNames = Array.from({ length: 60 }, (_, at) => street.url('N16', `/N16/${'x'.repeat(300)}${at}`))
  const urls = [...street.endpoints.flatMap(({ parts }) => parts.map(({ url }) => url)), ...manyNames]
  for (const url of urls) {
    await download(url, `${flat}/`)
    await download(url, { folder: tree, name: filePathFor(url) })
  }
  assert.deepEqual(readdirSync(folder.path).toSorted(), ['flat', 'tree'])
  const files = (place: string) =>
    readdirSync(place, { recursive: true, encoding: 'utf8' })
      .map(name => join(place, name))
      .filter(name => lstatSync(name).isFile())
  assert.equal(files(flat).length, urls.length)
  // In a tree a name is its URL's own: it is never given twice.
  assert.equal(files(tree).length, urls.length)
  for (const name of [...files(flat), ...files(tree)]) {
    assert.doesNotMatch(name, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
    assert.equal(lstatSync(name).mode & 0o7111, 0, 'neither to be run nor with rights of its owner')
  }
})

test('a link that was planted is not followed, neither as a file nor as a folder', async () => {
  await using street = await openHostileStreet({ only: ['N'] })
  using folder = temporaryFolder()
  const victim = folder.at('victim')
  writeFileSync(victim, 'mine')
  for (const name of ['root', 'outside']) mkdirSync(folder.at(name))
  symlinkSync(victim, folder.at('root/link'))
  symlinkSync(folder.at('outside'), folder.at('root/folder'))
  await download(street.url('N17', '/N17/link'), { folder: folder.at('root'), name: 'link' }).catch(() => {})
  await assert.rejects(download(street.url('N17', '/N17/folder/x'), { folder: folder.at('root'), name: 'folder/x' }), { code: 'file' })
  assert.equal(readFileSync(victim, 'utf8'), 'mine')
  assert.deepEqual(readdirSync(folder.at('outside')), [])
})

test('a crawl takes all of them as URLs', async () => {
  await using street = await openQuickStreet(['N'])
  const visit = await crawlStreet(street, undefined, { exclude: [/\/N16\/x+\d\d/] })
  // 300 folders in one another are a trap, and are not asked for.
  assertAsExpected(
    street,
    visit,
    street.endpoints.map(({ id }) => id).filter(id => id !== 'N08'),
  )
})
