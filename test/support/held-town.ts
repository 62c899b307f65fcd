import type { Answer, SiteName, StreetRequest, Town } from '../../src/testing/index.ts'

/** Waits for requests and holds their answers back, so that a test knows what is under way. */
export type Gate = {
  /** Resolves when this many requests have come through the gate, all together. */
  arrived(count: number): Promise<void>
  /** Answers what is held, and everything that comes later at once. */
  open(): void
}

/** A gate in front of the requests that match; the town answers behind it. Robots.txt is only held when it is asked for by name. */
export function holdRequests(town: Town, site: SiteName, matches: (request: StreetRequest) => boolean): Gate {
  const waiting: { count: number; resolve: () => void }[] = []
  const opened = Promise.withResolvers<undefined>()
  let arrived = 0
  town.override(site, (request): Promise<Answer | undefined> | undefined => {
    if (!matches(request)) return undefined
    arrived++
    for (const { count, resolve } of waiting) if (arrived >= count) resolve()
    return opened.promise
  })
  return {
    arrived: count => new Promise(resolve => (arrived >= count ? resolve() : waiting.push({ count, resolve }))),
    open: () => opened.resolve(undefined),
  }
}
