import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { runCli } from './run-cli.test-helper.ts'

export type FailingRun = readonly [cause: string, args: readonly string[], code: number, says: RegExp, stdout?: string]

/** Runs the command line, three at a time: each ends with its exit code and one line on standard error that says what it should. */
export async function checkFailingRuns(cases: readonly FailingRun[]): Promise<void> {
  const left = [...cases]
  const worker = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await checkFailingRun(next)
  }
  await Promise.all([worker(), worker(), worker()])
}

async function checkFailingRun([cause, args, code, says, stdout = '']: FailingRun): Promise<void> {
  const ran = await runCli(args)
  assert.deepEqual([ran.code, ran.stdout], [code, stdout], `${cause}: ${ran.stderr}`)
  assert.match(ran.stderr, /^orbweaver: [^\n]*\n$/, cause)
  assert.match(ran.stderr, says, cause)
}

/** A server that reads no request: it does what it is told at the first bytes of a connection. */
export async function serveSockets(answer: (socket: Socket) => void) {
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
