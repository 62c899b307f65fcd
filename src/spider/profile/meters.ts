import type { Clock } from '../../base/clock.ts'
import type { Timings } from '../../exchange/exchange.ts'
import type { Gauge } from './gauge.ts'
import { createGauge } from './gauge.ts'
import type { Stopwatch } from './stopwatch.ts'
import { createStopwatch } from './stopwatch.ts'
import type { WaitBook } from './wait-book.ts'
import { createWaitBook } from './wait-book.ts'

/** What the rooms of a profiled run write on. */
export type Meters = {
  readonly clock: Clock
  readonly concurrency: number
  readonly stopwatch: Stopwatch
  readonly waits: WaitBook
  /** Pages from lease to settlement. */
  readonly journeys: Gauge
  /** Requests under way, those for robots.txt too. */
  readonly requests: Gauge
  readonly robots: Gauge
  /** Handlers that have returned a promise. */
  readonly handlers: Gauge
  /** Waiting until what was settled, added or noted is durable. */
  readonly storing: Gauge
  readonly network: NetworkTimes
}

/** Sums over requests for pages. */
export type NetworkTimes = { failed: number; connectMs: number; tlsMs: number; firstByteMs: number; bodyMs: number; failedMs: number }

export function createMeters(clock: Clock, concurrency: number): Meters {
  return {
    clock,
    concurrency,
    stopwatch: createStopwatch(clock),
    waits: createWaitBook(clock.now()),
    journeys: createGauge(),
    requests: createGauge(),
    robots: createGauge(),
    handlers: createGauge(),
    storing: createGauge(),
    network: { failed: 0, connectMs: 0, tlsMs: 0, firstByteMs: 0, bodyMs: 0, failedMs: 0 },
  }
}

export function addTimings(network: NetworkTimes, { connection, headersMs, totalMs }: Timings): void {
  const connectMs = connection === undefined ? 0 : connection.dnsMs + connection.tcpMs
  const tlsMs = connection?.tlsMs ?? 0
  network.connectMs += connectMs
  network.tlsMs += tlsMs
  network.firstByteMs += Math.max(0, headersMs - connectMs - tlsMs)
  network.bodyMs += Math.max(0, totalMs - headersMs)
}
