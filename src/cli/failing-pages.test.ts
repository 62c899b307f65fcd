import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { openTown, statusAnswer } from '../testing/index.ts'
import { runCli } from './run-cli.test-helper.ts'

test('a bad or absent URL: each cause is told apart, in one line, with wget’s exit code (P38, Z74, Z76)', async () => {
  await using town = await openTown()
  await using garbage = await serving(socket => socket.end('220 mail.example ESMTP\r\n'))
  await using silent = await serving(() => {})
  await using half = await serving(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nhalf'))
  await using closing = await serving(socket => socket.destroy())
  town.override('quiet', ({ path }) => (path === '/private' ? statusAnswer(401, 'Who?', 'Who?') : undefined))
  const cases: [cause: string, url: string, code: number, says: RegExp][] = [
    ['malformed URL', 'http://[', 2, /"http:\/\/\[" is no URL\. Write it whole/],
    ['no URL', '?', 2, /"\?" is no URL/],
    ['another protocol', 'gopher://a.example/', 2, /gopher: URLs cannot be fetched/],
    ['file', './nowhere.html', 3, /cannot be read/],
    ['unknown host', 'nowhere.invalid', 4, /No address is known for nowhere\.invalid:80; check the spelling.*\[dns-not-found\]/],
    ['refused', 'http://127.0.0.1:9/', 4, /127\.0\.0\.1:9 refused the connection; check host and port.*\[connection-refused\]/],
    ['timed out', silent.url, 4, /\[timeout-total\]/],
    ['closed', closing.url, 4, /closed the connection before it had answered.*\[connection-reset\]/],
    ['TLS', town.url('quiet', '/').replace('http:', 'https:'), 5, /does not speak TLS; use http:.*\[tls\]/],
    ['login', town.url('quiet', '/private'), 6, /answered 401.*\[http-status\]/],
    ['no HTTP', garbage.url, 7, /no status line and no header.*\[protocol\]/],
    ['broken off', half.url, 7, /in the middle of the body; try again.*\[body-truncated\]/],
    ['redirects', town.url('moved', '/loop/a'), 7, /redirects in a circle.*\[redirect-loop\]/],
    ['not found', town.url('quiet', '/missing'), 8, /answered 404.*\[http-status\]/],
  ]
  const runs = cases.map(([cause, url, code, says]) => async () => {
    const ran = await runCli(['words', url, '--max-time', '1'])
    assert.deepEqual([ran.code, ran.stdout], [code, ''], `${cause}: ${ran.stderr}`)
    assert.match(ran.stderr, /^orbweaver: [^\n]*\n$/, cause)
    assert.match(ran.stderr, says, cause)
  })
  const worker = async () => {
    for (let run = runs.pop(); run !== undefined; run = runs.pop()) await run()
  }
  await Promise.all([worker(), worker(), worker()])
})

async function serving(answer: (socket: Socket) => void) {
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
