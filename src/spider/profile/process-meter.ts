import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks'

/** This process since the start, ms. */
export type ProcessTimes = {
  /** The main thread, when it did not wait for events. */
  readonly busyMs: number
  readonly threadCpuMs: number
  readonly processCpuMs: number
  readonly gcMs: number
  readonly longestDelayMs: number
}

export type ProcessMeter = {
  /** Once; a second call gives the same. */
  stop(): ProcessTimes
}

/** How often the event loop is asked whether it is late, ms. */
const resolution = 20

export function startProcessMeter(): ProcessMeter {
  const [cpu, threadCpu, loop] = [process.cpuUsage(), process.threadCpuUsage(), performance.eventLoopUtilization()]
  let gcMs = 0
  const hear = (entries: readonly { readonly duration: number }[]): void => {
    for (const { duration } of entries) gcMs += duration
  }
  const observer = new PerformanceObserver(list => hear(list.getEntries()))
  observer.observe({ entryTypes: ['gc'] })
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  let times: ProcessTimes | undefined
  return {
    stop() {
      times ??= read()
      return times
    },
  }

  function read(): ProcessTimes {
    hear(observer.takeRecords())
    observer.disconnect()
    delay.disable()
    return {
      busyMs: performance.eventLoopUtilization(loop).active,
      threadCpuMs: sum(process.threadCpuUsage(threadCpu)),
      processCpuMs: sum(process.cpuUsage(cpu)),
      gcMs,
      longestDelayMs: Math.max(0, delay.max / 1e6 - resolution),
    }
  }
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}
