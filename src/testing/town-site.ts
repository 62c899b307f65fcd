import type { IncomingMessage } from 'node:http'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Clock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import { answerLog, isAboutLog, isLogQuestion } from './answer-log.ts'
import { notFoundAnswer, statusAnswer, textAnswer } from './answers.ts'
import { sendAnswer } from './send-answer.ts'
import type { Answer, Street, StreetContext, StreetRequest } from './street.ts'
import type { TownLog, TownRequest } from './town-log.ts'

/** Answers in a street's place, or `undefined` to let the street answer. May wait, which holds the request open. */
export type Override = (request: StreetRequest) => Answer | undefined | Promise<Answer | undefined>

export type TownSite = {
  readonly port: number
  override(answer: Override): () => void
  close(): Promise<void>
}

export type TownSiteOptions = {
  readonly street: Street
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  readonly clock: Clock
  readonly log: TownLog
  /** Numbers the connections of the whole town. */
  nextConnection(): number
  context(): StreetContext
}

/** Opens one street on its own port. Throws CrawlError `usage` when it cannot listen there. */
export async function openSite(options: TownSiteOptions): Promise<TownSite> {
  const { street, clock, log } = options
  const overrides: Override[] = []
  const sockets = new Map<Socket, number>()
  let inFlight = 0

  const httpServer = createHttpServer({ keepAliveTimeout: 75_000 }, async (incoming, response) => {
    const connection = sockets.get(incoming.socket) ?? 0
    if (isAboutLog(incoming)) return answerLog(incoming, response, log, clock.wall())
    inFlight += 1
    const record = recordOf(incoming, street.name, connection, inFlight, clock)
    log.request(record)
    response.on('close', () => {
      inFlight -= 1
      record.finishedAt = clock.now()
    })
    try {
      const answer = await answerOf(await readRequest(incoming), street, overrides, options.context).catch(faultAnswer)
      record.status = answer.status
      await sendAnswer(incoming, response, answer, clock.wall())
    } catch {
      // The client went away, or a body stream failed on purpose: what is half sent cannot be mended.
      incoming.socket.destroy()
    }
  })
  const listener = createServer(socket => {
    const connection = options.nextConnection()
    sockets.set(socket, connection)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes: Buffer) => {
      if (bytes !== emptyLine && !isLogQuestion(bytes)) log.receive(street.name, connection, bytes)
    })
    httpServer.emit('connection', socket)
    // node:http lets its parser read the socket's handle behind the stream; one `on('data')` after that makes it read the stream like
    // everybody else.
    socket.on('data', answerSimpleRequest(socket))
  })
  await listen(listener, options)
  return {
    port: (listener.address() as AddressInfo).port,
    override(answer) {
      overrides.unshift(answer)
      return () => void (overrides.includes(answer) && overrides.splice(overrides.indexOf(answer), 1))
    },
    async close() {
      const closed = new Promise<void>(resolve => listener.close(() => resolve()))
      for (const socket of sockets.keys()) socket.destroy()
      await closed
    },
  }
}

const emptyLine = Buffer.from('\r\n')

/** HTTP/0.9 is one line (RFC 1945 section 4.1), and node:http waits for an empty one after it. */
function answerSimpleRequest(socket: Socket): (bytes: Buffer) => void {
  let line = ''
  return bytes => {
    if (line.length > 2_000) return
    line += bytes.toString('latin1')
    if (/^GET \S+\r?\n$/.test(line)) socket.emit('data', emptyLine)
  }
}

async function answerOf(
  request: StreetRequest | undefined,
  street: Street,
  overrides: readonly Override[],
  context: () => StreetContext,
): Promise<Answer> {
  if (request === undefined) return statusAnswer(413, 'Too large', `A request body may have ${limits.townBodyBytes} bytes here.`)
  for (const override of [...overrides]) {
    const answer = await override(request)
    if (answer !== undefined) return answer
  }
  const answer = await street.answer(request, context())
  if (answer !== undefined) return answer
  return request.path === '/robots.txt' ? textAnswer(request, 'User-agent: *\nAllow: /\n') : notFoundAnswer(request)
}

function faultAnswer(fault: unknown): Answer {
  return statusAnswer(500, 'The street failed', fault instanceof Error ? fault.message : String(fault))
}

async function readRequest(incoming: IncomingMessage): Promise<StreetRequest | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    size += piece.length
    if (size <= limits.townBodyBytes) pieces.push(piece)
  }
  if (size > limits.townBodyBytes) return undefined
  const target = incoming.url ?? '/'
  // Absolute targets (RFC 9112 section 3.2.2) are what a learner's first program sends.
  const url = URL.parse(target.startsWith('/') ? `http://town${target}` : target) ?? new URL('http://town/')
  return {
    method: incoming.method ?? 'GET',
    target,
    path: url.pathname,
    query: url.searchParams,
    body: Buffer.concat(pieces),
    header(name) {
      const value = incoming.headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : value
    },
  }
}

function recordOf(incoming: IncomingMessage, site: string, connection: number, inFlight: number, clock: Clock): TownRequest {
  return {
    site,
    at: clock.now(),
    wall: clock.wall(),
    connection,
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    httpVersion: incoming.httpVersion,
    headers: incoming.rawHeaders,
    remoteAddress: incoming.socket.remoteAddress ?? '',
    inFlight,
  }
}

function listen(listener: ReturnType<typeof createServer>, { street, host, port }: TownSiteOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    listener.once('error', cause => {
      const message = `the site "${street.name}" cannot listen on ${host}:${port} (${cause.message}); choose another port, or 0 for any`
      reject(new CrawlError('usage', message, { cause }))
    })
    listener.listen(port, host, resolve)
  })
}
