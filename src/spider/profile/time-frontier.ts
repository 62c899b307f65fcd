import type { Frontier, Taken } from '../../frontier/index.ts'
import type { Meters } from './meters.ts'

/** A frontier that tells what the next request waits for: its answers to `take` say it. */
export function timeFrontier(frontier: Frontier, { clock, stopwatch, waits, journeys, storing, concurrency }: Meters): Frontier {
  const hear = (taken: Taken, now: number): Taken => {
    if (taken.state === 'lease') {
      journeys.begin(now)
      waits.enter(journeys.level >= concurrency ? 'concurrency' : 'other', now)
    } else if (taken.state === 'drained') waits.enter('other', now)
    else if (taken.until < Infinity) waits.enter('politeness', now)
    else waits.enter(taken.urls > 0 ? 'perSite' : 'links', now)
    return taken
  }
  const durable = async <Value>(write: () => Value | Promise<Value>): Promise<Value> => {
    storing.begin(clock.now())
    try {
      return await stopwatch.run('frontier', write)
    } finally {
      storing.end(clock.now())
    }
  }
  return {
    ...frontier,
    add: links => durable(() => frontier.add(links)),
    flush: () => durable(() => frontier.flush()),
    take(now) {
      const taken = frontier.take(now)
      const takenAt = clock.now()
      stopwatch.add('frontier', takenAt - now)
      if (!(taken instanceof Promise)) return hear(taken, takenAt)
      waits.enter('store', takenAt)
      return taken.then(late => hear(late, clock.now()))
    },
    async settle(lease, settlement) {
      const from = clock.now()
      storing.begin(from)
      const settling = frontier.settle(lease, settlement)
      stopwatch.add('frontier', clock.now() - from)
      try {
        return await settling
      } finally {
        const now = clock.now()
        storing.end(now)
        journeys.end(now)
      }
    },
    release(lease, notBefore) {
      journeys.end(clock.now())
      frontier.release(lease, notBefore)
    },
  }
}
