import type { Clock } from '../base/clock.ts'

/** A machine that slept wakes with its timers late: the wall clock is looked at this often. */
const lookMs = 60_000

/**
 * Resolves once the wall clock shows `due` or `longestMs` have gone by, whichever is first (a clock that is put back must not stop a
 * watch), and at once when the signal fires.
 */
export async function waitUntil(clock: Clock, due: number, longestMs: number, signal: AbortSignal): Promise<void> {
  const end = clock.now() + longestMs
  for (;;) {
    const left = Math.min(due - clock.wall(), end - clock.now())
    if (left <= 0 || signal.aborted) return
    await new Promise<void>(resolve => {
      const wake = () => {
        signal.removeEventListener('abort', wake)
        forget()
        resolve()
      }
      const forget = clock.after(Math.min(left, lookMs), wake)
      signal.addEventListener('abort', wake)
    })
  }
}
