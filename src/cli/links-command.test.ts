import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { openTown } from '../testing/index.ts'
import { linesOf, runCli, startCli, temporaryFolder } from './run-cli.test-helper.ts'

const page = '<title>t</title><a href="/a">One &amp; <b>two</b></a> <a href="b?c=1#d" rel="nofollow">B</a> <img src="i.png">'

test('links of a file and of standard input, plain, with text, as JSON: edges of a network (Z72)', async () => {
  using folder = temporaryFolder()
  writeFileSync(folder.at('page.html'), page)
  const base = ['--base', 'https://site.example/x/']
  const [file, piped, json, resources] = await Promise.all([
    runCli(['links', folder.at('page.html'), ...base]),
    runCli(['links', '-', '--text', ...base], { input: page }),
    runCli(['links', 'page.html', '--json', ...base], { cwd: folder.path }),
    runCli(['links', '-', '--resources', ...base], { input: page }),
  ])
  assert.deepEqual([file.code, file.stdout, file.stderr], [0, 'https://site.example/a\nhttps://site.example/x/b?c=1\n', ''])
  assert.equal(piped.stdout, 'https://site.example/a\tanchor\tOne & two\nhttps://site.example/x/b?c=1\tanchor\tB\n')
  assert.deepEqual(
    linesOf(json.stdout).map(line => JSON.parse(line) as unknown),
    [
      { from: 'https://site.example/x/', url: 'https://site.example/a', via: 'anchor', text: 'One & two' },
      { from: 'https://site.example/x/', url: 'https://site.example/x/b?c=1', via: 'anchor', text: 'B', rel: 'nofollow' },
    ],
  )
  assert.deepEqual(linesOf(resources.stdout).at(-1), 'https://site.example/x/i.png')
})

test('links of a URL: redirects are followed, a status of failure ends with its code', async () => {
  await using town = await openTown()
  const bare = town.url('moved', '/to/docs').replace('http://', '')
  const [moved, missing, loop] = await Promise.all([
    runCli(['links', bare, '--contact', 'me@uni.example']),
    runCli(['links', town.url('quiet', '/missing').replace('//', '//reader:pass%40word@')]),
    runCli(['links', town.url('moved', '/loop/a')]),
  ])
  assert.equal(moved.code, 0)
  assert.ok(linesOf(moved.stdout).includes(town.url('docs', '/ok/1')))
  assert.ok(town.log.every(({ headers, site }) => site !== 'docs' || headers.includes('Orbweaver/0.1 (+mailto:me@uni.example)')))
  assert.equal(missing.code, 8)
  assert.match(missing.stderr, /^orbweaver: [^\n]* answered 404 Not Found\. Check the URL, or try later\. \[http-status\]\n$/)
  assert.doesNotMatch(missing.stderr, /reader|pass/, 'a password in the URL is not shown')
  assert.equal(loop.code, 7)
})

test('a reader that has seen enough ends it quietly', async () => {
  const many = Array.from({ length: 50_000 }, (_, at) => `<a href="/page/${at}">x</a>`).join('')
  const child = startCli(['links', '-'])
  child.stdin.on('error', () => {})
  child.stdin.end(many)
  let stderr = ''
  child.stderr.on('data', piece => {
    stderr += String(piece)
  })
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  child.stdout.destroy()
  assert.deepEqual(await closed, [0, null])
  assert.equal(stderr, '')
})
