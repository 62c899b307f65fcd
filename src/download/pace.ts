import type { Clock } from '../base/clock.ts'

export type Pace = {
  /** Takes note of bytes that came; a promise: wait until the next ones may come. */
  take(bytes: number): Promise<void> | undefined
  /** Ends a wait. */
  stop(): void
}

/**
 * Holds a stream to a rate: the next bytes may come once the ones before have had their time, so over any time there are no more than
 * `rate` times it and the one piece that had come already. A pause is not made up for.
 */
export function createPace(bytesPerSecond: number, clock: Clock): Pace {
  let free = clock.now()
  let end = () => {}
  return {
    take(bytes) {
      const now = clock.now()
      free = Math.max(free, now) + (bytes / bytesPerSecond) * 1000
      if (free - now < 1) return undefined
      return new Promise(resolve => {
        const forget = clock.after(free - now, resolve)
        end = () => {
          forget()
          resolve()
        }
      })
    },
    stop: () => end(),
  }
}
