import { systemClock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import { accountIn, requireContact } from '../fetch/index.ts'
import type { ResourceParts } from './ask-resource.ts'
import { lockState } from './lock-state.ts'
import { nextCheck, waitOf } from './next-check.ts'
import { playRound } from './round.ts'
import { naiveInterval, withNaive } from './savings.ts'
import { createStateFile } from './state-file.ts'
import { createVersions } from './versions.ts'
import { waitUntil } from './wait-until.ts'
import type { WatchClient } from './watch-client.ts'
import { createWatchClient } from './watch-client.ts'
import type { WatchEvent } from './watch-event.ts'
import type { WatchOptions } from './watch-options.ts'
import { intervalOf } from './watch-options.ts'
import type { WatchEnd, WatchReport } from './watch-report.ts'
import { reportOf } from './watch-report.ts'
import { newState } from './watch-state.ts'

/** Iterate it once; leaving the loop ends the watch and saves its state. */
export type Watch = AsyncIterable<WatchEvent> &
  AsyncDisposable & {
    /** How things stand; after the end, the sums. */
    report(): WatchReport
    /** Ends at once: a request under way is called back, the state is saved. */
    close(): Promise<void>
  }

/**
 * Asks again and again whether a URL, or the image on a page, has changed, as cheaply as its server allows:
 * `for await (const event of watch(url, { everyMs: 300_000 })) if (event.kind === 'changed') ...`. Nothing is asked between two steps of
 * the loop. The iteration throws a CrawlError for what ends a watch (`robots-refused`, `disk-full`, `store-busy`, a first check that cannot
 * work); other failures are events, and it backs off.
 * @throws CrawlError usage, url-invalid, scheme-unsupported, identity-missing
 */
export function watch(given: string, options: WatchOptions = {}): Watch {
  const { clock = systemClock, how = 'auto', byText = false, image, count: mostChecks = Infinity, forMs = Infinity, dir, keep } = options
  const url = watchedUrl(given)
  const auth = accountIn(given).account ?? (options.auth && { ...options.auth, sites: options.auth.sites ?? [url] })
  const interval = intervalOf(options)
  requireContact([url], options.identity)
  const naiveMs = naiveInterval(interval.everyMs)
  const file = options.state === undefined ? undefined : createStateFile(options.state)
  const versions = dir === undefined ? undefined : createVersions(dir, keep)
  const abort = new AbortController()
  const signal = options.signal === undefined ? abort.signal : AbortSignal.any([options.signal, abort.signal])
  let state = newState(url, clock.wall(), interval.everyMs ?? interval.minMs)
  let saved = state
  let ended: WatchEnd = 'open'

  function save(): void {
    if (state !== saved) file?.write(state)
    saved = state
  }

  async function* run(): AsyncGenerator<WatchEvent, void> {
    using _ = options.state === undefined ? undefined : lockState(options.state)
    state = saved = file?.read() ?? state
    if (state.url !== url) {
      throw new CrawlError('usage', `${options.state} is the state of a watch on ${state.url}. Name another file for ${url}.`)
    }
    const client = createWatchClient({ url, options: { ...options, auth }, clock, signal, robots: state.robots })
    const end = clock.now() + forMs
    try {
      for (let checks = 0; ; checks++) {
        const waitMs = waitOf(state, clock.wall(), interval)
        ended = signal.aborted ? 'stopped' : checks >= mostChecks ? 'count' : waitMs > 0 && clock.now() + waitMs >= end ? 'time' : 'open'
        if (ended !== 'open') return
        if (waitMs > 0) {
          const now = clock.wall()
          yield { kind: 'waiting', at: timeOf(now), until: timeOf(now + waitMs), ms: waitMs, why: state.why ?? 'interval' }
          await waitUntil(clock, now + waitMs, waitMs, signal)
        }
        yield* check(client)
        if (ended !== 'open') return
      }
    } catch (error) {
      ended = signal.aborted ? 'stopped' : 'failed'
      if (!signal.aborted) throw error
    } finally {
      if (ended === 'open') ended = 'stopped'
      try {
        save()
      } finally {
        await client.close()
      }
    }
  }

  /** One round, counted and saved. */
  async function* check(client: WatchClient): AsyncGenerator<WatchEvent, void> {
    let { counts } = state
    const count: ResourceParts['count'] = ({ requests, bytes, notModified, downloads }) => {
      counts = {
        ...counts,
        requests: counts.requests + requests,
        bytes: counts.bytes + bytes,
        notModified: counts.notModified + notModified,
        downloads: counts.downloads + downloads,
      }
    }
    signal.throwIfAborted()
    const round = yield* playRound(state, { client, clock, how, byText, image, versions, count })
    const { event, outcome, freshMs, retryAfterMs, gone } = round
    const now = clock.wall()
    const robots = client.takeRobotsCosts()
    const robotsMs = Math.max(0, client.closedUntil() - now)
    const next = nextCheck(state.revisit, outcome, interval, { freshMs, retryAfterMs, crawlDelayMs: client.crawlDelayMs, robotsMs })
    counts = {
      ...counts,
      checks: counts.checks + 1,
      robots: counts.robots + robots.requests,
      bytes: counts.bytes + robots.bytes,
      changes: counts.changes + (event.kind === 'changed' && !event.first ? 1 : 0),
      flaps: counts.flaps + (event.kind === 'unchanged' && event.flapped ? 1 : 0),
      failures: counts.failures + (event.kind === 'failed' ? 1 : 0),
    }
    state = {
      ...round.state,
      counts: withNaive({ ...round.state, counts }, now, naiveMs),
      checked: timeOf(now),
      due: timeOf(now + next.waitMs),
      why: next.why,
      revisit: next.revisit,
      robots: client.robots(),
    }
    if (gone) ended = 'gone'
    else if (options.untilChange === true && event.kind === 'changed' && !event.first) ended = 'changed'
    // Told before it is saved: who is killed while he acts on a change is told of it again.
    yield event
    save()
  }

  const events = run()
  const close = async () => {
    abort.abort()
    await events.return()
  }
  return {
    [Symbol.asyncIterator]: () => events,
    report: () => reportOf(state, ended, naiveMs),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function timeOf(wall: number): string {
  return new Date(wall).toISOString()
}

/** In WHATWG serialisation, without name and password and fragment. */
function watchedUrl(given: string): string {
  const shown = withoutCredentials(given)
  const url = URL.parse(shown)
  if (url === null) throw new CrawlError('url-invalid', `"${shown}" is no URL. Write it whole, for example https://example.org/.`)
  if (!/^https?:$/.test(url.protocol)) {
    throw new CrawlError('scheme-unsupported', `${url.protocol} URLs cannot be watched ("${shown}"). Give an http or https URL.`)
  }
  url.hash = ''
  return url.href
}
