/** Whether it pays to run handlers in threads of their own, by what they have cost so far. */
export type Payoff = {
  /** So long did a handler hold this thread, ms. */
  heard(ms: number): void
  /** Once true, it stays so. */
  readonly pays: boolean
  /** Part of the time that handlers took while it was looked at last, 0 to 1. */
  readonly share: number
}

/** Pages that are looked at together. Of the first ones the compiler has a part that will not come again. */
const window = 50
/** A thread costs 50 MB and more, a page that goes to another one 0.25 ms of CPU (docs/decisions/0025-handlers-in-threads.md). */
const least = { share: 0.25, meanMs: 0.5 }

/** It pays when handlers take a quarter of this thread's time, and enough of it for each page. @param now monotonic, ms */
export function createPayoff(now: () => number): Payoff {
  let [count, busy, since, share] = [0, 0, now(), 0]
  let [isFirst, pays] = [true, false]
  return {
    heard(ms) {
      if (pays) return
      busy += ms
      if (++count < window) return
      share = busy / Math.max(busy, now() - since)
      pays = !isFirst && share >= least.share && busy / window >= least.meanMs
      ;[count, busy, since, isFirst] = [0, 0, now(), false]
    },
    get pays() {
      return pays
    },
    get share() {
      return share
    },
  }
}
