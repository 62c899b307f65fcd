import { dirname, resolve } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { createEmitter } from '../base/emitter.ts'
import { limits } from '../base/limits.ts'
import type { Counts, Frontier } from '../frontier/index.ts'
import { createFrontier, createMemoryStore, createSqliteStore, noBudget } from '../frontier/index.ts'
import type { Politeness } from '../politeness/index.ts'
import { createPoliteness, paceDefaults } from '../politeness/index.ts'
import type { RobotsRecord } from '../robots/index.ts'
import type { CrawlEvents, RunState } from './crawl-event.ts'
import type { CrawlOptions } from './crawl-options.ts'
import { defaultConcurrency, defaultSiteUrls } from './crawl-options.ts'
import type { DiskFloor } from './disk-floor.ts'
import { createDiskFloor, diskLookMs, requireRoom, systemFreeBytes } from './disk-floor.ts'
import type { Handlers } from './handlers/open-handlers.ts'
import { ItemQueue } from './item-queue.ts'
import { journey } from './journey.ts'
import { openRooms, sinksOf } from './open-rooms.ts'
import { planRun } from './plan-run.ts'
import type { Profiler } from './profile/profiler.ts'
import type { Report } from './report.ts'
import { reportOf } from './report.ts'
import type { Rooms } from './rooms.ts'
import { createRouter } from './router.ts'
import type { Tally } from './tally.ts'
import { keepTally } from './tally.ts'
import type { Handler, Item } from './visit.ts'

/** Keeps N journeys going; what happens in one is told in journey.ts. */
export class Spider {
  readonly #options: CrawlOptions
  readonly #seeds: readonly string[]
  readonly #events = createEmitter<CrawlEvents>(cause => this.#notice('A listener failed.', cause))
  readonly #router = createRouter()
  readonly #tally: Tally = keepTally(this.#events)
  readonly #abort = new AbortController()
  readonly #active = new Set<Promise<void>>()
  readonly #items: ItemQueue<Item>
  #frontier: Frontier | undefined
  #politeness: Politeness | undefined
  #handlers: Handlers | undefined
  #profiler: Profiler | undefined
  #report: Promise<Report> | undefined
  #wanted = false
  #paused = false
  #stopping: string | undefined
  #fault: unknown
  #changes = 0
  #onChange: () => void = () => {}

