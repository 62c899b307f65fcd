import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Clock } from '../../base/clock.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import { notFoundAnswer, pageAnswer, statusAnswer, textAnswer } from '../answers.ts'
import { key } from '../certificates.ts'
import { anchor, escapeHtml, list } from '../html.ts'
import type { Answer } from '../street.ts'
import type { TownLog, TownRequest } from '../town-log.ts'
import { createWire } from './create-wire.ts'
import type { Asked, Endpoint, HostileContext } from './endpoint.ts'
import type { RawRequest } from './read-request.ts'
import { createRequestReader, tlsHello } from './read-request.ts'

/** One origin of the street: the endpoints of a group, or one that has a house of its own. */
export type House = {
  readonly name: string
  readonly port: number
  readonly host: string
  close(): Promise<void>
}

export type HouseOptions = {
  readonly name: string
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  readonly endpoints: readonly Endpoint[]
  readonly clock: Clock
  readonly log: TownLog
  readonly context: HostileContext
  nextConnection(): number
  /** The street's own pages, in front of everything: the list, the log. Not in the log. */
  answerForStreet(request: RawRequest): Answer | undefined
}

/** Opens one house on raw sockets, so that its endpoints can send any bytes. Throws CrawlError `usage` when it cannot listen there. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { name, host, port, clock, log, context } = options
  const listen = options.endpoints.find(endpoint => endpoint.listen !== undefined)?.listen
  if (listen !== undefined) {
    const opened = await listen({ host, port }).catch(cause => {
      throw cannotListen(options, cause)
    })
    return { ...opened, name, host }
  }
  const sockets = new Set<Socket>()
  const closing = new AbortController()
  let inFlight = 0

  function endpointAt(target: string): Endpoint | undefined {
    return options.endpoints.find(one => one.ownHouse || isUnder(target, one.id))
  }

  /** TLS on a connection; its hello is in the log. */
  function secure(below: Socket, connection: number, cert: string): Socket {
    const { TLSSocket, createSecureContext } = process.getBuiltinModule('node:tls')
    const record = recordOf(tlsHello, factsOf(connection, below))
    log.request(record)
    const over = () => {
      record.finishedAt ??= clock.now()
    }
    const socket = new TLSSocket(below, { isServer: true, secureContext: createSecureContext({ key, cert }) })
    return socket.on('secure', over).on('close', over)
  }

  function factsOf(connection: number, { remoteAddress = '' }: Socket, endpoint = endpointAt('')) {
    return { site: name, endpoint: endpoint?.id, connection, inFlight, remoteAddress }
  }

  async function serve(socket: Socket, below: Socket, connection: number): Promise<void> {
    const reader = createRequestReader(socket, target => endpointAt(target)?.early === true)
    socket.on('data', (bytes: Buffer) => {
      if (!/^[A-Z]+ \/__/.test(bytes.toString('latin1', 0, 20))) log.receive(name, connection, bytes)
      reader.push(bytes)
    })
    for (let onConnection = 1; ; onConnection += 1) {
      const request = await reader.next()
      if (request === undefined) break
      const ownAnswer = options.answerForStreet(request)
      const endpoint = endpointAt(request.target)
      inFlight += 1
      const record = recordOf(request, factsOf(connection, socket, endpoint))
      if (ownAnswer === undefined) log.request(record)
      const wire = createWire(socket, below, record, clock, closing.signal)
      try {
        if (ownAnswer !== undefined) await wire.reply(ownAnswer)
        else {
          const nth = endpoint === undefined ? 0 : context.count(`nth ${endpoint.id}`)
          const asked = askedOf(request, { house: name, onConnection, nth })
          const isStray = request === tlsHello && endpoint?.scheme !== 'https'
          const isLeft = endpoint === undefined || isStray || (await endpoint.behave(asked, wire, context)) === false
          if (isLeft && !wire.isUsed) await wire.reply(plainAnswer(asked))
        }
      } finally {
        inFlight -= 1
        record.finishedAt = clock.now()
        record.leftEarly = wire.isGone
      }
      if (!wire.isKept) break
    }
    socket.end()
  }

  function plainAnswer(asked: Asked): Answer {
    if (asked.method === 'TLS') return statusAnswer(400, 'Bad request', 'This port speaks no TLS.')
    if (asked.path === '/robots.txt') return textAnswer(asked, 'User-agent: *\nAllow: /\n')
    if (asked.path === '/healthy')
      return pageAnswer(asked, { title: `Healthy ${name}`, body: '<h1>Healthy</h1>\n<p>Nothing is wrong here.</p>' })
    if (asked.path !== '/') return notFoundAnswer(asked)
    const doors = options.endpoints.map(({ id, says }) => `${anchor(context.url(id), id)}: ${escapeHtml(says)}`)
    return pageAnswer(asked, { title: `House ${name}`, body: `<h1>House ${name}</h1>\n${list([...doors, anchor('/healthy')])}` })
  }

  function recordOf(
    { method, target, version, headers, body }: RawRequest,
    facts: Pick<TownRequest, 'site' | 'endpoint' | 'connection' | 'inFlight' | 'remoteAddress'>,
  ): TownRequest {
    const bodyText = body.length === 0 ? {} : { body: Buffer.from(body).toString('latin1') }
    return { ...facts, at: clock.now(), wall: clock.wall(), method, target, httpVersion: version, headers, ...bodyText }
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, below => {
    const connection = options.nextConnection()
    sockets.add(below)
    below.on('close', () => sockets.delete(below))
    below.on('error', () => below.destroy())
    const certificate = options.endpoints.find(one => one.certificate !== undefined)?.certificate
    const socket = certificate === undefined ? below : secure(below, connection, certificate)
    if (socket !== below) socket.on('error', () => socket.destroy())
    serve(socket, below, connection).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', cause => reject(cannotListen(options, cause)))
    server.listen(port, host, resolve)
  })
  return {
    name,
    host,
    port: (server.address() as AddressInfo).port,
    async close() {
      closing.abort()
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function cannotListen({ name, host, port }: HouseOptions, cause: Error): CrawlError {
  const says = `the house "${name}" cannot listen on ${host}:${port} (${cause.message}); choose another port, or 0 for any`
  return new CrawlError('usage', says, { cause })
}

function isUnder(target: string, id: string): boolean {
  return target.startsWith(`/${id}`) && !/^[\w.~-]/.test(target.slice(id.length + 1))
}

function askedOf(request: RawRequest, facts: Pick<Asked, 'house' | 'onConnection' | 'nth'>): Asked {
  const { method, target, version, headers, body } = request
  const url = URL.parse(target.startsWith('/') ? `http://street${target}` : target) ?? new URL('http://street/')
  return {
    ...facts,
    method,
    target,
    path: url.pathname,
    query: url.searchParams,
    version,
    headers,
    body,
    header(name) {
      const values = headers.filter((_, index) => index % 2 === 1 && headers[index - 1]!.toLowerCase() === name.toLowerCase())
      return values.length === 0 ? undefined : values.join(', ')
    },
  }
}
