import { createRequire, Module } from 'node:module'

type Undici = typeof import('undici')

/**
 * The parts of undici that carry bytes. The whole of it, with fetch, WebSocket and its caches, takes 40 ms to load and these 15 ms (measured).
 * Its package has no `exports`: a file that moves in a new version fails the first test.
 */
const load = createRequire(import.meta.url)

// Its HTTP/2 brings Node's, and that TLS: 15 ms more for who asks an http: URL. Loaded when a server chooses it.
const http2 = load.resolve('undici/lib/dispatcher/client-h2.js')
if (load.cache[http2] === undefined) {
  let connect: ((...given: unknown[]) => unknown) | undefined
  const later = new Module(http2)
  later.loaded = true
  later.exports = (...given: unknown[]): unknown => {
    if (connect === undefined) {
      delete load.cache[http2]
      connect = load(http2) as (...given: unknown[]) => unknown
    }
    return connect(...given)
  }
  load.cache[http2] = later
}

export const Agent: Undici['Agent'] = load('undici/lib/dispatcher/agent.js')
export const buildConnector: Undici['buildConnector'] = load('undici/lib/core/connect.js')
