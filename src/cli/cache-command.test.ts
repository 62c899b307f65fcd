import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { diskCacheStore } from '../cache/index.ts'
import { linesOf, runCli, temporaryFolder } from './run-cli.test-helper.ts'

test('cache: what a folder holds, as text and as JSON; cleared it holds nothing', async () => {
  using folder = temporaryFolder()
  const now = Date.now()
  const body = new TextEncoder().encode('body')
  const digest = '230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5'
  const answer = { variant: 'v', status: 200, reason: 'OK', requestedAt: now, receivedAt: now, coded: false, length: 4, digest }
  {
    using store = diskCacheStore(folder.path)
    store.put({ ...answer, url: 'http://a.example/old', headers: ['ETag', '"1"'], receivedAt: 0, requestedAt: 0 }, body)
    store.put({ ...answer, url: 'http://a.example/\u001b[31m', headers: ['Cache-Control', 'max-age=99999'] }, body)
  }
  const [text, json] = await Promise.all([runCli(['cache', folder.path]), runCli(['cache', folder.path, '--json'])])
  assert.equal(text.code, 0)
  assert.match(text.stdout, /^200\t4\tfresh 999\d\d s\thttp:\/\/a\.example\/\\x1b\[31m\n200\t4\tstale\thttp:\/\/a\.example\/old\n$/)
  assert.equal(text.stderr, '2 answers, 8 bytes.\n')
  assert.deepEqual(
    linesOf(json.stdout).map(line => {
      const { url, status, bytes, received } = JSON.parse(line)
      return [url, status, bytes, received]
    })[1],
    ['http://a.example/old', 200, 4, '1970-01-01T00:00:00.000Z'],
  )
  assert.equal((await runCli(['cache', folder.path, '--clear'])).stderr, 'Forgotten: 2 answers, 8 bytes.\n')
  assert.equal((await runCli(['cache', folder.path])).stderr, '0 answers, 0 bytes.\n')
})

test('cache: no cache, and a file that is none', async () => {
  using folder = temporaryFolder()
  const missing = await runCli(['cache', folder.path])
  assert.deepEqual([missing.code, missing.stdout], [12, ''])
  assert.match(missing.stderr, /^orbweaver: There is no cache in [^\n]*\. One is made by get --cache [^\n]*\. \[store-missing\]\n$/)
  writeFileSync(folder.at('cache.db'), 'My notes.')
  const foreign = await runCli(['cache', folder.path])
  assert.equal(foreign.code, 12)
  assert.match(foreign.stderr, /\[store-corrupt\]\n$/)
})
