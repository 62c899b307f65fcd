import type { Clock } from '../../base/clock.ts'
import type { Wait } from './profile.ts'

/** What the next request waits for: always one thing, until the next is entered. */
export type WaitBook = {
  enter(wait: Wait): void
  /** ms so far. */
  spent(): Readonly<Record<Wait, number>>
}

export function createWaitBook(clock: Clock): WaitBook {
  const spent = { opening: 0, politeness: 0, perSite: 0, concurrency: 0, links: 0, store: 0, other: 0 }
  let current: Wait = 'opening'
  let since = clock.now()
  const enter = (wait: Wait): void => {
    const now = clock.now()
    spent[current] += now - since
    current = wait
    since = now
  }
  return {
    enter,
    spent() {
      enter(current)
      return { ...spent }
    },
  }
}
