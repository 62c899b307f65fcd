import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ManualClock } from '../base/clock.ts'
import type { Watch, WatchEvent } from './index.ts'

/**
 * Plays a watch to its end on a clock that is turned by hand: time goes by only while the watch waits for its next round, so real sockets
 * have all the time they need. @param look is told of each event; true leaves the loop
 */
export async function drive(run: Watch, clock: ManualClock, look: (event: WatchEvent) => unknown = () => false): Promise<WatchEvent[]> {
  const events: WatchEvent[] = []
  for await (const event of run) {
    events.push(event)
    if (look(event) === true) break
    // The watch sets its timer when it is asked for the next event, which is before this.
    if (event.kind === 'waiting') setImmediate(() => void clock.advance(event.ms))
  }
  return events
}

export function only<Kind extends WatchEvent['kind']>(events: readonly WatchEvent[], kind: Kind) {
  return events.filter((event): event is Extract<WatchEvent, { kind: Kind }> => event.kind === kind)
}

/** A folder that goes with its test. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'orbweaver-watch-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
