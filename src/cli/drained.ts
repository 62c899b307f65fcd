import { once } from 'node:events'

/** Whoever reads our output slowly holds the sender back, not our memory: to be awaited before the next read. */
export async function drained(): Promise<void> {
  if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
}
