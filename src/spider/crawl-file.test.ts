import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { CrawlError } from '../base/crawl-error.ts'
import type { CrawlFile } from './crawl-file.ts'
import { readCrawlFile, writeCrawlFile } from './crawl-file.ts'

const file: CrawlFile = {
  format: 1,
  orbweaver: 'Orbweaver/0.1',
  created: '2026-01-01T00:00:00.000Z',
  seeds: ['http://a.example/'],
  moved: [],
  agent: 'AgeStudy/1.0',
  options: { depth: 3 },
  rules: 'abc',
}

test('written, then read; nothing else is left in the folder', t => {
  const folder = folderFor(t)
  assert.equal(readCrawlFile(folder), undefined)
  writeCrawlFile(folder, { ...file, moved: ['http://b.example/'] })
  writeCrawlFile(folder, file)
  assert.deepEqual(readCrawlFile(folder), file)
  assert.deepEqual(readdirSync(folder), ['crawl.json'])
})

test('a link laid where the new file is made is not followed', t => {
  const folder = folderFor(t)
  const precious = join(folder, 'precious')
  writeFileSync(precious, 'mine')
  symlinkSync(precious, join(folder, 'crawl.json.new'))
  writeCrawlFile(folder, file)
  assert.equal(readFileSync(precious, 'utf8'), 'mine')
  assert.deepEqual(readCrawlFile(folder), file)
})

test('a file of a newer version, and one that is damaged, are told apart', t => {
  const folder = folderFor(t)
  const codeOf = (text: string) => {
    writeFileSync(join(folder, 'crawl.json'), text)
    try {
      readCrawlFile(folder)
      return 'read'
    } catch (error) {
      return (error as CrawlError).code
    }
  }
  assert.equal(codeOf(JSON.stringify({ format: 2 })), 'store-newer')
  const damaged = ['', '{', 'null', '[]', '"x"', '{}', JSON.stringify({ ...file, seeds: 'http://a.example/' })]
  damaged.push(
    JSON.stringify({ ...file, seeds: ['ftp://a.example/'] }),
    JSON.stringify({ ...file, moved: [1] }),
    JSON.stringify({ ...file, options: null }),
  )
  for (const text of damaged) assert.equal(codeOf(text), 'store-corrupt', text)
})

function folderFor(t: { after(done: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-file-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
