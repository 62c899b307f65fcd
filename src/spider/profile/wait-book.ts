import type { Wait } from './profile.ts'

/** What the next request waits for: always one thing, until the next is entered. */
export type WaitBook = {
  enter(wait: Wait, now: number): void
  /** ms until now. */
  spent(now: number): Readonly<Record<Wait, number>>
}

export function createWaitBook(startedAt: number): WaitBook {
  const spent = { opening: 0, politeness: 0, perSite: 0, concurrency: 0, links: 0, store: 0, other: 0 }
  let current: Wait = 'opening'
  let since = startedAt
  const enter = (wait: Wait, now: number): void => {
    spent[current] += now - since
    current = wait
    since = now
  }
  return {
    enter,
    spent(now) {
      enter(current, now)
      return { ...spent }
    },
  }
}
