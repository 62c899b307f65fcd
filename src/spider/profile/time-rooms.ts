import type { Fetcher } from '../../exchange/exchange.ts'
import type { RobotsBook } from '../../robots/index.ts'
import type { RunRooms } from '../open-rooms.ts'
import type { Router } from '../router.ts'
import type { Meters } from './meters.ts'
import { addTimings } from './meters.ts'
import { timeFrontier } from './time-frontier.ts'

/** Puts a meter in each of the rooms of a run: no step of the journey knows of it. */
export function timeRooms(rooms: RunRooms, meters: Meters): RunRooms {
  const { book, events, frontier, fetcher, router, sinks } = rooms
  const { stopwatch } = meters
  const timed: Partial<RunRooms> = {
    reading: read => stopwatch.run('reading', read),
    frontier: timeFrontier(frontier, meters),
    fetcher: timeFetcher(fetcher, meters),
    book: book && timeBook(book, meters),
    router: timeRouter(router, meters),
    sinks: sinks.map(sink => ({ file: sink.file, write: item => stopwatch.run('output', () => sink.write(item)) })),
    events: { on: events.on, emit: (name, event) => stopwatch.run('output', () => events.emit(name, event)) },
  }
  return Object.assign(rooms, timed)
}

/** For pages: robots.txt does not come this way. */
function timeFetcher(fetcher: Fetcher, { clock, requests, network }: Meters): Fetcher {
  return async order => {
    const from = clock.now()
    requests.begin(from)
    try {
      const exchange = await fetcher(order)
      addTimings(network, exchange.timings)
      return exchange
    } catch (fault) {
      network.failed++
      network.failedMs += clock.now() - from
      throw fault
    } finally {
      requests.end(clock.now())
    }
  }
}

function timeBook(book: RobotsBook, { clock, requests, robots }: Meters): RobotsBook {
  return {
    ...book,
    ask(site) {
      const from = clock.now()
      requests.begin(from)
      robots.begin(from)
      return book.ask(site).finally(() => {
        const now = clock.now()
        requests.end(now)
        robots.end(now)
      })
    },
  }
}

function timeRouter(router: Router, { clock, stopwatch, handlers }: Meters): Router {
  return {
    add: router.add,
    match(url) {
      const route = router.match(url)
      if (route === undefined) return undefined
      return {
        params: route.params,
        handler(visit) {
          const done = stopwatch.run('handlers', () => route.handler(visit))
          if (!(done instanceof Promise)) return done
          handlers.begin(clock.now())
          return done.finally(() => handlers.end(clock.now()))
        },
      }
    },
    get size() {
      return router.size
    },
  }
}
