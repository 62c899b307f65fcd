import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { Endpoint } from '../../endpoint.ts'

/** Listens, says where, and stands still: the system takes as many connections as the backlog has places, and nobody accepts them. */
const listener = `
const { createServer } = require('node:net')
const { parentPort, workerData: { host, port, flag } } = require('node:worker_threads')
const server = createServer().listen({ host, port, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port)
  Atomics.wait(new Int32Array(flag), 0, 0)
  process.exit()
})
server.on('error', error => { throw error })
`

/** More than any system keeps for a backlog of one. */
const fillers = 8

export const bBacklog: Endpoint = {
  id: 'B08',
  says: 'takes no connection: those that wait are too many already',
  ownHouse: true,
  expects: { outcome: 'error', codes: ['timeout-connect', 'robots-unreachable'], clock: 'connectMs' },
  behave() {},
  async listen({ host, port }) {
    const flag = new SharedArrayBuffer(4)
    const worker = new Worker(listener, { eval: true, workerData: { host, port, flag } })
    const [taken] = (await once(worker, 'message')) as [number]
    const sockets = Array.from({ length: fillers }, () => connect({ host, port: taken }).on('error', () => {}))
    // Two places on Linux; what does not come in waits with the others.
    await Promise.all(sockets.slice(0, 2).map(socket => opened(socket)))
    return {
      port: taken,
      async close() {
        for (const socket of sockets) socket.destroy()
        const exited = once(worker, 'exit')
        Atomics.store(new Int32Array(flag), 0, 1)
        Atomics.notify(new Int32Array(flag), 0)
        await exited
      },
    }
  },
}

async function opened(socket: Socket): Promise<void> {
  await once(socket, 'connect')
}
