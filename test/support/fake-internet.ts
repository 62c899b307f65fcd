import { once } from 'node:events'
import { createServer, isIPv6 } from 'node:net'
import { classifyAddress } from '../../src/net/index.ts'

/** Where a connection to a public address leads: a port of 127.0.0.1, nobody (`refused`), or a place that never says anything. */
export type Way = number | 'refused' | 'silent'

export type FakeInternet = Disposable & {
  /** `address:port` of every connect(2) of this process, in order; also of those that led nowhere. */
  readonly connects: readonly string[]
  /** Those of them that lead to no public address, but for the expected ones. */
  guarded(...expected: readonly string[]): string[]
  clear(): void
}

type Handle = { fake?: string }
type Connect = (this: Handle, request: unknown, address: string, port: number, ...more: unknown[]) => number
type Peer = (this: Handle, out: { address: string; family: string }) => number
type HandleClass = { connect: Connect; connect6: Connect; getpeername: Peer }

const refused = -111

/**
 * Stands between Node and connect(2), below `node:net` and everything that is built on it: a public address leads where the test says, and
 * never out of the machine; every address is written down before anything is done with it. Loopback is left as it is.
 */
export async function openFakeInternet(wayTo: (address: string, port: number) => Way = () => 'refused'): Promise<FakeInternet> {
  const handles = await handleClass()
  const { connect, connect6, getpeername } = handles
  const connects: string[] = []

  const stand = (real: Connect): Connect =>
    function (request, address, port, ...more) {
      connects.push(isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`)
      const kind = classifyAddress(address)
      if (kind === 'loopback') return real.call(this, request, address, port, ...more)
      const way = kind === 'public' ? wayTo(address, port) : 'refused'
      if (way === 'refused') return refused
      if (way === 'silent') return 0
      this.fake = address
      return connect.call(this, request, '127.0.0.1', way)
    }

  handles.connect = stand(connect)
  handles.connect6 = stand(connect6)
  handles.getpeername = function (out) {
    const result = getpeername.call(this, out)
    if (this.fake !== undefined) Object.assign(out, { address: this.fake, family: isIPv6(this.fake) ? 'IPv6' : 'IPv4' })
    return result
  }
  return {
    connects,
    guarded: (...expected) =>
      connects.filter(to => classifyAddress(to.slice(0, to.lastIndexOf(':'))) !== 'public' && !expected.includes(to)),
    clear: () => void connects.splice(0),
    [Symbol.dispose]: () => void Object.assign(handles, { connect, connect6, getpeername }),
  }
}

/** What a socket of `node:net` hands its address to. */
async function handleClass(): Promise<HandleClass> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const handle = (server as unknown as { _handle: object })._handle
  server.close()
  return Object.getPrototypeOf(handle) as HandleClass
}
