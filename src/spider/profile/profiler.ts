import type { Clock } from '../../base/clock.ts'
import type { Politeness } from '../../politeness/index.ts'
import type { RunRooms } from '../open-rooms.ts'
import type { Meters } from './meters.ts'
import { createMeters } from './meters.ts'
import type { ProcessMeter, ProcessTimes } from './process-meter.ts'
import { startProcessMeter } from './process-meter.ts'
import type { JourneyTimes, Profile, ThreadTimes } from './profile.ts'
import { timePoliteness } from './time-politeness.ts'
import { timeRooms } from './time-rooms.ts'
import { verdictOf } from './verdict.ts'

export type ProfilerOptions = {
  readonly clock: Clock
  readonly concurrency: number
  readonly perSite: number
  readonly politeness: Politeness
  /** Default: that of this process. */
  readonly meter?: ProcessMeter | undefined
}

/** Stands between a run and its rooms, and sums up where its time goes. */
export type Profiler = {
  /** To be used in place of the one that was given. */
  readonly politeness: Politeness
  /** The same rooms, with a meter put in each. */
  around(rooms: RunRooms): RunRooms
  /** Takes the meters off this process. @returns the sums */
  stop(): Profile
}

export function createProfiler(options: ProfilerOptions): Profiler {
  const { clock, concurrency, perSite, meter = startProcessMeter() } = options
  const startedAt = clock.now()
  const { politeness, pauses } = timePoliteness(options.politeness)
  const meters = createMeters(clock, concurrency)
  const { requests, robots, network, waits } = meters
  return {
    politeness,
    around: rooms => timeRooms(rooms, meters),
    stop() {
      const times = meter.stop()
      const now = clock.now()
      const wallMs = now - startedAt
      const measured = {
        wallMs: Math.round(wallMs),
        waits: rounded(waits.spent(now)),
        requests: {
          pages: requests.begun - robots.begun,
          failed: network.failed,
          robots: robots.begun,
          meanUnderWay: Math.round((requests.total(now) / Math.max(1, wallMs)) * 10) / 10,
          mostUnderWay: requests.most,
          concurrency,
          perSite,
        },
        pauses: pauses(),
        journeys: journeyTimes(meters, now),
        thread: threadTimes(times, meters),
        cpuMs: Math.round(times.processCpuMs),
      }
      return { ...measured, verdict: verdictOf(measured) }
    },
  }
}

function journeyTimes({ journeys, network, robots, handlers, storing }: Meters, now: number): JourneyTimes {
  const { failed, ...waited } = network
  const parts = { ...waited, robotsMs: robots.total(now), handlersMs: handlers.total(now), storeMs: storing.total(now) }
  const wholeMs = journeys.total(now)
  const otherMs = Math.max(0, wholeMs - sum(parts))
  return { count: journeys.begun, ...rounded({ wholeMs, ...parts, otherMs }) }
}

function threadTimes({ busyMs, threadCpuMs, gcMs, longestDelayMs }: ProcessTimes, { stopwatch }: Meters): ThreadTimes {
  const { reading, handlers, frontier, output } = stopwatch.spent
  return rounded({
    busyMs,
    cpuMs: threadCpuMs,
    readingMs: reading,
    handlersMs: handlers,
    frontierMs: frontier,
    outputMs: output,
    restMs: Math.max(0, busyMs - sum(stopwatch.spent)),
    gcMs,
    longestDelayMs,
  })
}

function sum(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((total, part) => total + part, 0)
}

function rounded<Name extends string>(times: Readonly<Record<Name, number>>): Record<Name, number> {
  const entries = Object.entries<number>(times).map(([name, ms]) => [name, Math.round(ms)] as const)
  return Object.fromEntries(entries) as Record<Name, number>
}
