import type { Clock } from '../base/clock.ts'
import type { CrawlErrorCode } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { OrderLimits } from '../exchange/order.ts'

/**
 * What an order waits for: its turn on the connection, the answer's header, the next bytes of the body, or nothing (we hold the sender
 * back).
 */
export type HopPhase = 'queued' | 'asked' | 'body' | 'held'

export type HopClocks = {
  /** Wall time at the start, ms. */
  readonly startedAt: number
  /** ms since the start. */
  elapsed(): number
  /** The phase begins now, or goes on with new bytes. */
  enter(phase: HopPhase): void
  stop(): void
}

export type TimedOut = { readonly code: CrawlErrorCode; readonly ms: number; readonly says: string; readonly option: string }

/**
 * The clocks of one order behind its connection: header, silence, total. One timer for all, hardly ever fired: it wakes after the shortest
 * of them at the latest, and so misses no phase that began since.
 */
export function createHopClocks(clock: Clock, given: OrderLimits | undefined, timedOut: (how: TimedOut) => void): HopClocks {
  const headersMs = given?.headersMs ?? limits.headersMs
  const idleMs = given?.idleMs ?? limits.idleMs
  const totalMs = given?.totalMs ?? limits.totalMs
  const shortest = Math.min(headersMs, idleMs)
  const start = clock.now()
  let phase: HopPhase = 'queued'
  let since = start
  let forget = clock.after(Math.min(shortest, totalMs), watch)

  function watch(): void {
    const now = clock.now()
    const total = start + totalMs - now
    const left = phase === 'asked' ? since + headersMs - now : phase === 'body' ? since + idleMs - now : total
    if (total <= 0)
      timedOut({ code: 'timeout-total', ms: totalMs, says: 'was not done', option: 'for one page --max-time; library: limits.totalMs' })
    else if (left > 0) forget = clock.after(Math.min(total, left, shortest), watch)
    else if (phase === 'asked')
      timedOut({ code: 'timeout-headers', ms: headersMs, says: 'sent no whole header', option: 'library: limits.headersMs' })
    else timedOut({ code: 'timeout-idle', ms: idleMs, says: 'sent nothing of the body', option: 'library: limits.idleMs' })
  }

  return {
    startedAt: clock.wall(),
    elapsed: () => clock.now() - start,
    enter(next) {
      phase = next
      since = clock.now()
    },
    stop: () => forget(),
  }
}
