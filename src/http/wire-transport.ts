import type { HeaderList } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import type { Connections } from './connections.ts'
import type { AnswerListener, Transport } from './transport.ts'

export type WireAsking = {
  readonly order: Order
  readonly site: string
  /** The fields to send; `Connection: close` is added. */
  readonly headers: HeaderList
  readonly connections: Connections
}

/** A transport over our own wire. Its reader is loaded when it is first needed: most crawls never do. */
export function openWireTransport(asking: WireAsking, listener: AnswerListener): Transport {
  const stop = new AbortController()
  let held: PromiseWithResolvers<void> | undefined
  const transport: Transport = {
    abort(reason) {
      stop.abort(reason)
      transport.resume()
    },
    pause() {
      held ??= Promise.withResolvers()
    },
    resume() {
      held?.resolve()
      held = undefined
    },
  }
  import('./second-reader.ts')
    .then(({ readOverWire }) => readOverWire(asking, { transport, signal: stop.signal, released: () => held?.promise }, listener))
    .catch(failure => listener.failed(failure))
  return transport
}
