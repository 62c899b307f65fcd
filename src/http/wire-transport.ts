import type { HeaderList } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { createAnswerReader, messageError, writeRequest } from '../wire/index.ts'
import type { Connections } from './connections.ts'
import type { AnswerHead, AnswerListener, Transport } from './transport.ts'
import { hostAndPort } from './transport-error.ts'

export type WireAsking = {
  readonly order: Order
  readonly site: string
  /** The fields to send; `Connection: close` is added. */
  readonly headers: HeaderList
  readonly connections: Connections
}

/**
 * The second reader: asks for one answer over a connection of its own and reads it as browsers do (`messageAnomalies`).
 */
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
  readAnswer(asking, listener, transport, stop.signal, () => held?.promise).catch(failure => listener.failed(failure))
  return transport
}

async function readAnswer(
  { order, site, headers, connections }: WireAsking,
  listener: AnswerListener,
  transport: Transport,
  signal: AbortSignal,
  released: () => Promise<void> | undefined,
): Promise<void> {
  using _turn = await connections.turn(site)
  await using socket = await connections.connect(order, site, signal)
  listener.started(transport)
  await socket.write(writeRequest({ url: order.url, method: order.method, headers: ['Connection', 'close', ...headers] }))
  const reader = createAnswerReader({ method: order.method })
  let simple: AnswerHead | undefined
  let isCut = false
  while (!reader.isOver) {
    const bytes = await socket.read()
    if (bytes.length > 0) listener.began()
    for (const part of bytes.length > 0 ? reader.push(bytes) : reader.finish()) {
      if (part.kind === 'failed') throw messageError(part.anomaly, subject(site))
      if (part.kind === 'end') isCut = part.isCut
      if (part.kind === 'head') {
        const head = { ...part.head, peer: socket.remote.address, connection: socket.phases, anomalies: reader.anomalies }
        if (head.version === '0.9') simple = head
        else listener.head(head)
      }
      if (part.kind === 'body') {
        if (simple !== undefined) {
          if (!isMarkup(part.bytes)) throw messageError('status-line-missing', subject(site))
          listener.head(simple)
          simple = undefined
        }
        listener.data(transport, part.bytes)
        await released()
      }
      if (signal.aborted) return
    }
  }
  connections.oddSites.heard(site, reader.anomalies.length > 0)
  listener.ended({ cut: isCut ? 'truncated' : undefined })
}

/** HTTP/0.9 has HTML and nothing else, so whatever another protocol says in greeting (SSH-2.0, 220 ...) is no page. */
function isMarkup(start: Uint8Array): boolean {
  return Buffer.from(start).toString('latin1').trimStart().startsWith('<')
}

function subject(site: string): string {
  return `${hostAndPort(site)} sent an answer that`
}
