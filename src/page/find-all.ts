import { Worker } from 'node:worker_threads'
import type { Clock } from '../base/clock.ts'
import { systemClock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'

export type FindOptions = {
  /** Time for the whole text; default `limits.expressionMs`. */
  readonly deadlineMs?: number | undefined
  /** Matches at most; default `limits.linksPerPage`. */
  readonly most?: number | undefined
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined
}

/**
 * What an expression finds in a text, in order: its first group where there is one, else the whole match. Some expressions need longer than
 * the age of the world for a text made for them, and nothing else runs meanwhile: this one runs in a thread of its own, with a deadline.
 * Rejects with CrawlError `usage` when the time is over.
 */
export async function findAll(text: string, expression: RegExp, options: FindOptions = {}): Promise<string[]> {
  const { deadlineMs = limits.expressionMs, most = limits.linksPerPage, clock = systemClock } = options
  const { source, flags } = expression
  const worker = new Worker(work, { eval: true, workerData: { text, source, flags: [...new Set(`${flags}g`)].join(''), most } })
  const done = Promise.withResolvers<string[]>()
  worker.once('message', done.resolve)
  worker.once('error', done.reject)
  const forget = clock.after(deadlineMs, () => {
    const advice = 'Write it without one repetition inside another.'
    const says = `The expression /${source}/ takes longer than ${deadlineMs} ms for this text. ${advice}`
    done.reject(new CrawlError('usage', says, { value: deadlineMs }))
  })
  try {
    return await done.promise
  } finally {
    forget()
    await worker.terminate()
  }
}

// A string, so that it is the same file in the published package and in the working tree.
const work = `
const { parentPort, workerData } = require('node:worker_threads')
const { text, source, flags, most } = workerData
const found = []
for (const match of text.matchAll(new RegExp(source, flags))) {
  if (found.push(match[1] ?? match[0]) >= most) break
}
parentPort.postMessage(found)
`
