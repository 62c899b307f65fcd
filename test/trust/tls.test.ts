/** TLS that cannot be trusted, as a crawl and the command line meet it; what was sent to it is counted in bytes. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { test } from 'node:test'
import type { TLSSocket, TlsOptions } from 'node:tls'
import { limits } from '../../src/base/limits.ts'
import { runCli } from '../../src/cli/run-cli.test-helper.ts'
import { createHttpFetcher } from '../../src/http/index.ts'
import { rawServer } from '../../src/http/raw-server.test-helper.ts'
import { crawl } from '../../src/index.ts'
import type { Report } from '../../src/spider/index.ts'
import { manualClock } from '../../src/testing/index.ts'
import * as certificates from '../support/certificates.ts'
import { key, cert as selfSigned } from '../support/loopback-certificate.ts'

const { ca, good, expired, future, other } = certificates
const transports = ['undici', 'wire'] as const
const ok = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage'

function secureServer(tls: TlsOptions) {
  return rawServer(socket => socket.write(ok), { key, ...tls })
}

test('M07: a crawl ends with the code `tls` and says why; not a byte of a request was sent', async () => {
  for (const [cert, trusted, says] of [
    [expired, ca, /its certificate has expired \(CERT_HAS_EXPIRED\)/],
    [future, ca, /its certificate is not valid yet/],
    [other, ca, /its certificate is for elsewhere\.test \(ERR_TLS_CERT_ALTNAME_INVALID\)/],
    [selfSigned, undefined, /its certificate is signed by itself/],
    [good, undefined, /who signed its certificate is not known here/],
  ] as const) {
    await using server = await secureServer({ cert })
    for (const transport of transports) {
      await using fetcher = createHttpFetcher({ tls: { ca: trusted }, transport })
      const seed = `https://localhost:${server.port}/`
      const report = await crawl(seed, { fetcher, delayMs: 0, headers: ['X-Api-Key', 's3cret'] }).run()
      assert.deepEqual([report.reasons, report.statuses], [{ tls: 1 }, {}])
      assert.deepEqual(
        report.failures.map(({ url, reason }) => [url, reason]),
        [[seed, 'tls']],
      )
      assert.match(report.failures[0]!.says!, says)
    }
    assert.deepEqual(server.requests, [])
  }
})

test('M07: at the command line that is exit code 5, and --no-verify-tls is in the report', async () => {
  await using server = await secureServer({ cert: selfSigned })
  const args = ['crawl', `https://localhost:${server.port}/`, '--json', '--delay', '0']
  const [checked, unchecked] = await Promise.all([runCli(args), runCli([...args, '--no-verify-tls'])])
  const [failed, done] = [checked, unchecked].map(({ stdout }) => JSON.parse(stdout) as Report)
  assert.deepEqual([checked.code, failed!.reasons, unchecked.code, done!.statuses], [5, { tls: 1 }, 0, { 200: 1 }])
  assert.match(failed!.failures[0]!.says!, /signed by itself \(DEPTH_ZERO_SELF_SIGNED_CERT\)/)
  assert.deepEqual(
    [failed!.notices, done!.notices].map(notices => notices.includes('Certificates are not checked, as you asked.')),
    [false, true],
  )
})

test('M07: a session that one connection was given lets no bad certificate through at the next', async () => {
  const served = { key, cert: good, maxVersion: 'TLSv1.2' } as const
  await using server = await rawServer(socket => socket.end(ok), served)
  await using fetch = createHttpFetcher({ allowFor: () => ['loopback'], tls: { ca } })
  const ask = () => fetch({ method: 'GET', url: `https://localhost:${server.port}/`, headers: [] })
  await ask()
  await using impostor = await rawServer(socket => socket.end(ok), { ...served, cert: other })
  for (const port of [impostor.port, impostor.port]) {
    await assert.rejects(fetch({ method: 'GET', url: `https://localhost:${port}/`, headers: [] }), { code: 'tls' })
  }
  await using lenient = createHttpFetcher({ allowFor: () => ['loopback'], tls: { ca, rejectUnauthorized: false } })
  for (const each of [lenient, fetch, lenient, fetch]) {
    const asked = each({ method: 'GET', url: `https://localhost:${impostor.port}/`, headers: [] })
    await (each === lenient ? asked : assert.rejects(asked, { code: 'tls' }))
  }
  await ask()
})

test('M07: versions before TLS 1.2, and a chain of certificates without end, are refused', async () => {
  const old = { cert: good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
  for (const tls of [old, { cert: `${good}\n${`${ca}\n`.repeat(400)}` }]) {
    await using server = await secureServer(tls)
    await using fetch = createHttpFetcher({ allowFor: () => ['loopback'], tls: { ca } })
    await assert.rejects(fetch({ method: 'GET', url: `https://localhost:${server.port}/`, headers: [] }), { code: 'tls' })
    assert.deepEqual(server.requests, [])
  }
})

test('M08: a handshake that stalls is the time-out of a connection', async () => {
  const sockets: Socket[] = []
  const silent = createServer(socket => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const clock = manualClock()
  await using fetcher = createHttpFetcher({ clock })
  const run = crawl(`https://127.0.0.1:${port}/`, { fetcher, clock, delayMs: 0, attempts: 1, robots: 'ignore' }).run()
  await once(silent, 'connection')
  await clock.advance(limits.connectMs - 1)
  await clock.advance(1)
  const report = await run
  assert.deepEqual([report.reasons, report.seconds, sockets.length], [{ 'timeout-connect': 1 }, limits.connectMs / 1000, 1])
  assert.match(report.failures[0]!.says!, /^127\.0\.0\.1:\d+ took no connection within 10000 ms/)
  silent.close()
  for (const socket of sockets) socket.destroy()
})

for (const transport of transports) {
  test(`M09: TLS that ends without its farewell: a body that says its length is whole or cut (${transport})`, async () => {
    const answers = new Map([
      ['/whole', 'Content-Length: 5\r\n\r\nwhole'],
      ['/short', 'Content-Length: 9\r\n\r\nshort'],
      ['/chunks', 'Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n'],
      ['/cut', 'Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n'],
      ['/open', 'Connection: close\r\n\r\nopen'],
    ])
    const server = await rawServer(
      (socket, _, request) => {
        // Below TLS: the connection ends, and TLS has not said so.
        const below = (socket as TLSSocket & { readonly _parent: Socket })._parent
        socket.write(`HTTP/1.1 200 OK\r\n${answers.get(/ (\S+)/.exec(request)![1]!)}`, () => below.end())
      },
      { key, cert: good },
    )
    await using town = server
    await using fetch = createHttpFetcher({ allowFor: () => ['loopback'], tls: { ca }, transport })
    const got: unknown[] = []
    for (const path of answers.keys()) {
      const { body, cut } = await fetch({ method: 'GET', url: `https://localhost:${town.port}${path}`, headers: [] })
      got.push([Buffer.from(body).toString(), cut])
    }
    // Node does not tell how TLS ended (SECURITY.md): without a length the end of the connection is the end of the body.
    assert.deepEqual(got, [
      ['whole', undefined],
      ['short', 'truncated'],
      ['whole', undefined],
      ['short', 'truncated'],
      ['open', undefined],
    ])
  })

  test(`M10: http: at a port of TLS, and the reverse, fail with a code at once (${transport})`, async () => {
    let requests = 0
    const plain = createHttpServer(() => requests++).listen(0, '127.0.0.1')
    await once(plain, 'listening')
    await using secure = await secureServer({ cert: good })
    await using fetcher = createHttpFetcher({ tls: { ca }, transport })
    const ask = (seed: string) => crawl(seed, { fetcher, delayMs: 0, attempts: 1, robots: 'ignore', user: 'ann:s3cret' }).run()
    const tls = await ask(`https://localhost:${(plain.address() as AddressInfo).port}/`)
    plain.close()
    assert.deepEqual(tls.reasons, { tls: 1 })
    assert.match(tls.failures[0]!.says!, /the port does not speak TLS; use http: instead/)
    const reset = await ask(`http://localhost:${secure.port}/`)
    assert.deepEqual(reset.reasons, { 'connection-reset': 1 })
    assert.match(reset.failures[0]!.says!, /or https: in place of http:/)
    assert.deepEqual([requests, secure.requests], [0, []])
  })
}
