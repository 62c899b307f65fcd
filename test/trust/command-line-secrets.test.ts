/** What the command line prints and writes when it is given secrets: the secrets are in none of it. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCli, temporaryFolder } from '../../src/cli/run-cli.test-helper.ts'
import { rawServer } from '../../src/http/raw-server.test-helper.ts'
import { bodyReply, movedReply } from '../support/origins.ts'

const traces = /s3cret|ann:|YW5uO/
const login = 'ann:pa55-s3cret'
const headers = ['--header', 'X-Api-Key: k3y-s3cret', '--header', 'Authorization: Bearer t0ken-s3cret']

/** Runs them two at a time: nothing that they print has a trace of a secret. */
async function checkRuns(runs: readonly (readonly [code: number, ...args: string[]])[]): Promise<void> {
  const left = [...runs]
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [code, ...args] = next
      const { stdout, stderr, ...ran } = await runCli(args)
      const shown = args.join(' ')
      assert.equal(ran.code, code, `${shown}: ${stderr}`)
      assert.doesNotMatch(stdout + stderr, traces, shown)
    }
  }
  await Promise.all([worker(), worker()])
}

test('standard output, standard error and every file but that of the cookies', async () => {
  using folder = temporaryFolder()
  const { path, at } = folder
  const server = await rawServer((socket, _, request) => {
    const target = request.split(' ')[1]!
    if (target === '/robots.txt') return socket.write(bodyReply('', '', '404 No'))
    if (target === '/401') return socket.write(bodyReply('', 'WWW-Authenticate: Digest realm="r", nonce="n"\r\n', '401 Who'))
    if (target === '/loop') return socket.write(movedReply('/loop'))
    const cookie = 'Content-Type: text/html\r\nCache-Control: max-age=60\r\nSet-Cookie: sid=1; Max-Age=99\r\n'
    return socket.write(bodyReply('<title>x</title><a href="/401">x</a><a href="/loop">x</a>', cookie))
  })
  await using home = server
  const url = home.site.replace('//', `//${login}@`)
  await checkRuns([
    [0, 'get', '-v', '-b', 'own=c00kie-s3cret', ...headers.slice(0, 2), '-w', '%{url} %{url_effective} %{json}', url],
    [0, 'get', '--json', '-c', at('jar'), '--cache', at('cache.db'), '-D', at('head'), '-o', at('file'), url, ...headers],
    [6, 'get', '--debug', `${url}/401`],
    [7, 'get', `${url}/loop`, ...headers],
    [4, 'get', '-x', `http://${login}@127.0.0.1:1`, home.site],
    [0, 'crawl', url, '--delay', '0', '--store', at('store'), '--cookies', at('jar2'), '--output', at('pages.csv'), ...headers],
    [0, 'watch', url, '--count', '1', '--json', '--state', at('watch.json'), '--dir', at('versions'), ...headers],
    [0, 'links', '--json', url, ...headers],
    [0, 'wire', '--json', url],
  ])
  assert.ok(home.requests.some(text => text.includes('k3y-s3cret')) && home.requests.some(text => text.includes('t0ken-s3cret')))
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter(file => file.isFile())
  for (const { parentPath, name } of files) assert.doesNotMatch(readFileSync(join(parentPath, name), 'latin1'), traces, name)
  for (const name of ['cache.db', 'watch.json', 'crawl.db', 'items.jsonl', 'pages.csv', 'jar2', 'head', 'file']) {
    assert.ok(
      files.some(file => file.name === name),
      `${name} was written`,
    )
  }
})

test('messages about what was typed wrong', async () => {
  await checkRuns([
    [2, 'get', `${login}@host:99999/`],
    [2, 'links', `http:/${login}@[x/`],
    [2, 'crawl', `ftp://${login}@x/`],
    [2, 'count', `http://${login}@x/`],
    [2, 'explain', `http://${login}@x/`],
    [2, 'get', '-H', 'X-Api-Key k3y-s3cret', '-u', login, 'http://127.0.0.1:1/'],
    [2, 'get', '-x', `bad://${login}@x`, 'http://127.0.0.1:1/'],
  ])
})
