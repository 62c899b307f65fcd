import { limits } from '../base/limits.ts'
import type { WatchCounts, WatchState } from './watch-state.ts'

/** Adds the time since the last round, and what a plain GET at every `naiveMs` of it would have cost. */
export function withNaive({ counts, checked, due, page, target }: WatchState, now: number, naiveMs: number): WatchCounts {
  // Time in which nobody watched, between two runs or while the machine slept, is not counted.
  const since = checked === null ? 0 : Math.min(now - Date.parse(checked), due === null ? Infinity : Date.parse(due) - Date.parse(checked))
  const watchedMs = counts.watchedMs + Math.max(0, since)
  const checks = target === null ? 0 : Math.floor(watchedMs / naiveMs) + 1
  const further = Math.max(0, checks - counts.naive.checks)
  const bytes = counts.naive.bytes + further * ((target?.bytes ?? 0) + (page?.bytes ?? 0))
  return { ...counts, watchedMs, naive: { checks: counts.naive.checks + further, bytes } }
}

/** The interval that the comparison takes for naive: the fixed one, or five minutes. */
export function naiveInterval(everyMs: number | undefined): number {
  return everyMs ?? limits.watchNaiveMs
}
