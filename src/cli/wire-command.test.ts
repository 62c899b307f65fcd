import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { cert, key } from '../../test/support/loopback-certificate.ts'
import { openTown } from '../testing/index.ts'
import type { ListenOptions } from '../wire/index.ts'
import { listen } from '../wire/index.ts'
import { linesOf, runCli, temporaryFolder } from './run-cli.test-helper.ts'

const town = await openTown()
after(() => town.close())

/** Answers every request with the same bytes, and keeps what was asked. */
async function answering(answer: string, options: Partial<ListenOptions> = {}) {
  const listener = await listen({ port: 0, ...options })
  const asked: string[] = []
  const done = (async () => {
    for await (const socket of listener) {
      asked.push(Buffer.from(await socket.read()).toString('latin1'))
      await socket.write(Buffer.from(answer, 'latin1'))
      await socket[Symbol.asyncDispose]()
    }
  })()
  return {
    origin: `127.0.0.1:${listener.local.port}`,
    asked,
    async [Symbol.asyncDispose]() {
      listener.close()
      await done
    },
  }
}

test('an image: the size of each read and the total, the header and its length, the file (P10, P11, P12, P13, P17, Z34)', async () => {
  using folder = temporaryFolder()
  const url = town.url('library', '/image.jpg')
  const file = folder.at('stuff.jpg')
  const { code, stdout } = await runCli(['wire', url, '--http', '1.0', '--absolute', '--read', '5120', '-o', file])
  assert.equal(code, 0)
  const lines = linesOf(stdout)
  const reads = lines.filter(line => /^\d+ \d+$/.test(line)).map(line => line.split(' ').map(Number))
  let sum = 0
  for (const [size = 0, total] of reads) {
    assert.ok(size > 0 && size <= 5_120)
    sum += size
    assert.equal(total, sum)
  }
  assert.equal(sum, 70_301)
  assert.ok(lines.includes(`> GET ${url} HTTP/1.0`))
  assert.ok(lines.includes('< HTTP/1.1 200 OK'))
  assert.ok(lines.includes('Header length 240'))
  assert.ok(lines.includes('240 + 4 + 70057 = 70301  header + empty line + body (RFC 9112, section 2.1)'))
  assert.ok(lines.includes('< Content-Length: 70057'))
  assert.ok(lines.includes(`Body saved to ${file}, 70,057 bytes`))
  assert.ok(readFileSync(file).equals(Buffer.from(await (await fetch(url)).arrayBuffer())))
})

test('only the body, and 3000 characters of it: all are counted (P39, P42)', async () => {
  const url = town.url('library', '/afile.html')
  const { code, stdout, stderr } = await runCli(['wire', url, '--body-only', '--max-chars', '3000'])
  assert.deepEqual([code, stderr], [0, '3000 of 152000 characters shown.\n'])
  assert.equal(stdout.trimEnd(), (await (await fetch(url)).text()).slice(0, 3_000).trimEnd())
})

test('a request goes out as it was typed, line feeds and NUL included; the answer to a HEAD has no body (Z73)', async () => {
  const typed = 'HEAD /webcam.jpg HTTP/1.0\n\n\0'
  await using server = await answering('HTTP/1.0 200 OK\r\nContent-Length: 32059\r\n\r\n')
  const args = ['wire', `http://${server.origin}/`, '--raw-request', '-', '--read', '10000', '--timeout', '60']
  const { code, stdout } = await runCli(args, { input: typed })
  assert.deepEqual([code, server.asked], [0, [typed]])
  assert.match(
    stdout,
    /\n> HEAD \/webcam\.jpg HTTP\/1\.0\n> \n> \\x00\n42 42\n< HTTP\/1\.0 200 OK\n< Content-Length: 32059\n< \nHeader length 38\n38 \+ 4 \+ 0 = 42 /,
  )
})

test('each version of HTTP is spoken; the name may be given apart from the address (Z30, Z31)', async () => {
  const simple = await runCli(['wire', town.url('library', '/romeo.txt'), '--http', '0.9'])
  assert.match(simple.stdout, /\n> GET \/romeo\.txt\nNo header: HTTP\/0\.9\n< But soft what light [\s\S]* with grief\n167 = 167 {2}body /)
  const path = '/intl/en_ALL/images/logo.gif'
  const logo = await runCli(['wire', town.url('library', path), '--http', '1.0', '--host', 'www.logo.example', '--jsonl'])
  const records = linesOf(logo.stdout).map(line => JSON.parse(line))
  const answer = Buffer.concat(records.filter(({ kind }) => kind === 'received').map(({ base64 }) => Buffer.from(base64, 'base64')))
  assert.equal(answer.subarray(answer.indexOf('\r\n\r\n') + 4).length, 8_558)
  assert.equal(answer.toString('latin1', answer.indexOf('\r\n\r\n') + 4).slice(0, 6), 'GIF89a')
  const asked = town.log.findLast(({ target }) => target === path)
  assert.deepEqual([asked?.httpVersion, asked?.headers.slice(0, 2)], ['1.0', ['Host', 'www.logo.example']])
})

