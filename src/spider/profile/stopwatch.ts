import type { Clock } from '../../base/clock.ts'

/** What the main thread does for pages. */
export type Work = 'reading' | 'handlers' | 'frontier' | 'output'

export type Stopwatch = {
  /** Does the work and counts its time, for that work alone: what a handler has read for it is reading. Promises are not waited for. */
  run<Value>(work: Work, act: () => Value): Value
  /** Time of work that is never within other work. */
  add(work: Work, ms: number): void
  readonly spent: Readonly<Record<Work, number>>
}

export function createStopwatch(clock: Clock): Stopwatch {
  const spent = { reading: 0, handlers: 0, frontier: 0, output: 0 }
  let current: Work | undefined
  let since = 0
  const turnTo = (work: Work | undefined): void => {
    const now = clock.now()
    if (current !== undefined) spent[current] += now - since
    current = work
    since = now
  }
  return {
    run(work, act) {
      const outer = current
      if (outer === work) return act()
      turnTo(work)
      try {
        return act()
      } finally {
        turnTo(outer)
      }
    },
    add(work, ms) {
      spent[work] += ms
    },
    spent,
  }
}
