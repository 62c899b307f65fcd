import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { BlockList, createServer } from 'node:net'
import { test } from 'node:test'
import type { buildConnector } from 'undici'
import { Agent, request } from 'undici'
import { limits } from '../base/limits.ts'
import type { Lookup } from './address-guard.ts'
import { createAddressGuard } from './address-guard.ts'
import type { GuardedConnectorOptions } from './guarded-connector.ts'
import { createGuardedConnector } from './guarded-connector.ts'

// Public by its class; the block list ends every attempt in this process, so no packet leaves the machine.
const publicAddress = '203.0.114.1'
const unreachable = new BlockList()
unreachable.addAddress(publicAddress)
const tls = { blockList: unreachable } as NonNullable<GuardedConnectorOptions['tls']>

test('1,000 rebinding tries: no connection to the guarded server', async () => {
  await using server = await guardedServer()
  let lookups = 0
  const rebinding: Lookup = (_, __, done) => done(null, [{ address: lookups++ % 2 === 0 ? publicAddress : '127.0.0.1', family: 4 }])
  const connect = createGuardedConnector({ guard: createAddressGuard({ lookup: rebinding }), tls })
  const outcomes = new Map<string, number>()
  for (let nth = 0; nth < 1_000; nth++) {
    const code = await codeOf(connect, 'rebind.example', server.port)
    outcomes.set(code, (outcomes.get(code) ?? 0) + 1)
  }
  assert.deepEqual(Object.fromEntries(outcomes), { ERR_IP_BLOCKED: 500, 'address-guarded': 500 })
  assert.equal(lookups, 1_000, 'one lookup for each connection')
  assert.equal(server.connections(), 0)

  lookups = 1
  const allowing = createGuardedConnector({ guard: createAddressGuard({ lookup: rebinding }), tls, allowFor: () => ['loopback'] })
  assert.equal(await codeOf(allowing, 'rebind.example', server.port), 'connected')
})

test('of a mixed answer the guarded address is not tried, also when the public one fails', async () => {
  await using server = await guardedServer()
  const addresses = ['127.0.0.1', publicAddress, '::1'].map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
  const connect = createGuardedConnector({ guard: createAddressGuard({ lookup: (_, __, done) => done(null, addresses) }), tls })
  assert.equal(await codeOf(connect, 'mixed.example', server.port), 'ERR_IP_BLOCKED')
  assert.equal(server.connections(), 0)
})

test('literals and localhost are refused before a socket is made', async () => {
  await using server = await guardedServer()
  const connect = createGuardedConnector({ guard: createAddressGuard() })
  for (const host of ['127.0.0.1', '[::1]', '::ffff:127.0.0.1', 'localhost', 'x.localhost', '0.0.0.0']) {
    assert.equal(await codeOf(connect, host, server.port), 'address-guarded', host)
  }
  assert.equal(server.connections(), 0)
})

test('a peer that is not what was checked is dropped', async () => {
  await using server = await guardedServer()
  const guard = createAddressGuard({ lookup: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) })
  // A guard whose lookup lets all through stands for a hole in the first check.
  const holed = { ...guard, lookup: () => guard.lookup({ allow: ['loopback'] }) }
  assert.equal(await codeOf(createGuardedConnector({ guard: holed }), 'a.example', server.port), 'address-guarded')
})

test('connectors, and their TLS sessions, are kept for `guardedTargets` targets; with one more all are made anew', async () => {
  let made = 0
  const guard = createAddressGuard({ lookup: (_, __, done) => done(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), []) })
  const lookup = () => {
    made++
    return guard.lookup()
  }
  const connect = createGuardedConnector({ guard: { ...guard, lookup } })
  const ports = Array.from({ length: limits.guardedTargets }, (_, at) => at + 1)
  for (const port of [...ports, ...ports]) assert.equal(await codeOf(connect, 'a.example', port), 'dns-not-found')
  assert.equal(made, limits.guardedTargets)
  for (const port of [0xffff, 1]) await codeOf(connect, 'a.example', port)
  assert.equal(made, limits.guardedTargets + 2)
})

test('an allowed host is connected to, by its own port only, and its peer is told', async () => {
  await using server = await guardedServer()
  await using other = await guardedServer()
  const peers: unknown[] = []
  const connect = createGuardedConnector({
    guard: createAddressGuard({ lookup: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) }),
    allowFor: (hostname, port) => (hostname === 'seed.example' && port === server.port ? ['loopback'] : []),
    onConnect: peer => peers.push(peer),
  })
  await using agent = disposable(new Agent({ connect }))
  const { body } = await request(`http://seed.example:${server.port}/`, { dispatcher: agent.agent })
  assert.equal(await body.text(), 'guarded')
  assert.deepEqual(peers, [{ origin: `http://seed.example:${server.port}`, address: '127.0.0.1' }])
  await assert.rejects(request(`http://seed.example:${other.port}/`, { dispatcher: agent.agent }), { code: 'address-guarded' })
  await assert.rejects(request(`http://[::1]:${other.port}/`, { dispatcher: agent.agent }), { code: 'address-guarded' })
  assert.equal(other.connections(), 0)
})

type GuardedServer = AsyncDisposable & { readonly port: number; connections(): number }

async function guardedServer(): Promise<GuardedServer> {
  let connections = 0
  const sockets = new Set<Socket>()
  const server: Server = createServer(socket => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nguarded'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The code of the failure, or `connected`. */
function codeOf(connect: buildConnector.connector, hostname: string, port: number): Promise<string> {
  return new Promise(resolve => {
    connect({ hostname, host: `${hostname}:${port}`, protocol: 'http:', port: String(port) }, (error, socket) => {
      socket?.destroy()
      resolve(error === null ? 'connected' : String('code' in error ? error.code : error))
    })
  })
}

function disposable(agent: Agent): AsyncDisposable & { agent: Agent } {
  return { agent, [Symbol.asyncDispose]: () => agent.destroy() }
}
