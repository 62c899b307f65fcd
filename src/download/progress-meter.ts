import type { Clock } from '../base/clock.ts'
import type { DownloadProgress } from './download-options.ts'

const everyMs = 100
const windowMs = 5_000

export type ProgressMeter = {
  /** Of the file, so many bytes are here. `came`: bytes from the wire since the last call. */
  tick(received: number, total: number | undefined, came: number): void
  /** Tells the last state, whatever the time. */
  end(received: number, total: number | undefined): void
}

/** Tells how far it is about ten times a second, and how fast it has been in the last five seconds. */
export function createProgressMeter(tell: (progress: DownloadProgress) => void, clock: Clock): ProgressMeter {
  const start = clock.now()
  const marks = [{ at: start, came: 0 }]
  let told = Number.NEGATIVE_INFINITY
  let came = 0
  function say(received: number, total: number | undefined): void {
    const now = clock.now()
    told = now
    marks.push({ at: now, came })
    while (marks.length > 2 && now - marks[1]!.at >= windowMs) marks.shift()
    const first = marks[0]!
    tell({ received, total, bytesPerSecond: now === first.at ? 0 : ((came - first.came) / (now - first.at)) * 1000 })
  }
  return {
    tick(received, total, more) {
      came += more
      if (clock.now() - told >= everyMs) say(received, total)
    },
    end: say,
  }
}
