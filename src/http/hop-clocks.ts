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
  /** The phase begins now, or goes on with new bytes: how many of the body. */
  enter(phase: HopPhase, bytes?: number): void
  stop(): void
}

export type TimedOut = { readonly code: CrawlErrorCode; readonly ms: number; readonly says: string; readonly option: string }

/**
 * The clocks of one order behind its connection: header, silence, rate, total. One timer for all, hardly ever fired: it wakes after the
 * shortest of them at the latest, and so misses no phase that began since.
 */
export function createHopClocks(clock: Clock, given: OrderLimits | undefined, timedOut: (how: TimedOut) => void): HopClocks {
  const headersMs = given?.headersMs ?? limits.headersMs
  const idleMs = given?.idleMs ?? limits.idleMs
  const totalMs = given?.totalMs ?? limits.totalMs
  const rateMs = given?.rateMs ?? limits.rateMs
  const rateBytes = given?.rateBytes ?? limits.rateBytes
  const shortest = Math.min(headersMs, idleMs, rateMs)
  const start = clock.now()
  let phase: HopPhase = 'queued'
  let since = start
  let window = windowFrom(start)
  let forget = clock.after(Math.min(shortest, totalMs), watch)

  function watch(): void {
    const now = clock.now()
    const total = start + totalMs - now
    const left = phase === 'asked' ? since + headersMs - now : phase === 'body' ? since + idleMs - now : total
    if (total <= 0)
      timedOut({ code: 'timeout-total', ms: totalMs, says: 'was not done', option: 'for one page --max-time; library: limits.totalMs' })
    else if (left > 0) watchRate(now, Math.min(total, left, shortest))
    else if (phase === 'asked')
      timedOut({ code: 'timeout-headers', ms: headersMs, says: 'sent no whole header', option: 'library: limits.headersMs' })
    else timedOut({ code: 'timeout-idle', ms: idleMs, says: 'sent nothing of the body', option: 'library: limits.idleMs' })
  }

  function watchRate(now: number, wakeIn: number): void {
    const ms = now - window.from
    const isJudged = phase === 'body' && ms >= rateMs && (window.pieces >= dripPieces || ms >= longestWindow * rateMs)
    if (isJudged && window.bytes / ms < rateBytes / rateMs) {
      timedOut({ code: 'timeout-rate', ms, says: `sent no more than ${window.bytes} bytes of the body`, option: rateOption })
      return
    }
    if (isJudged) window = windowFrom(now)
    const end = window.from + rateMs - now
    forget = clock.after(end > 0 ? Math.min(wakeIn, end) : wakeIn, watch)
  }

  return {
    startedAt: clock.wall(),
    elapsed: () => clock.now() - start,
    enter(next, bytes = 0) {
      const now = clock.now()
      if (phase === 'held') window.from += now - since
      else if (phase !== 'body') window = windowFrom(now)
      if (bytes > 0) window.pieces++
      window.bytes += bytes
      since = now
      phase = next
    },
    stop: () => forget(),
  }
}

/** A drip comes in many small pieces; a few with long pauses between them may still be a page, and are given more time. */
const dripPieces = 10
const longestWindow = 10
const rateOption = 'library: limits.rateBytes and rateMs'

function windowFrom(now: number) {
  return { from: now, bytes: 0, pieces: 0 }
}
