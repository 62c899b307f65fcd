import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildCli } from '../bench/build-cli.ts'
import { runCli, temporaryFolder } from '../src/cli/run-cli.test-helper.ts'
import { openTown } from '../src/testing/index.ts'

/** Tells on stderr what the process has loaded when it ends, one line each. */
const tellLoaded = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const seen = []
  registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) })
  process.on('exit', () => process._rawDebug([...seen, ...process.moduleLoadList].map(line => 'loaded ' + line).join('\\n')))
`)}`

test('get loads nothing that it does not need', async () => {
  await using town = await openTown({ pages: 1 })
  using folder = temporaryFolder()
  const url = town.url('quiet', '/')
  const loaded = async (...args: string[]) => {
    const { code, stderr } = await runCli(['get', ...args], { node: ['--import', tellLoaded] })
    assert.equal(code, 0, stderr)
    const lines = stderr.split('\n').flatMap(line => /^loaded (?:NativeModule )?(.+)$/.exec(line)?.[1] ?? [])
    assert.ok(lines.includes('net') && lines.some(line => line.endsWith('/src/cli/get/run-get.ts')), stderr)
    return lines
  }
  const needless = ['http', 'http2', 'https', 'tls', 'crypto', 'zlib', 'perf_hooks', 'worker_threads', 'sqlite', 'child_process']
  for (const args of [[url], [url, town.url('files', '/big?mb=1')], ['-o', folder.at('page.html'), url], [url, url]]) {
    const lines = await loaded(...args)
    const found = lines.filter(line => /\/node_modules\/|\/index\.ts$/.test(line) || needless.includes(line))
    assert.deepEqual(found, [], args.join(' '))
  }
  assert.equal(new Set(town.log.slice(-2).map(({ connection }) => connection)).size, 1, 'two of one site over one connection')
  const withChannels = await loaded('--http2', url)
  assert.ok(withChannels.some(line => line.includes('/node_modules/undici/')))
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
  const crawl = await new Promise<string>(resolve =>
    execFile(process.execPath, ['--import', tellLoaded, cli, 'crawl', town.url('quiet', '/'), '--delay', '0'], (_, __, stderr) =>
      resolve(stderr),
    ),
  )
  const own = crawl.split('\n').filter(line => /^loaded file:.*\/built-cli\/dist\//.test(line))
  assert.ok(own.some(line => line.endsWith('/cli/crawl-command.js')) && own.length < 20, crawl)
  assert.doesNotMatch(crawl, /\/node_modules\/log-update\//)
})
