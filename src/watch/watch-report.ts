import type { Lesson } from './known.ts'
import type { WatchCounts, WatchState } from './watch-state.ts'

/**
 * Why a watch ended: its number of checks was reached, a change was waited for and came, its time is over, the server says that what was
 * watched is gone (410), it was stopped, or it threw. `open`: it has not ended.
 */
export type WatchEnd = 'open' | 'count' | 'changed' | 'time' | 'gone' | 'stopped' | 'failed'

/** Sums over all runs on one state; JSON-safe. */
export type WatchReport = Omit<WatchCounts, 'watchedMs' | 'naive'> & {
  readonly url: string
  /** What was watched at last: the image of a page, or where the URL has moved for good. */
  readonly watched: string | null
  readonly ended: WatchEnd
  /** Time under watch. */
  readonly seconds: number
  /** A plain GET every so many seconds: how many, and the bytes of their answers. */
  readonly naive: { readonly everySeconds: number; readonly checks: number; readonly bytes: number }
  readonly saved: { readonly bytes: number; readonly percent: number }
  /** What the server's answers have taught. */
  readonly learnt: readonly Lesson[]
  readonly changed: string | null
  readonly due: string | null
  /** Files that are kept, oldest first. */
  readonly files: readonly string[]
}

export function reportOf(state: WatchState, ended: WatchEnd, naiveMs: number): WatchReport {
  const { url, target, counts, changed, due, files } = state
  const { watchedMs, naive, ...sums } = counts
  const saved = naive.bytes - sums.bytes
  return {
    url,
    watched: target?.url ?? null,
    ended,
    seconds: Math.round(watchedMs / 1000),
    ...sums,
    naive: { everySeconds: naiveMs / 1000, ...naive },
    saved: { bytes: saved, percent: naive.bytes === 0 ? 0 : Math.round((1000 * saved) / naive.bytes) / 10 },
    learnt: target?.learnt ?? [],
    changed,
    due,
    files,
  }
}
