import type { Frontier, Taken } from '../../frontier/index.ts'
import type { Meters } from './meters.ts'

/** A frontier that tells what the next request waits for: its answers to `take` say it. */
export function timeFrontier(frontier: Frontier, { stopwatch, waits, journeys, storing, concurrency }: Meters): Frontier {
  const durable = async <Value>(write: () => Value | Promise<Value>, onEnd?: () => void): Promise<Value> => {
    storing.begin()
    try {
      return await stopwatch.run('frontier', write)
    } finally {
      storing.end()
      onEnd?.()
    }
  }
  const hear = (taken: Taken): Taken => {
    if (taken.state === 'lease') {
      journeys.begin()
      waits.enter(journeys.level >= concurrency ? 'concurrency' : 'other')
    } else if (taken.state === 'drained') waits.enter('other')
    else if (taken.until < Infinity) waits.enter('politeness')
    else waits.enter(taken.urls > 0 ? 'perSite' : 'links')
    return taken
  }
  return {
    ...frontier,
    add: links => durable(() => frontier.add(links)),
    flush: () => durable(() => frontier.flush()),
    take(now) {
      const taken = stopwatch.run('frontier', () => frontier.take(now))
      if (!(taken instanceof Promise)) return hear(taken)
      waits.enter('store')
      return taken.then(hear)
    },
    settle: (lease, settlement) => durable(() => frontier.settle(lease, settlement), journeys.end),
    release(lease, notBefore) {
      journeys.end()
      frontier.release(lease, notBefore)
    },
  }
}
