import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { test } from 'node:test'
import type { TLSSocket } from 'node:tls'
import { createServer } from 'node:tls'
import * as certificates from '../../test/support/certificates.ts'
import { key } from '../../test/support/loopback-certificate.ts'
import { manualClock, systemClock } from '../base/clock.ts'
import type { ConnectTarget, SocketConnector } from './socket-connector.ts'
import { createSocketConnector } from './socket-connector.ts'

const { ca, good } = certificates

function connected(connect: SocketConnector, to: ConnectTarget): Promise<Socket> {
  return new Promise((resolve, reject) => connect(to, (...[error, socket]) => (error === null ? resolve(socket) : reject(error))))
}

test('the TLS session of a host is taken up again, by its own connector only', async () => {
  const reused: boolean[] = []
  const server = createServer({ key, cert: good, maxVersion: 'TLSv1.2' }, socket => {
    reused.push(socket.isSessionReused())
    socket.on('error', () => {}).end('x')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const to = { hostname: 'localhost', port: (server.address() as AddressInfo).port, protocol: 'https:' }
  const options = { tls: { ca }, allowH2: true, timeoutMs: 10_000, clock: systemClock }
  const connect = createSocketConnector(options)
  for (const connector of [connect, connect, createSocketConnector(options)]) {
    const socket = (await connected(connector, to)) as TLSSocket
    assert.equal(socket.authorized, true)
    await once(socket.resume(), 'close')
  }
  assert.deepEqual(reused, [false, true, false])
  server.close()
})

test('a handshake without an end is destroyed when its time is over, a connection that stands is not', async () => {
  const sockets: Socket[] = []
  const server = createTcpServer(socket => sockets.push(socket.on('error', () => {})))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const clock = manualClock()
  const connect = createSocketConnector({ allowH2: false, timeoutMs: 100, clock })
  const to = { hostname: '127.0.0.1', port: (server.address() as AddressInfo).port }
  const plain = await connected(connect, { ...to, protocol: 'http:' })
  const late = assert.rejects(connected(connect, { ...to, protocol: 'https:' }), { code: 'ETIMEDOUT' })
  while (sockets.length < 2) await once(server, 'connection')
  await clock.advance(100)
  await late
  assert.equal(plain.destroyed, false)
  plain.destroy()
  for (const socket of sockets) socket.destroy()
  server.close()
})
