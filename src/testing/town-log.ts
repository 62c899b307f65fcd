import type { Clock } from '../base/clock.ts'
import { escapeTerminal } from '../base/escape.ts'
import { limits } from '../base/limits.ts'

/** One request as it arrived, and how it was answered. */
export type TownRequest = {
  readonly site: string
  /** Arrival by the town's clock: monotonic ms, and ms since the epoch. */
  readonly at: number
  readonly wall: number
  /** Connections are counted from 1 through the whole town. */
  readonly connection: number
  /** Hostile street: also `DNS` and `TLS`, for what comes before a request. */
  readonly method: string
  readonly target: string
  /** Empty for what is no HTTP. */
  readonly httpVersion: string
  /** As received: flat list of names and values. */
  readonly headers: readonly string[]
  readonly remoteAddress: string
  /** Requests being answered on this site at its arrival, itself included. */
  readonly inFlight: number
  /** When the answer was over (sent whole, or the connection lost), monotonic ms. */
  finishedAt?: number
  /** Status of the answer; absent while none was sent. */
  status?: number
  /** Hostile street: the endpoint, the body in Latin-1, bytes handed to the system, and whether the visitor hung up before the end. */
  readonly endpoint?: string | undefined
  readonly body?: string
  sent?: number
  leftEarly?: boolean
}

/** Bytes as one read gave them. */
export type ReceivedBytes = {
  readonly site: string
  readonly connection: number
  readonly at: number
  readonly wall: number
  readonly bytes: Uint8Array
}

export type TownLog = {
  readonly requests: TownRequest[]
  readonly bytes: ReceivedBytes[]
  /** What came after a bound was reached and is not in the log. */
  readonly dropped: { requests: number; bytes: number }
  receive(site: string, connection: number, bytes: Uint8Array): void
  request(record: TownRequest): void
  clear(): void
}

export function createTownLog(clock: Clock, longest: number = limits.townLogBytes): TownLog {
  let size = 0
  const log: TownLog = {
    requests: [],
    bytes: [],
    dropped: { requests: 0, bytes: 0 },
    receive(site, connection, bytes) {
      const room = Math.max(0, longest - size)
      const kept = bytes.subarray(0, room)
      log.dropped.bytes += bytes.length - kept.length
      size += kept.length
      if (kept.length > 0) log.bytes.push({ site, connection, at: clock.now(), wall: clock.wall(), bytes: Uint8Array.from(kept) })
    },
    request(record) {
      if (log.requests.length < limits.townLogRequests) log.requests.push(record)
      else log.dropped.requests += 1
    },
    clear() {
      log.requests.length = log.bytes.length = 0
      log.dropped.requests = log.dropped.bytes = size = 0
    },
  }
  return log
}

/** The log as one JSON document, bytes in base64, written piece by piece. @param site only this site */
export function* logAsJson(log: TownLog, site: string | null): Generator<string> {
  yield `{"dropped":${JSON.stringify(log.dropped)},"requests":[`
  let comma = ''
  for (const record of log.requests) {
    if (site !== null && record.site !== site) continue
    yield `${comma}\n${JSON.stringify(record)}`
    comma = ','
  }
  yield '\n],"bytes":['
  comma = ''
  for (const piece of log.bytes) {
    if (site !== null && piece.site !== site) continue
    yield `${comma}\n${JSON.stringify({ ...piece, bytes: Buffer.from(piece.bytes).toString('base64') })}`
    comma = ','
  }
  yield '\n]}\n'
}

/** One line per request: time, site, connection, requests in flight, status, duration, request line and user agent. */
export function* logAsText(log: TownLog, site: string | null): Generator<string> {
  for (const record of log.requests) {
    if (site !== null && record.site !== site) continue
    const took = record.finishedAt === undefined ? '-' : `${(record.finishedAt - record.at).toFixed(0)}ms`
    const agent = record.headers.find((_, index) => index % 2 === 1 && record.headers[index - 1]!.toLowerCase() === 'user-agent') ?? '-'
    const time = new Date(record.wall).toISOString()
    const line = [record.method, record.target, record.httpVersion && `HTTP/${record.httpVersion}`].filter(Boolean).join(' ')
    yield `${time} ${record.site} #${record.connection} x${record.inFlight} ${record.status ?? '-'} ${took} ${escapeTerminal(line)} | ${escapeTerminal(agent)}\n`
  }
  if (log.dropped.requests > 0 || log.dropped.bytes > 0) {
    yield `the log is full: ${log.dropped.requests} requests and ${log.dropped.bytes} bytes are not in it (DELETE /__log empties it)\n`
  }
}
