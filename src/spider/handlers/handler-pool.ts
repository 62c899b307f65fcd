import { Worker } from 'node:worker_threads'
import type { CanonicalRules } from '../../url/canonical.ts'
import type { Visit } from '../visit.ts'
import type { HandlerAnswer, ThreadStart } from './handler-call.ts'
import { errorOf, handlerCall, perform } from './handler-call.ts'

export type HandlerPoolOptions = {
  readonly module: URL
  /** At most so many; one is begun when those there are have work. */
  readonly threads: number
  readonly canonical: CanonicalRules | undefined
  /** Told to the handlers when it fires. */
  readonly signal: AbortSignal
}

type Job = { readonly id: number; readonly route: number; readonly visit: Visit; done(): void; fail(error: Error): void }
type Thread = { readonly worker: Worker; readonly jobs: Map<number, Job> }

/** One page at work and some behind it: a thread has work while this one is in a handler itself. With 2 they waited, measured. */
const pagesPerThread = 8

/** Threads that run the handlers of a module. A thread that dies takes its pages with it, and another one takes its place. */
export class HandlerPool {
  readonly #options: HandlerPoolOptions
  readonly #threads = new Set<Thread>()
  readonly #queue: Job[] = []
  #lastId = 0
  #closed = false

  constructor(options: HandlerPoolOptions) {
    this.#options = options
    options.signal.addEventListener('abort', () => {
      for (const { worker } of this.#threads) worker.postMessage('abort')
    })
  }

  /** Would a page begin now, or next? */
  get hasRoom(): boolean {
    const { threads } = this.#options
    return this.#threads.size < threads || [...this.#threads].some(({ jobs }) => jobs.size < pagesPerThread)
  }

  /** Runs a handler of the module, by its place there, elsewhere; what it does, it does to `visit`. Rejects with what it threw. */
  visit(route: number, visit: Visit): Promise<void> {
    return new Promise((done, fail) => {
      this.#queue.push({ id: ++this.#lastId, route, visit, done, fail })
      this.#handOut()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()))
  }

  #handOut(): void {
    for (let thread = this.#free(); thread !== undefined && this.#queue.length > 0; thread = this.#free()) {
      const job = this.#queue.shift()!
      thread.jobs.set(job.id, job)
      try {
        const call = handlerCall(job.id, job.route, job.visit)
        thread.worker.postMessage(call, [call.exchange.body.buffer])
      } catch (error) {
        thread.jobs.delete(job.id)
        job.fail(error as Error)
      }
    }
  }

  /** The one with the least work that may have more. */
  #free(): Thread | undefined {
    if (this.#closed) return undefined
    const [least] = [...this.#threads].sort((one, other) => one.jobs.size - other.jobs.size)
    if (this.#threads.size < this.#options.threads && (least === undefined || least.jobs.size > 0)) return this.#begin()
    return least !== undefined && least.jobs.size < pagesPerThread ? least : undefined
  }

  #begin(): Thread {
    const { module, canonical } = this.#options
    // The published package holds JavaScript, the working tree TypeScript.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const workerData: ThreadStart = { module: module.href, canonical }
    const worker = new Worker(new URL(`./handler-thread.${extension}`, import.meta.url), { name: 'orbweaver-handlers', workerData })
    const thread: Thread = { worker, jobs: new Map() }
    worker.on('message', (answer: HandlerAnswer) => this.#settle(thread, answer))
    worker.on('error', fault => this.#lose(thread, `The thread of its handler failed: ${fault.message}`))
    worker.on('exit', () => this.#lose(thread, 'The thread of its handler has ended: does the module call process.exit?'))
    this.#threads.add(thread)
    return thread
  }

  #settle({ jobs }: Thread, answer: HandlerAnswer): void {
    const job = jobs.get(answer.id)
    jobs.delete(answer.id)
    if (job === undefined) return
    try {
      if ('fault' in answer) throw errorOf(answer.fault)
      perform(answer.acts, job.visit)
      job.done()
    } catch (error) {
      job.fail(error as Error)
    }
    this.#handOut()
  }

  #lose(thread: Thread, why: string): void {
    this.#threads.delete(thread)
    for (const job of thread.jobs.values()) job.fail(new Error(why))
    thread.jobs.clear()
    this.#handOut()
  }
}
