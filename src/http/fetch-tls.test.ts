import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createPlainServer } from 'node:http'
import type { ServerOptions } from 'node:https'
import { createServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { test } from 'node:test'
import type { TLSSocket } from 'node:tls'
import * as certificates from '../../test/support/certificates.ts'
import { key, cert as selfSigned } from '../../test/support/loopback-certificate.ts'
import { manualClock } from '../base/clock.ts'
import type { HttpOptions } from './fetch-http.ts'
import { createHttpFetcher } from './fetch-http.ts'

const { ca, good, expired, future, other, client } = certificates

async function listening(server: Server): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => sockets.add(socket)).on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** `user version` of the one who asked, or the message and code of the failure. */
async function asked(served: ServerOptions, tls: HttpOptions['tls']): Promise<string> {
  const server = createServer({ key, ...served }, (request, answer) => {
    const socket = request.socket as TLSSocket
    answer.end(`${socket.getPeerCertificate().subject?.CN ?? 'nobody'} ${socket.getProtocol()}`)
  })
  await using town = await listening(server)
  await using fetch = createHttpFetcher({ allowFor: () => ['loopback'], tls })
  const order = { method: 'GET', url: `https://localhost:${town.port}/`, headers: [] }
  return await fetch(order).then(
    ({ body }) => Buffer.from(body).toString(),
    error => `${error.message.replace(/^TLS with localhost:\d+ failed: /, '')} [${error.code}]`,
  )
}

test('each bad certificate has its own message, and each goes with -k (M07)', async () => {
  for (const [cert, trusted, says] of [
    [expired, ca, 'its certificate has expired (CERT_HAS_EXPIRED). Its owner must'],
    [future, ca, 'its certificate is not valid yet (CERT_NOT_YET_VALID). Check the date'],
    [other, ca, 'its certificate is for elsewhere.test (ERR_TLS_CERT_ALTNAME_INVALID). Check the host name'],
    [
      selfSigned,
      undefined,
      'its certificate is signed by itself (DEPTH_ZERO_SELF_SIGNED_CERT). If you know whose it is, trust it with --cacert',
    ],
    [`${good}\n${ca}`, undefined, 'its certificate is signed by an authority that is not trusted here (SELF_SIGNED_CERT_IN_CHAIN). If'],
    [good, undefined, 'who signed its certificate is not known here, or not sent along (UNABLE_TO_VERIFY_LEAF_SIGNATURE). If'],
  ] as const) {
    const said = await asked({ cert }, { ca: trusted })
    assert.ok(said.startsWith(says) && said.endsWith('. [tls]'), said)
    assert.equal(await asked({ cert }, { ca: trusted, rejectUnauthorized: false }), 'nobody TLSv1.3')
  }
  assert.equal(await asked({ cert: good }, { ca }), 'nobody TLSv1.3')
})

test('a certificate of one own is shown to who asks for it, and a version of TLS in common is needed', async () => {
  const strict = { cert: good, ca, requestCert: true, rejectUnauthorized: true }
  assert.equal(await asked(strict, { ca, cert: client, key }), 'ann TLSv1.3')
  assert.match(await asked({ ...strict, maxVersion: 'TLSv1.2' }, { ca }), /\[(?:tls|connection-reset)\]$/)
  assert.equal(await asked({ cert: good, maxVersion: 'TLSv1.2' }, { ca }), 'nobody TLSv1.2')
  assert.match(
    await asked({ cert: good, maxVersion: 'TLSv1.2' }, { ca, minVersion: 'TLSv1.3' }),
    /^it has no version of TLS in common with us \(ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION\)\. .* \[tls\]$/,
  )
})

test('a handshake that stalls ends with its clock, or with the fetcher, and its socket is let go (M08)', async () => {
  const silent = createTcpServer()
  await using server = await listening(silent)
  const clock = manualClock()
  await using fetch = createHttpFetcher({ allowFor: () => ['loopback'], clock })
  const url = `https://127.0.0.1:${server.port}/`
  const order = { method: 'GET', url, headers: [], limits: { connectMs: 100 } }
  const late = assert.rejects(fetch(order), {
    code: 'timeout-connect',
    message: /^127\.0\.0\.1:\d+ took no connection within 100 ms/,
  })
  await once(silent, 'connection')
  await clock.advance(100)
  await late
  const given = assert.rejects(fetch(order), { code: 'aborted' })
  const [held] = (await once(silent, 'connection')) as [Socket]
  const letGo = once(held.resume(), 'close')
  await fetch.close()
  await Promise.all([given, letGo])
})

test('TLS that ends without its farewell: a whole body is whole, one of unknown length is marked (M09)', async () => {
  const server = createServer({ key, cert: good }, (request, answer) => {
    if (request.url === '/whole') answer.writeHead(200, { 'content-length': 5 })
    else answer.writeHead(200, { connection: 'close', 'transfer-encoding': 'identity' })
    answer.write('whole')
    setImmediate(() => (request.socket as TLSSocket & { _parent?: Socket }).destroy())
  })
  await using town = await listening(server)
  await using fetch = createHttpFetcher({ allowFor: () => ['loopback'], tls: { ca } })
  const { body, cut } = await fetch({ method: 'GET', url: `https://localhost:${town.port}/whole`, headers: [] })
  assert.deepEqual([Buffer.from(body).toString(), cut], ['whole', undefined])
})

test('http: on a port of TLS, and the reverse, say so (M10)', async () => {
  await using plain = await listening(createPlainServer((_, answer) => answer.end('plain')))
  // What OpenSSL answers to a request without TLS: the alert "unexpected message".
  const alert = createTcpServer(
    socket => void socket.on('error', () => {}).once('data', () => socket.end(Buffer.from('15030300020250', 'hex'))),
  )
  await using alerting = await listening(alert)
  await using secure = await listening(createServer({ key, cert: good }))
  await using fetch = createHttpFetcher({ allowFor: () => ['loopback'] })
  const failure = (url: string) => assert.rejects.bind(undefined, () => fetch({ method: 'GET', url, headers: [] }))
  await failure(`https://127.0.0.1:${plain.port}/`)({ code: 'tls', message: /the port does not speak TLS; use http: instead/ })
  await failure(`http://127.0.0.1:${alerting.port}/`)({ code: 'protocol', message: /^127\.0\.0\.1:\d+ speaks TLS; use https: instead\.$/ })
  await failure(`http://127.0.0.1:${secure.port}/`)({ code: 'connection-reset', message: /before it had answered; try later, or https:/ })
})
