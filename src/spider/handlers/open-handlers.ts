import { availableParallelism } from 'node:os'
import type { Clock } from '../../base/clock.ts'
import type { CanonicalRules } from '../../url/canonical.ts'
import type { Handler } from '../visit.ts'
import type { HandlerRoute } from './handler-module.ts'
import { handlerModule, loadHandlers } from './handler-module.ts'
import { HandlerPool } from './handler-pool.ts'
import { createPayoff } from './payoff.ts'

export type HandlersOptions = {
  readonly handlers: string | URL
  /** Threads for them; 0: this one; `auto`: this one, and others once that pays. */
  readonly workers: number | 'auto'
  readonly canonical: CanonicalRules | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Cores that one process may use. Default: as the system says. */
  readonly cores?: number | undefined
  /** Handlers go to other threads from here on. */
  onThreads?(threads: number, share: number): void
}

export type Handlers = { readonly routes: readonly HandlerRoute[]; close(): Promise<void> }

/** Threads beside this one that `auto` takes at most: this one has to feed them. */
const mostThreads = 8

/** The handlers of a module, to be called here; where they run is settled here too. @throws CrawlError usage */
export async function openHandlers(options: HandlersOptions): Promise<Handlers> {
  const { handlers, workers, canonical, clock, signal, cores = availableParallelism(), onThreads } = options
  const module = handlerModule(handlers)
  const found = await loadHandlers(module)
  const threads = workers === 'auto' ? Math.min(mostThreads, cores - 1) : workers
  if (threads === 0) return { routes: found, close: async () => {} }
  const pool = new HandlerPool({ module, threads, canonical, signal })
  const elsewhere =
    (route: number): Handler =>
    visit =>
      pool.visit(route, visit)
  const payoff = createPayoff(() => clock.now())
  /** This thread takes a page too when all others have enough: it has nothing better to do. */
  const whereItPays =
    (handler: Handler, route: number): Handler =>
    visit => {
      if (payoff.pays && pool.hasRoom) return pool.visit(route, visit)
      const startedAt = clock.now()
      try {
        return handler(visit)
      } finally {
        const paid = payoff.pays
        payoff.heard(clock.now() - startedAt)
        if (payoff.pays && !paid) onThreads?.(threads, payoff.share)
      }
    }
  return {
    routes: found.map(({ pattern, handler }, route) => ({
      pattern,
      handler: workers === 'auto' ? whereItPays(handler, route) : elsewhere(route),
    })),
    close: () => pool.close(),
  }
}
