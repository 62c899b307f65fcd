import type { Clock } from '../../base/clock.ts'

/** Holds a stream to so many bytes a second on the whole. @returns to be awaited after each chunk */
export function paceBytes(bytesPerSecond: number, clock: Clock): (bytes: number) => Promise<void> | undefined {
  const start = clock.now()
  let taken = 0
  return bytes => {
    taken += bytes
    const early = (taken / bytesPerSecond) * 1000 - (clock.now() - start)
    return early > 1 ? new Promise(resolve => clock.after(early, resolve)) : undefined
  }
}
