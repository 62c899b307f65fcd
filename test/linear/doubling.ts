import type { LinearRow } from './linear-row.ts'

/** The most that twice the input may take of the time. */
export const mostPerDoubling = 2.3

/** Below this, in ms, the clock, the compiler and the collector decide. */
export const leastMs = 5

/**
 * CPU time in ms of work done once: that of the main thread, since the compiler and the collector have threads of their own. Work that gives
 * a promise is done by other threads too: all of the process then.
 */
export async function cpuMs(work: () => unknown): Promise<number> {
  const thread = process.threadCpuUsage()
  const whole = process.cpuUsage()
  const done = work()
  const isAsync = done instanceof Promise
  if (isAsync) await done
  const { user, system } = isAsync ? process.cpuUsage(whole) : process.threadCpuUsage(thread)
  return (user + system) / 1000
}

/** Times at two sizes, when each try was steeper than `mostPerDoubling` for each doubling; undefined when one was not. */
export async function steepness({ prepare }: LinearRow, small: number, large: number, tries = 5): Promise<string | undefined> {
  const most = mostPerDoubling ** Math.log2(large / small)
  let said: string | undefined
  for (let turn = 0; turn < tries; turn++) {
    const [one, two] = [await cpuMs(prepare(small)), await cpuMs(prepare(large))]
    said = `${one.toFixed(1)} ms for ${small}, ${two.toFixed(1)} ms for ${large}`
    if (two < Math.max(8 * leastMs, most * one)) return undefined
  }
  return said
}
