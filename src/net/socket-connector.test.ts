import assert from 'node:assert/strict'
import { lookup as systemLookup } from 'node:dns'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { test } from 'node:test'
import type { TLSSocket } from 'node:tls'
import { createServer } from 'node:tls'
import * as certificates from '../../test/support/certificates.ts'
import { key } from '../../test/support/loopback-certificate.ts'
import { manualClock, systemClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { Lookup } from './address-guard.ts'
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

test('`tlsSessions` sessions are kept; of one more the oldest goes', async t => {
  const server = createServer({ key, cert: good, maxVersion: 'TLSv1.2' }, socket => socket.on('error', () => {}).end('x'))
  server.listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const lookup: Lookup = (name, options, done) =>
    name === 'localhost' ? systemLookup(name, options, done) : done(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), [])
  const connect = createSocketConnector({ tls: { ca }, allowH2: false, timeoutMs: 10_000, clock: systemClock, lookup })
  const isResumed = async () => {
    const socket = (await connected(connect, { hostname: 'localhost', port, protocol: 'https:' })) as TLSSocket
    const isReused = socket.isSessionReused()
    await once(socket.resume(), 'close')
    return isReused
  }
  /** Names that lead nowhere, and say that they gave a session. */
  const meetOthers = (from: number, count: number) => {
    for (let at = from; at < from + count; at++) {
      connect({ hostname: `n${at}.example`, port, protocol: 'https:' }, () => {}).emit('session', Buffer.from('a session'))
    }
  }
  assert.equal(await isResumed(), false)
  meetOthers(0, limits.tlsSessions - 1)
  assert.equal(await isResumed(), true)
  meetOthers(limits.tlsSessions, limits.tlsSessions)
  assert.equal(await isResumed(), false)
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