  /** @throws CrawlError usage for options that cannot be meant */
  constructor(seeds: readonly string[], options: CrawlOptions = {}) {
    this.#seeds = seeds
    this.#options = options
    this.#items = new ItemQueue<Item>(() => this.stop('the reader of its items left'))
    this.on('item', ({ item }) => this.#wanted && this.#items.push(item))
    for (const [pattern, handler] of Object.entries(options.visits ?? {})) this.#router.add(pattern, handler)
    if (options.visit !== undefined) this.#router.add(undefined, options.visit)
    for (const plugin of options.plugins ?? []) plugin(this)
    if (options.signal?.aborted) this.abort()
    options.signal?.addEventListener('abort', () => this.abort(), { once: true })
  }

  on<Name extends keyof CrawlEvents>(name: Name, listener: (event: CrawlEvents[Name]) => void): () => void {
    return this.#events.on(name, listener)
  }

  /** Adds a handler for pages whose URL matches; earlier ones win. */
  visit(pattern: string | URLPattern, handler: Handler): void {
    this.#router.add(pattern, handler)
  }

  /** The items of this run as they are committed. A slow reader slows the crawl; leaving the loop stops it. */
  items(): AsyncIterable<Item> {
    this.#wanted = true
    this.run().catch(() => {})
    return this.#items
  }

  /** Runs to the end, once. Resolves with the final numbers. @throws CrawlError when the crawl could not be begun or kept */
  run(): Promise<Report> {
    this.#report ??= this.#run()
    return this.#report
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#wake()
  }

  get paused(): boolean {
    return this.#paused
  }

  /** Takes nothing new, lets what is under way end, saves. */
  stop(why = 'stopped'): void {
    this.#stopping ??= why
    this.#items.letWrite()
    this.#wake()
  }

  /** Breaks off what is under way; its URLs wait for the next run. */
  abort(why = 'aborted'): void {
    this.stop(why)
    this.#abort.abort(new CrawlError('aborted', why))
  }

  counts(): Counts | undefined {
    return this.#frontier?.counts()
  }

  /** The sites with work or a past, and how politeness sees them. */
  sites() {
    const [frontier, politeness] = [this.#frontier, this.#politeness]
    if (frontier === undefined || politeness === undefined) return []
    return [...frontier.sites()].map(({ site, waiting, leased, done, failed, held }) => ({
      site,
      waiting,
      leased,
      done,
      failed,
      held,
      pace: politeness.report(politeness.pace(site)),
    }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop('disposed')
    await this.#report?.catch(() => {})
  }

  async #run(): Promise<Report> {
    const clock = this.#options.clock ?? systemClock
    const startedAt = clock.now()
    try {
      const { rooms, seeds, floor } = await this.#open()
      let state: RunState = 'unfinished'
      try {
        state = await this.#pump(rooms, floor)
      } finally {
        await Promise.allSettled(this.#active)
        await this.#handlers?.close()
        await rooms.close().catch(fault => {
          this.#fault ??= fault
        })
      }
      if (this.#fault !== undefined) throw this.#fault
      const held = [...rooms.frontier.counts().held.keys()]
      const why = this.#stopping ?? (held.length > 0 ? `held: ${held.join(', ')}` : undefined)
      const run = { state, why, seeds, store: this.#options.store, ms: clock.now() - startedAt, profile: this.#profiler?.stop() }
      notePaces(rooms)
      const report = await reportOf(run, this.#tally, rooms.frontier, rooms.politeness)
      // Before the store counts as finished: a failure leaves a run that has nothing left to do but this.
      if (state === 'finished') rooms.finish()
      await rooms.frontier.close(state === 'finished')
      this.#events.emit('finished', { counts: rooms.frontier.counts(), state, ...(why === undefined ? {} : { why }) })
      this.#items.end()
      return report
    } catch (fault) {
      this.#profiler?.stop()
      await Promise.resolve(this.#frontier?.close(false)).catch(() => {})
      this.#items.end(fault)
      throw fault
    }
  }

  async #open() {
    const options = this.#options
    const clock = options.clock ?? systemClock
    // One turn, so that items() and on() of the caller come before the first event.
    await Promise.resolve()
    const plan = planRun(this.#seeds, options)
    await this.#addHandlers(clock)
    const disk = diskOptionsOf(options)
    await requireRoom(disk)
    const untimed = createPoliteness({ delayMs: options.delayMs, perSite: options.perSite, pageMs: options.pageMs })
    if (options.profile === true) this.#profiler = await this.#startProfile(untimed, clock)
    const politeness = this.#profiler?.politeness ?? untimed
    this.#politeness = politeness
    const known: { site: string; robots: RobotsRecord }[] = []
    const astray: string[] = []
    const budget = { ...noBudget, urls: defaultSiteUrls, ...options.budget }
    const frontier = await createFrontier({
      store:
        options.store === undefined
          ? createMemoryStore()
          : createSqliteStore({ folder: options.store, durable: options.durable, outputs: sinksOf(options).map(({ file }) => file) }),
      politeness,
      clock,
      budgetFor: () => budget,
      onAstray: (file, bytes) => astray.push(astrayNotice(file, bytes)),
      onSite(site, { pace, robots }, unclean) {
        politeness.restore(site, pace, clock.now(), clock.wall(), { unclean })
        if (robots !== undefined) known.push({ site, robots: robots as RobotsRecord })
      },
    })
    this.#frontier = frontier
    const opened = openRooms(plan, {
      options,
      clock,
      frontier,
      politeness,
      router: this.#router,
      events: this.#events,
      signal: this.#abort.signal,
    })
    const rooms = this.#profiler?.around(opened) ?? opened
    for (const { site, robots } of known) rooms.book?.restore(site, robots)
    const before = frontier.counts()
    this.#events.emit('started', { seeds: plan.seeds, resumed: before.met > 0, counts: before })
    for (const notice of [...plan.notices, ...astray]) this.#notice(notice)
    await frontier.add(rooms.seedLinks)
    const floor = createDiskFloor({ ...disk, clock, onChange: (low, room) => this.#events.emit('disk', { ...room, low }) })
    return { rooms, seeds: plan.seeds, floor }
  }

  async #addHandlers(clock: Clock): Promise<void> {
    const { handlers, workers = 0, canonical } = this.#options
    if (handlers === undefined) return
    const { openHandlers } = await import('./handlers/open-handlers.ts')
    const onThreads = (threads: number, share: number) =>
      this.#notice(
        `Handlers took ${Math.round(share * 100)} % of the time: they have ${threads} more ${threads === 1 ? 'thread' : 'threads'} now.`,
      )
    this.#handlers = await openHandlers({ handlers, workers, canonical, clock, signal: this.#abort.signal, onThreads })
    for (const { pattern, handler } of this.#handlers.routes) this.#router.add(pattern, handler)
  }

  async #startProfile(politeness: Politeness, clock: Clock): Promise<Profiler> {
    const { concurrency = defaultConcurrency, perSite = paceDefaults.perSite } = this.#options
    const { createProfiler } = await import('./profile/profiler.ts')
    return createProfiler({ politeness, clock, concurrency, perSite })
  }

  /** Step 4 in a loop: whose turn? One journey for each lease, as many at once as allowed. */
  async #pump(rooms: Rooms, floor: DiskFloor): Promise<RunState> {
    const { clock, frontier, handles } = rooms
    const { concurrency = defaultConcurrency, maxPages = Infinity } = this.#options
    const begun = frontier.counts()
    const before = begun.done + begun.failed
    while (this.#stopping === undefined) {
      const seen = this.#changes
      const pages = before + this.#tally.ended
      if (pages >= maxPages) this.stop(`the limit of ${maxPages} pages is reached`)
      else if (this.#paused || this.#active.size >= Math.min(concurrency, handles.most) || pages + this.#active.size >= maxPages)
        await this.#change(rooms, seen)
      else if (handles.until > clock.now()) await this.#change(rooms, seen, handles.until)
      // With nothing left to take there is nothing to wait for.
      else if ((await floor.isLow()) && frontier.counts().waiting > 0) await this.#change(rooms, seen, clock.now() + diskLookMs)
      else {
        const room = this.#items.room()
        if (room !== undefined) {
          await room
          continue
        }
        const taken = await frontier.take(clock.now())
        if (taken.state === 'lease') this.#start(journey(taken.lease, rooms))
        else if (taken.state === 'waiting') await this.#change(rooms, seen, taken.until)
        else if (this.#active.size === 0) return frontier.counts().waiting === 0 ? 'finished' : 'unfinished'
        else await this.#change(rooms, seen)
      }
    }
    return 'unfinished'
  }

  #start(travelling: Promise<void>): void {
    const tracked = travelling
      .catch(fault => {
        // No fault of a page: its store, or a file beside it, cannot be written, and no page can be kept any more.
        this.#fault ??= fault
        this.abort('the store failed')
      })
      .finally(() => {
        this.#active.delete(tracked)
        this.#wake()
      })
    this.#active.add(tracked)
  }

  /** Until a journey ends, somebody calls, or the time has come. What changed since `seen` counts: nothing is slept through. */
  async #change({ clock }: Rooms, seen: number, until = Infinity): Promise<void> {
    if (this.#changes !== seen) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#onChange = resolve
    const cancel = until === Infinity ? undefined : clock.after(Math.max(0, until - clock.now()), resolve)
    await promise
    cancel?.()
  }

  #wake(): void {
    this.#changes++
    this.#onChange()
  }

  #notice(message: string, cause?: unknown): void {
    this.#events.emit('notice', { message, ...(cause === undefined ? {} : { cause }) })
  }
}

function astrayNotice(file: string, bytes: number): string {
  if (bytes > 0) return `${bytes} bytes of ${file} that crawl.db does not know of were cut off: their pages are visited again.`
  return `${file} is ${-bytes} bytes shorter than crawl.db has it: items of pages that count as done are missing there.`
}

/** Where a crawl writes, and how much room it leaves there. */
function diskOptionsOf({ store, sinks = [], diskFloor, freeBytes = systemFreeBytes }: CrawlOptions) {
  const folders = [...new Set([...(store === undefined ? [] : [store]), ...sinks.map(({ file }) => dirname(resolve(store ?? '.', file)))])]
  return { folders, floor: diskFloor ?? (store === undefined ? 0 : limits.diskFloorBytes), freeBytes }
}

/** Gaps that are not over yet hold for the process that goes on. */
function notePaces({ clock, frontier, politeness }: Rooms): void {
  for (const { site } of frontier.sites()) {
    const pace = politeness.pace(site)
    if (politeness.readyAt(pace) > clock.now()) frontier.note(site, { pace: politeness.snapshot(pace, clock.now(), clock.wall()) })
  }
}
