import type { Clock } from '../../base/clock.ts'
import { systemClock } from '../../base/clock.ts'
import { asCrawlError, CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import type { MessageAnomaly } from '../message/message-anomaly.ts'
import type { AnswerOptions, AnswerPart, AnswerReader } from '../message/read-answer.ts'
import { createAnswerReader } from '../message/read-answer.ts'
import type { ConnectOptions, ConnectPhases } from '../socket/connect.ts'
import { connect } from '../socket/connect.ts'
import type { Endpoint, TlsSession, WireSocket } from '../socket/wire-socket.ts'
import type { SystemQueues } from './system-queues.ts'
import { systemQueues } from './system-queues.ts'

export type ViewOptions = Omit<ConnectOptions, 'lend'> & {
  /** The bytes to send, as `writeRequest` makes them or any others. */
  readonly request: Uint8Array
  /** What the reader of the answer must know of the request; default: a GET with a header. */
  readonly answer?: AnswerOptions | undefined
  /** Wait between two reads, ms; default none. The sender feels it once the buffers between are full. */
  readonly pauseMs?: number | undefined
}

/** One thing that happened on the wire, in order. Its bytes are valid until the next one: copy them to keep them. */
export type WireMoment =
  | {
      readonly kind: 'connected'
      readonly local: Endpoint
      readonly remote: Endpoint
      readonly phases: ConnectPhases
      readonly tls: TlsSession | undefined
    }
  | { readonly kind: 'sent'; readonly bytes: Uint8Array }
  /** One read, and what it completes of the answer. */
  | {
      readonly kind: 'received'
      readonly bytes: Uint8Array
      readonly total: number
      readonly parts: readonly AnswerPart[]
      /** What waited before this read; only with a pause, and where the system tells. */
      readonly queues: SystemQueues | undefined
    }
  /** No more comes, and what that completes. */
  | { readonly kind: 'closed'; readonly parts: readonly AnswerPart[] }
  | WireSummary

/** The last moment, whatever happened before. */
export type WireSummary = {
  readonly kind: 'summary'
  readonly sum: WireSum
  readonly reads: number
  /** From the request to the first read; undefined when nothing came. */
  readonly firstByteMs: number | undefined
  /** From the beginning of the connection. */
  readonly totalMs: number
  readonly anomalies: readonly MessageAnomaly[]
  readonly failure: CrawlError | undefined
}

/** The bytes of an answer, interim answers included: the parts add up to the total. */
export type WireSum = {
  readonly header: number
  /** Line ends and empty lines between header and body. */
  readonly gap: number
  readonly body: number
  /** Chunk sizes, trailer fields, and what else is of the message but neither header nor body. */
  readonly framing: number
  /** After the end of the message. */
  readonly rest: number
  readonly total: number
}

/**
 * Sends a request and tells what happens, read by read. It follows nothing and decodes nothing. Only a connection that cannot be made is
 * thrown; what goes wrong later stands in the summary, behind all that came before.
 */
export async function* viewExchange(options: ViewOptions): AsyncGenerator<WireMoment, void, undefined> {
  const { request, pauseMs = 0, clock = systemClock } = options
  const start = clock.now()
  await using socket = await connect({ ...options, lend: true })
  const { local, remote, phases, tls } = socket
  yield { kind: 'connected', local, remote, phases, tls }
  yield { kind: 'sent', bytes: request }

  const reader = createAnswerReader(options.answer)
  const sum = { header: 0, gap: 0, body: 0, rest: 0 }
  const sentAt = clock.now()
  let reads = 0
  let firstByteMs: number | undefined
  let failure: CrawlError | undefined
  // A server may answer and close before it has taken the whole request: its answer counts.
  const sending = socket.write(request).catch(error => {
    if (reads === 0) failure ??= asCrawlError(error)
  })
  const counted = (parts: readonly AnswerPart[]) => {
    for (const part of parts) {
      if (part.kind === 'failed') failure ??= part.error
      if (part.kind === 'end' && part.isCut) failure ??= cutShort(options)
      if (part.kind === 'head' || part.kind === 'interim') {
        sum.header += part.head.text.length
        sum.gap += part.head.gap
      } else if (part.kind === 'body' || part.kind === 'rest') sum[part.kind] += part.bytes.length
    }
    return parts
  }

  while (failure === undefined && !(reader.isOver && reader.mayReuse)) {
    let queues: SystemQueues | undefined
    if (reads > 0 && pauseMs > 0) {
      await new Promise<void>(resolve => clock.after(pauseMs, resolve))
      queues = systemQueues(local, remote)
    }
    const bytes = await nextRead(socket, reader, clock).catch(error => {
      failure ??= asCrawlError(error)
    })
    if (bytes === undefined || bytes.length === 0) break
    firstByteMs ??= clock.now() - sentAt
    reads += 1
    yield { kind: 'received', bytes, total: socket.bytesRead, parts: counted(reader.push(bytes)), queues }
  }
  yield { kind: 'closed', parts: counted(reader.finish()) }
  socket.close()
  await sending
  const total = socket.bytesRead
  const framing = total - sum.header - sum.gap - sum.body - sum.rest
  const { anomalies } = reader
  yield { kind: 'summary', sum: { ...sum, framing, total }, reads, firstByteMs, totalMs: clock.now() - start, anomalies, failure }
}

/** After the end of the message only the close is waited for, and not for long; undefined: nothing more came. */
async function nextRead(socket: WireSocket, reader: AnswerReader, clock: Clock): Promise<Uint8Array | undefined> {
  if (!reader.isOver) return socket.read()
  const forget = clock.after(limits.lingerMs, () => socket.close())
  try {
    return await socket.read()
  } catch {
    return undefined
  } finally {
    forget()
  }
}

function cutShort({ host, port }: ViewOptions): CrawlError {
  return new CrawlError('body-truncated', `${host}:${port} closed the connection in the middle of the body; try again.`)
}
