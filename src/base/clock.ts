/** Time is handed in, never taken: tests turn a manual clock, nothing sleeps. */
export type Clock = {
  /** Milliseconds since the epoch, for records and HTTP dates. */
  wall(): number
  /** Milliseconds that never go back, for waits and durations. */
  now(): number
  /** Calls `wake` once after `ms`; the returned function takes it back. */
  after(ms: number, wake: () => void): () => void
}

/** Node's timers fire at once above this (2^31 - 1 ms, 24.8 days). */
const longestTimer = 2_147_483_647

export const systemClock: Clock = {
  wall: () => Date.now(),
  // `performance` would do, but takes 1 ms to load.
  now() {
    const [seconds, nanoseconds] = process.hrtime()
    return seconds * 1e3 + nanoseconds / 1e6
  },
  after(ms, wake) {
    const timer = setTimeout(wake, Math.min(Math.max(0, ms), longestTimer))
    return () => clearTimeout(timer)
  },
}

export type ManualClock = Clock & {
  /** Moves time forward and fires what falls due, in order; waits for promises between. */
  advance(ms: number): Promise<void>
  /** How far ahead the next timer is, ms; Infinity: none waits. */
  untilNext(): number
  /** Changes the wall clock alone, as a user or NTP does. */
  jump(ms: number): void
}

/** A clock that stands still until it is told to move. @param start wall time in ms, default 2026-01-01T00:00:00Z */
export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = 0
  let wallAhead = start
  const waiting = new Set<{ at: number; wake: () => void }>()
  const next = (until: number) => {
    let first: { at: number; wake: () => void } | undefined
    for (const timer of waiting) if (timer.at <= until && (first === undefined || timer.at < first.at)) first = timer
    return first
  }
  return {
    wall: () => wallAhead + now,
    now: () => now,
    after(ms, wake) {
      const timer = { at: now + Math.max(0, ms), wake }
      waiting.add(timer)
      return () => void waiting.delete(timer)
    },
    async advance(ms) {
      const until = now + ms
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        waiting.delete(timer)
        now = Math.max(now, timer.at)
        timer.wake()
        await new Promise<void>(resolve => setImmediate(resolve))
      }
      now = until
    },
    untilNext: () => (next(Infinity)?.at ?? Infinity) - now,
    jump(ms) {
      wallAhead += ms
    },
  }
}