test('a form is sent, fields are added and taken away; one JSON object at the end', async () => {
  await using server = await answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nhi')
  const args = ['wire', `http://${server.origin}/dist?x=1`, '-d', 'a1=lga', '-d', 'a2=cpt', '-H', 'Accept:', '-H', 'X-A: 1', '--json']
  const { code, stdout } = await runCli(args)
  const request = `POST /dist?x=1 HTTP/1.1\r\nHost: ${server.origin}\r\nUser-Agent: Orbweaver/0.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nX-A: 1\r\nContent-Length: 13\r\n\r\na1=lga&a2=cpt`
  assert.deepEqual(server.asked, [request])
  const report = JSON.parse(stdout)
  assert.deepEqual([code, report.request, report.answer.status], [0, request, 200])
  assert.deepEqual(report.answer.headers.slice(1), [
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ])
  assert.equal(report.sum.header + report.sum.gap + report.sum.body, report.sum.total)
  for (const ms of [...Object.values<number>(report.phases), report.firstByteMs, report.totalMs]) assert.match(String(ms), /^\d+(?:\.\d)?$/)
})

test('TLS: checked unless told otherwise; protocol, cipher, certificate and the address of the name are shown (Z25)', async () => {
  await using server = await answering('HTTP/1.0 200 OK\r\n\r\nsafe', { tls: { key, cert } })
  const url = `https://${server.origin}/`
  const refused = await runCli(['wire', url])
  assert.deepEqual([refused.code, refused.stdout], [5, ''])
  assert.match(refused.stderr, /^orbweaver: TLS with 127\.0\.0\.1:\d+ failed: [^\n]+ \[tls\]\n$/)
  const shown = await runCli(['wire', url.replace('127.0.0.1', 'localhost'), '-k', '--trace'])
  assert.equal(shown.code, 0)
  assert.match(
    shown.stdout,
    /^Connected to [^\n]+: dns [\d.]+ ms, connect [\d.]+ ms, tls [\d.]+ ms\nTLS: TLSv1\.3, TLS_AES_256_GCM_SHA384\nCertificate: CN=localhost, issued by CN=localhost, valid from Jan {2}1 00:00:00 2020 GMT to [^\n]+, for localhost, 127\.0\.0\.1\nThe certificate is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT\n> GET \/ /,
  )
  assert.match(shown.stderr, / s {2}lookup {3}localhost -> 127\.0\.0\.1, ::1\n/)
  assert.match(shown.stderr, / s {2}tls {6}TLSv1\.3 TLS_AES_256_GCM_SHA384 CN=localhost\n/)
})

test('an answer that is cut, or is no HTTP, is shown as far as it came; then one line says why', async () => {
  await using cut = await answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\x1b[31mhi')
  const { code, stdout, stderr } = await runCli(['wire', `http://${cut.origin}/`])
  assert.equal(code, 7)
  assert.match(stdout, /\n< \\x1b\[31mhi\n34 \+ 4 \+ 7 = 45 /)
  assert.match(stderr, /^orbweaver: 127\.0\.0\.1:\d+ closed the connection in the middle of the body; try again\. \[body-truncated\]\n$/)
  await using mail = await answering('HTTP 220\r\n')
  const odd = await runCli(['wire', `http://${mail.origin}/`, '--raw'])
  assert.deepEqual([odd.code, odd.stdout], [4, 'HTTP 220\r\n'])
})

test('an exchange that never ends is ended by --max-time, after its sums', async () => {
  await using listener = await listen({ port: 0 })
  const served = (async () => {
    for await (const socket of listener) {
      await socket.read()
      await socket.write('HTTP/1.0 200 OK\r\n\r\nabc')
      // Until the other end has gone.
      await socket.read().catch(() => {})
      return socket.close()
    }
  })()
  const { code, stdout, stderr } = await runCli(['wire', `127.0.0.1:${listener.local.port}`, '-m', '1'])
  assert.equal(code, 4)
  assert.match(stdout, /< abc\n\d+ \+ 4 \+ 3 = \d+ /)
  assert.match(stderr, /^orbweaver: 127\.0\.0\.1:\d+ was not done within 1 s\. Try later, or raise --max-time\. \[timeout-total\]\n$/)
  await served
})

test('name and password of the URL are sent as Basic and printed nowhere; where there is no place for them they are refused', async () => {
  await using server = await answering('HTTP/1.0 200 OK\r\n\r\nhi')
  const url = `http://me:s%2Fecret@${server.origin}/`
  const token = Buffer.from('me:s/ecret').toString('base64')
  const bare = ['-H', 'Host:', '-H', 'User-Agent:', '-H', 'Accept:', '-H', 'Connection:', '--http', '1.0']
  for (const flags of [[], ['--hex'], ['--json'], ['--jsonl'], ['--trace', ...bare]]) {
    const { code, stdout, stderr } = await runCli(['wire', url, ...flags])
    assert.equal(code, 0)
    assert.ok(server.asked.at(-1)!.includes(`\r\nAuthorization: Basic ${token}\r\n`))
    const said = stdout + stderr
    const unpacked = said.replace(/"base64":"([^"]*)"/g, (_, text) => Buffer.from(text, 'base64').toString())
    const unhexed = Array.from(said.matchAll(/ {2}\|(.*)\|$/gm), ([, text]) => text).join('')
    for (const text of [said, unpacked, unhexed]) assert.ok(!text.includes(token) && !text.includes('ecret'), text)
    if (flags.length === 0) assert.match(stdout, /^> Authorization: Basic \*{16}$/m)
    if (flags[0] === '--hex') assert.match(unhexed, /Authorization: Basic \*{16}/)
    if (flags[0] === '--trace') assert.match(stderr, /send .*Authorization: Basic \*/)
  }
  const simple = await runCli(['wire', url, '--http', '0.9'])
  assert.deepEqual([simple.code, simple.stdout], [2, ''])
  assert.match(simple.stderr, /HTTP\/0\.9 has no header.*Leave them out of the URL\. \[usage\]/)
})
