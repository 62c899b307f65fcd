import type { Clock } from '../../base/clock.ts'

/** How many there are of something, over time. */
export type Gauge = {
  begin(): void
  end(): void
  readonly level: number
  readonly most: number
  /** How many have begun. */
  readonly begun: number
  /** Sum of their times so far, ms. */
  total(): number
}

export function createGauge(clock: Clock): Gauge {
  let level = 0
  let most = 0
  let begun = 0
  let total = 0
  let since = 0
  const catchUp = (): void => {
    const now = clock.now()
    total += level * (now - since)
    since = now
  }
  return {
    begin() {
      catchUp()
      begun++
      level++
      most = Math.max(most, level)
    },
    end() {
      catchUp()
      level--
    },
    get level() {
      return level
    },
    get most() {
      return most
    },
    get begun() {
      return begun
    },
    total() {
      catchUp()
      return total
    },
  }
}
