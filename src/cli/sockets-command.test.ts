import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { openTown } from '../testing/index.ts'
import { connect } from '../wire/index.ts'
import { linesOf, runCli, startCli } from './run-cli.test-helper.ts'

/** `orbweaver listen 0 ...` with its port; ends with its test. */
async function listening(...flags: readonly string[]) {
  const child = startCli(['listen', '0', ...flags])
  const output = { stdout: '', stderr: '' }
  const closed = once(child, 'close')
  const port = new Promise<string>(resolve => {
    child.stderr.on('data', bytes => {
      output.stderr += bytes
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(output.stderr)?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  child.stdout.on('data', bytes => {
    output.stdout += bytes
  })
  return {
    port: await port,
    output,
    /** Its exit code. */
    async interrupt(): Promise<number> {
      child.kill('SIGINT')
      return (await closed)[0]
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGKILL')
      await closed
    },
  }
}

test('a server says Hello World to each, its client reads five bytes at a time, both show their calls (S2, S5, S6)', async () => {
  await using server = await listening('--say', 'Hello Wörld 🕸', '--backlog', '5', '--trace')
  const client = await runCli(['talk', '127.0.0.1', server.port, '--read', '5', '--trace'])
  assert.deepEqual([client.code, client.stdout], [0, 'Hello Wörld 🕸\n'])
  const calls = (trace: string) => [...trace.matchAll(/^[\d.]+ s {2}(?:#\d+ )?(\w+)/gm)].map(([, call]) => call)
  assert.deepEqual(calls(client.stderr), ['socket', 'connect', 'recv', 'recv', 'recv', 'recv', 'end', 'close'])
  assert.match(client.stderr, /^\d{1,2}\.\d{3} s {2}socket/, 'since the command began')
  assert.match(client.stderr, /recv {5}5 bytes {2}"Hello"\n/)

  const second = await runCli(['talk', '127.0.0.1', server.port, '--jsonl'])
  const received = linesOf(second.stdout).map(line => JSON.parse(line))
  assert.equal(Buffer.from(received.find(({ call }) => call === 'recv').base64, 'base64').toString(), 'Hello Wörld 🕸')
  // ms since the command began, to a tenth.
  for (const { at } of received) assert.ok(at === Math.round(at * 10) / 10 && at < 100_000, String(at))
  assert.equal(await server.interrupt(), 0)
  assert.match(server.output.stdout, /^(?:Connection to 127\.0\.0\.1:\d+ established\n){2}$/)
  const own = calls(server.output.stderr)
  assert.deepEqual(own.slice(0, 7), ['socket', 'bind', 'listen', 'accept', 'send', 'end', 'close'])
  assert.match(server.output.stderr, /listen {3}backlog 5\n.*\n.*#1 accept {3}127\.0\.0\.1:\d+\n/)
})

test('two silent peers wait for ever: a time-out breaks it and says so (P3)', async () => {
  await using server = await listening('--once')
  const { code, stdout, stderr } = await runCli(['talk', '127.0.0.1', server.port, '--timeout', '0.2'])
  assert.deepEqual([code, stdout], [4, ''])
  assert.match(stderr, /^orbweaver: 127\.0\.0\.1:\d+ has sent nothing for 200 ms; perhaps it waits for you[^\n]+ \[timeout-idle\]\n$/)
})

test('the simplest browser: lines as typed, the answer as it comes (P1, P6, P7)', async () => {
  await using town = await openTown()
  const { hostname, port } = new URL(town.sites.library)
  const url = town.url('library', '/romeo.txt')
  const typed = await runCli(['talk', hostname, port, '--read', '512'], { input: `GET ${url} HTTP/1.0\n\n` })
  assert.equal(typed.code, 0)
  const [header = '', body = ''] = typed.stdout.split('\n\n')
  assert.match(header, /^HTTP\/1\.1 200 OK\nDate: [^\n]+\nServer: Apache\nLast-Modified: [^\n]+\nETag: "143c1b33-a7-4b395bea"\n/)
  assert.match(header, /Content-Length: 167\nConnection: close\nContent-Type: text\/plain$/)
  assert.equal(body.length, 167)
  const sent = await runCli(['talk', hostname, port, '--send', `GET ${url} HTTP/1.0`, '--send', '', '--dialogue'])
  assert.ok(sent.stdout.startsWith(`> GET ${url} HTTP/1.0\n> \n< HTTP/1.1 200 OK\n< Date: `))
  assert.ok(
    sent.stdout.endsWith(
      '\n< \n< But soft what light through yonder window breaks\n< It is the east and Juliet is the sun\n< Arise fair sun and kill the envious moon\n< Who is already sick and pale with grief\n',
    ),
  )
})

test('a port in use, a refusal and an unknown host are one line with the next step (S8)', async () => {
  await using server = await listening()
  const taken = await runCli(['listen', server.port])
  assert.equal(taken.code, 2)
  assert.match(taken.stderr, /^orbweaver: 127\.0\.0\.1:\d+ is in use by another program\. Give another port[^\n]+\[usage\]\n$/)
  // Ctrl-C ends it, whoever is still connected.
  await using _ = await connect({ host: '127.0.0.1', port: Number(server.port), allow: ['loopback'] })
  assert.equal(await server.interrupt(), 0)
  const refused = await runCli(['talk', '127.0.0.1', server.port])
  assert.deepEqual([refused.code, refused.stdout], [4, ''])
  assert.match(refused.stderr, /^orbweaver: 127\.0\.0\.1:\d+ refused the connection; check host and port[^\n]+\[connection-refused\]\n$/)
})
