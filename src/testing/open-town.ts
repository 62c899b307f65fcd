import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import { createCounter } from './create-counter.ts'
import type { StreetContext } from './street.ts'
import type { SiteName } from './streets/all-streets.ts'
import { allStreets } from './streets/all-streets.ts'
import type { ReceivedBytes, TownRequest } from './town-log.ts'
import { createTownLog } from './town-log.ts'
import type { Override, TownSite } from './town-site.ts'
import { openSite } from './town-site.ts'

export type TownOptions = {
  /** Port of the first site, the others follow one by one in the order of `siteNames`. Default 0: any free ports. */
  readonly port?: number | undefined
  /** Address to listen on. Default `127.0.0.1`: the town is for this machine only. */
  readonly host?: string | undefined
  /** Default: the system's clock. Turns the webcam, dates the answers and the log, times the slow pages. */
  readonly clock?: Clock | undefined
  /** The same seed gives the same town, byte for byte. Default 1. */
  readonly seed?: number | undefined
  /** Pages of the documentation site. Default 1000. */
  readonly pages?: number | undefined
  /** Cross links on each documentation page. Default 8. */
  readonly links?: number | undefined
}

export type Town = {
  /** Site name -> origin, `http://127.0.0.1:8001`. */
  readonly sites: Readonly<Record<SiteName, string>>
  /** An absolute URL: `town.url('library', '/romeo.txt')`. */
  url(site: SiteName, path: string): string
  /** Every request, in order of arrival; questions about the log are not in it. */
  readonly log: readonly TownRequest[]
  /** Every byte the sites received, read by read (the first 64 MiB). */
  readonly bytesReceived: readonly ReceivedBytes[]
  /** What came after the log was full and is not in it. */
  readonly dropped: { readonly requests: number; readonly bytes: number }
  clearLog(): void
  /** Answers in a site's place until the returned function is called; the newest override is asked first. */
  override(site: SiteName, answer: Override): () => void
  /** Ends all connections and waits, and frees all ports. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens the practice town: a small internet of many sites on loopback, each with a port, and so an origin and a robots.txt, of its own.
 * Sites: see `all-streets.ts`. `GET /__log` on any of them returns the log as JSON (`?site=name`, `?format=text`), `DELETE /__log` empties
 * it. Throws CrawlError `usage` when a port is taken.
 */
export async function openTown(options: TownOptions = {}): Promise<Town> {
  const { port = 0, host = '127.0.0.1', clock = systemClock, seed = 1, pages = 1000, links = 8 } = options
  const log = createTownLog(clock)
  const opened = new Map<SiteName, TownSite>()
  const origins = new Map<string, string>()
  const waits = createWaits(clock)
  let connections = 0
  const close = async () => {
    waits.endAll()
    await Promise.all([...opened.values()].map(site => site.close()))
  }
  try {
    for (const [index, street] of allStreets.entries()) {
      const count = createCounter()
      const context = (): StreetContext => ({
        self: originOf(origins, street.name),
        origin: site => originOf(origins, site),
        sites: allStreets.map(({ name, about }) => ({ name, about, origin: originOf(origins, name) })),
        clock,
        seed,
        pages,
        links,
        count,
        wait: waits.wait,
      })
      const place = { street, host, port: port === 0 ? 0 : port + index }
      const site = await openSite({ ...place, clock, log, context, nextConnection: () => ++connections })
      opened.set(street.name, site)
      origins.set(street.name, `http://${host.includes(':') ? `[${host}]` : host}:${site.port}`)
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    sites: Object.fromEntries(origins) as Record<SiteName, string>,
    url: (site, path) => new URL(path, originOf(origins, site)).href,
    log: log.requests,
    bytesReceived: log.bytes,
    dropped: log.dropped,
    clearLog: log.clear,
    override: (site, answer) => opened.get(site)!.override(answer),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function originOf(origins: ReadonlyMap<string, string>, site: string): string {
  const origin = origins.get(site)
  if (origin === undefined) throw new RangeError(`the town has no site "${site}" (yet)`)
  return origin
}

function createWaits(clock: Clock): { wait(ms: number): Promise<void>; endAll(): void } {
  const ends = new Set<() => void>()
  let isOver = false
  return {
    wait: ms =>
      new Promise(resolve => {
        if (isOver) return resolve()
        const end = () => {
          ends.delete(end)
          cancel()
          resolve()
        }
        const cancel = clock.after(ms, end)
        ends.add(end)
      }),
    endAll() {
      isOver = true
      for (const end of ends) end()
    },
  }
}
