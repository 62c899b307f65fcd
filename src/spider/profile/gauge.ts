/** How many there are of something, over time. Times are handed in, as one reading of the clock serves several gauges. */
export type Gauge = {
  begin(now: number): void
  end(now: number): void
  readonly level: number
  readonly most: number
  /** How many have begun. */
  readonly begun: number
  /** Sum of their times until now, ms. */
  total(now: number): number
}

export function createGauge(): Gauge {
  let level = 0
  let most = 0
  let begun = 0
  let total = 0
  let since = 0
  const catchUp = (now: number): void => {
    total += level * (now - since)
    since = now
  }
  return {
    begin(now) {
      catchUp(now)
      begun++
      level++
      if (level > most) most = level
    },
    end(now) {
      catchUp(now)
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
    total(now) {
      catchUp(now)
      return total
    },
  }
}
