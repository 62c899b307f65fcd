import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildCli } from '../bench/build-cli.ts'
import { runCli } from '../src/cli/run-cli.test-helper.ts'
import { openTown } from '../src/testing/index.ts'

/** Tells on stderr what the process has loaded when it ends, one line each. */
const tellLoaded = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const seen = []
  registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) })
  process.on('exit', () => process._rawDebug([...seen, ...process.moduleLoadList].map(line => 'loaded ' + line).join('\\n')))
`)}`

test('get of one plain URL loads nothing that it does not need', async () => {
  await using town = await openTown({ pages: 1 })
  const url = town.url('quiet', '/')
  const loaded = async (...args: string[]) => {
    const { code, stderr } = await runCli(['get', ...args], { node: ['--import', tellLoaded] })
    assert.equal(code, 0, stderr)
    const lines = stderr.split('\n').flatMap(line => /^loaded (?:NativeModule )?(.+)$/.exec(line)?.[1] ?? [])
    assert.ok(lines.includes('net') && lines.some(line => line.endsWith('/src/cli/get/run-get.ts')), stderr)
    return lines
  }
  const plain = await loaded(url)
  const packages = plain.filter(line => line.includes('/node_modules/'))
  assert.deepEqual(packages, [])
  const heavy = ['http', 'http2', 'https', 'tls', 'crypto', 'zlib', 'worker_threads', 'sqlite', 'child_process']
  assert.deepEqual(
    heavy.filter(name => plain.includes(name)),
    [],
  )
  assert.deepEqual(
    ['/src/http/index.ts', '/src/wire/index.ts', '/src/cache/index.ts', '/src/download/download.ts'].filter(end =>
      plain.some(line => line.endsWith(end)),
    ),
    [],
  )
  const two = await loaded(url, url)
  assert.ok(two.some(line => line.includes('/node_modules/undici/')))
})

test('the built command line: get from a few files, the other verbs from theirs, one class of failure for both', async () => {
  await using town = await openTown({ pages: 1 })
  const cli = await buildCli(join(import.meta.dirname, '../node_modules/.cache/built-cli'))
  assert.match(readFileSync(join(cli, '../../index.js'), 'utf8'), /from '\.\/spider\//, 'the library stays file by file')
  const run = (...args: string[]) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>(resolve =>
      execFile(process.execPath, [cli, ...args], (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr })),
    )
  const page = await run('get', town.url('quiet', '/'))
  assert.deepEqual([page.code, page.stderr], [0, ''])
  assert.match(page.stdout, /<\/html>/)
  for (const [code, says, ...args] of [
    [2, 'scheme-unsupported', 'get', 'ftp://a.example/'],
    [2, 'scheme-unsupported', 'robots', 'ftp://a.example/'],
    [3, 'file', 'get', '-o', '/', town.url('quiet', '/')],
    [8, 'http-status', 'get', town.url('quiet', '/missing')],
    [2, 'usage', 'crawl', '--frobnicate'],
  ] as const) {
    const ran = await run(...args)
    assert.deepEqual([ran.code, /^orbweaver: [^\n]+ \[(.+)\]\n$/.exec(ran.stderr)?.[1]], [code, says], ran.stderr)
  }
})
