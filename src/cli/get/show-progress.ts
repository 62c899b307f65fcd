import { createLogUpdate } from 'log-update'
import { progressLine } from './summary.ts'

/** Twice a second is news; more is flicker. */
const everyMs = 500
/** The rate shown is that of the last seconds. */
const rateMs = 5_000

export type ProgressBar = {
  update(received: number, total: number | undefined): void
  end(): void
}

/** A bar on standard error, redrawn in place, from half a second on. */
export function showProgress(name: string): ProgressBar {
  const live = createLogUpdate(process.stderr)
  const start = performance.now()
  const samples = [{ at: start, received: 0 }]
  let received = 0
  let total: number | undefined
  const timer = setInterval(() => {
    const now = performance.now()
    while (samples.length > 1 && samples[1]!.at < now - rateMs) samples.shift()
    const since = samples[0]!
    samples.push({ at: now, received })
    const bytesPerSecond = (received - since.received) / Math.max(0.001, (now - since.at) / 1000)
    live(progressLine({ name, received, total, elapsedMs: now - start, bytesPerSecond }, (process.stderr.columns || 80) - 1))
  }, everyMs)
  timer.unref()
  return {
    update(bytes, all) {
      received = bytes
      total = all
    },
    end() {
      clearInterval(timer)
      live.clear()
      live.done()
    },
  }
}
