import type { Socket } from 'node:net'
import { CrawlError } from '../base/crawl-error.ts'
import { headerValue, withoutHeaders } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { messageError } from '../wire/message/message-fault.ts'
import type { AnswerPart } from '../wire/message/read-answer.ts'
import { createAnswerReader } from '../wire/message/read-answer.ts'
import { writeRequest } from '../wire/message/write-request.ts'
import type { AnswerHead, AnswerListener, Transport } from './transport.ts'
import { hostAndPort } from './transport-error.ts'
import type { WireAsking } from './wire-transport.ts'

export type WireControl = {
  readonly transport: Transport
  /** Fires when nothing more is to be read. */
  readonly signal: AbortSignal
  /** While the reader is paused: resolves when it may go on. */
  released(): Promise<void> | undefined
}

/** Asks for one answer over a connection of its own and reads it as browsers do (`messageAnomalies`). Rejects with whatever ends it. */
export async function readOverWire(asking: WireAsking, control: WireControl, listener: AnswerListener): Promise<void> {
  const { order, site, headers, connections } = asking
  const { url, method } = order
  const sent = ['Connection', 'close', ...withoutHeaders(headers, ['connection']), ...bodyLength(order, site)]
  const target = connections.route(site)?.forwards ? 'absolute' : 'path'
  const request = writeRequest({ url, method, headers: sent, target })
  using _turn = await connections.turn(site)
  const socket = await connections.open(order, site)
  const stop = () => socket.destroy()
  control.signal.addEventListener('abort', stop)
  try {
    // An order that is over throws here.
    listener.started(control.transport)
    socket.write(request)
    if (order.body !== undefined) socket.write(order.body)
    await readAnswer(socket, asking, control, listener)
  } finally {
    stop()
  }
}

async function readAnswer(
  socket: Socket,
  { order, site, connections }: WireAsking,
  { transport, signal, released }: WireControl,
  listener: AnswerListener,
): Promise<void> {
  const { peer, connection } = connections.facts(site)
  const reader = createAnswerReader({ method: order.method, strict: !connections.isTolerant })
  let simple: AnswerHead | undefined
  let isCut = false
  const start: number[] = []

  function hear(part: AnswerPart): void {
    if (part.kind === 'failed') throw part.anomaly === 'message-empty' ? closedEarly() : messageError(part.anomaly, subject(site))
    if (part.kind === 'end') isCut = part.isCut
    if (part.kind === 'head') {
      const head = { ...part.head, peer, connection, anomalies: reader.anomalies }
      if (head.version === '0.9') simple = head
      else listener.head(head)
    }
    if (part.kind !== 'body') return
    if (simple !== undefined) {
      if (!isMarkup(part.bytes)) throw isAlert(start) ? speaksTls(site) : messageError('status-line-missing', subject(site))
      listener.head(simple)
      simple = undefined
    }
    listener.data(transport, part.bytes)
  }

  for await (const bytes of socket as AsyncIterable<Uint8Array>) {
    listener.began()
    if (start.length < 2) start.push(...bytes.subarray(0, 2))
    for (const part of reader.push(bytes)) {
      hear(part)
      await released()
      if (signal.aborted) return
    }
    if (reader.isOver) break
  }
  if (!reader.isOver) for (const part of reader.finish()) hear(part)
  connections.oddSites.heard(site, reader.anomalies.length > 0)
  listener.ended({ cut: isCut ? 'truncated' : undefined })
}

const withContent: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH'])

/** Said of every body, and of none where one is expected (RFC 9110 section 8.6). A false one would keep the server waiting. */
function bodyLength({ method, headers, body }: Order, site: string): string[] {
  const stated = headerValue(headers, 'content-length')
  if ((stated !== undefined && Number(stated) !== (body?.length ?? 0)) || headerValue(headers, 'transfer-encoding') !== undefined) {
    const says = 'its header states another body length than that of its body, or a Transfer-Encoding; leave both to us'
    throw new CrawlError('usage', `The order to ${hostAndPort(site)} cannot be sent: ${says}.`)
  }
  if (stated !== undefined || (body === undefined && !withContent.has(method))) return []
  return ['Content-Length', String(body?.length ?? 0)]
}

/** What a server of TLS answers to a request without it: a record of type 21 and version 3.x (RFC 8446 section 5.1). */
function isAlert([type, version]: readonly number[]): boolean {
  return type === 21 && version === 3
}

function speaksTls(site: string): CrawlError {
  return new CrawlError('protocol', `${hostAndPort(site)} speaks TLS; use https: instead.`)
}

/** To the one who asked it is all the same how politely the connection went. */
function closedEarly(): Error {
  return Object.assign(new Error('nothing was answered'), { code: 'ECONNRESET' })
}

/** HTTP/0.9 has HTML and nothing else, so whatever another protocol says in greeting (SSH-2.0, 220 ...) is no page. */
function isMarkup(start: Uint8Array): boolean {
  return Buffer.from(start).toString('latin1').trimStart().startsWith('<')
}

function subject(site: string): string {
  return `${hostAndPort(site)} sent an answer that`
}
