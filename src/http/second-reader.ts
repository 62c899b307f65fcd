import type { Socket } from 'node:net'
import { CrawlError } from '../base/crawl-error.ts'
import { headerValue, withoutHeaders } from '../exchange/header-list.ts'
import { isIdempotent } from '../exchange/methods.ts'
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

/**
 * Asks for one answer over a connection of its own, or one that was kept, and reads it as browsers do (`messageAnomalies`). Rejects with
 * whatever ends it.
 */
export async function readOverWire(asking: WireAsking, control: WireControl, listener: AnswerListener): Promise<void> {
  const { order, site, headers, connections } = asking
  const { url, method } = order
  const fields = connections.keepsWire ? headers : ['Connection', 'close', ...withoutHeaders(headers, ['connection'])]
  const sent = [...fields, ...bodyLength(order, site)]
  const target = connections.route(site)?.forwards ? 'absolute' : 'path'
  const request = writeRequest({ url, method, headers: sent, target })
  using _turn = await connections.turn(site)
  // Of a kept connection that ends before the answer begins nobody knows what the server did (RFC 9110 section 9.2.2).
  const kept = isIdempotent(method) ? connections.takeKept(order, site) : undefined
  if (kept !== undefined && (await ask(kept)) === 'unanswered') await ask(await connections.open(order, site))
  else if (kept === undefined) await ask(await connections.open(order, site))

  async function ask(socket: Socket): Promise<'answered' | 'unanswered'> {
    const stop = () => socket.destroy()
    const before = socket.bytesRead
    control.signal.addEventListener('abort', stop)
    let end: AnswerEnd | undefined
    try {
      // An order that is over throws here.
      listener.started(control.transport)
      socket.write(request)
      if (order.body !== undefined) socket.write(order.body)
      end = await readAnswer(socket, asking, control, listener)
    } catch (failure) {
      if (socket !== kept || control.signal.aborted || socket.bytesRead > before) throw failure
      return 'unanswered'
    } finally {
      control.signal.removeEventListener('abort', stop)
      if (end?.keepMs === undefined || control.signal.aborted) stop()
      else connections.keep(order, site, socket, end.keepMs)
    }
    if (end !== undefined) listener.ended(end)
    return 'answered'
  }
}

type AnswerEnd = {
  readonly cut: 'truncated' | undefined
  /** How long the connection may be kept; undefined: not at all. */
  readonly keepMs: number | undefined
}

/** @returns undefined when nothing more was to be read */
async function readAnswer(
  socket: Socket,
  { order, site, connections }: WireAsking,
  { transport, signal, released }: WireControl,
  listener: AnswerListener,
): Promise<AnswerEnd | undefined> {
  const { peer, connection } = connections.facts(site, socket)
  const reader = createAnswerReader({ method: order.method, strict: !connections.isTolerant })
  let simple: AnswerHead | undefined
  let isCut = false
  let keepAlive: string | undefined
  const start: number[] = []

  function hear(part: AnswerPart): void {
    if (part.kind === 'failed') throw part.anomaly === 'message-empty' ? closedEarly() : messageError(part.anomaly, subject(site))
    if (part.kind === 'end') isCut = part.isCut
    if (part.kind === 'head') {
      const head = { ...part.head, peer, connection, anomalies: reader.anomalies }
      keepAlive = headerValue(head.headers, 'keep-alive')
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

  for await (const bytes of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    listener.began()
    if (start.length < 2) start.push(...bytes.subarray(0, 2))
    for (const part of reader.push(bytes)) {
      hear(part)
      await released()
      if (signal.aborted) return undefined
    }
    if (reader.isOver) break
  }
  if (!reader.isOver) for (const part of reader.finish()) hear(part)
  connections.oddSites.heard(site, reader.anomalies.length > 0)
  return { cut: isCut ? 'truncated' : undefined, keepMs: reader.mayReuse ? keepFor(keepAlive, connections.keepAliveMs) : undefined }
}

/** A server that says when it will close is left a second before. */
function keepFor(keepAlive: string | undefined, most: number): number | undefined {
  const timeout = /(?:^|[\s,;])timeout=(\d{1,9})/i.exec(keepAlive ?? '')?.[1]
  const ms = timeout === undefined ? most : Math.min(most, (Number(timeout) - 1) * 1000)
  return ms > 0 ? ms : undefined
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
