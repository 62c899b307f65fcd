import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { CrawlError } from '../../base/crawl-error.ts'
import { pathOf } from '../../url/site.ts'
import type { InLinks } from '../frontier.ts'
import type { Batch, FrontierStore, LoadedBlock, StoredLink } from '../frontier-store.ts'
import type { Answer, Call, Opened, PackedBatch } from './protocol.ts'

export type SqliteStoreOptions = {
  /** The store's folder; made when absent. */
  readonly folder: string
  /** Survive power loss, not only a killed process: fsync at every commit. Default false. */
  readonly durable?: boolean | undefined
  /**
   * Files that will be appended to, absolute or within the folder: on record from the start, so that what a store lost cannot come twice.
   * Default none: on record before their first byte.
   */
  readonly outputs?: readonly string[] | undefined
}

/** `<folder>/crawl.db`, owned by one thread of its own, so that no commit ever blocks the crawl. @throws CrawlError store-* on load */
export function createSqliteStore(options: SqliteStoreOptions): FrontierStore {
  // The published package holds JavaScript, the working tree TypeScript.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./writer.${extension}`, import.meta.url), { name: 'orbweaver-store' })
  const waiting: { resolve: (value: never) => void; reject: (error: CrawlError) => void }[] = []
  let dead: CrawlError | undefined

  worker.on('message', (answer: Answer) => {
    const call = waiting.shift()
    if (answer.ok) call?.resolve(answer.value as never)
    else call?.reject(new CrawlError(answer.code, answer.message))
  })
  worker.on('error', fault => stop(new CrawlError('internal', `The store thread failed: ${fault.message}`, { cause: fault })))
  worker.on('exit', () => stop(new CrawlError('internal', 'The store was closed.')))

  return {
    keepsNothing: false,
    async load() {
      const { folder, durable = false, outputs = [] } = options
      const opened = await ask<Opened>({ do: 'open', options: { folder: resolve(folder), durable, outputs } }).catch(async error => {
        await worker.terminate()
        throw error
      })
      return { ...opened, blocks }
    },
    write: batch => ask<void>({ do: 'write', batch: pack(batch) }),
    read: ids => ask<StoredLink[]>({ do: 'read', ids }),
    topLinked: count => ask<InLinks[]>({ do: 'links', count }),
    async close(finished) {
      if (dead !== undefined) return
      try {
        await ask<void>({ do: 'close', finished })
      } finally {
        await worker.terminate()
      }
    },
  }

  async function* blocks(): AsyncIterable<LoadedBlock> {
    for (let next = ask<LoadedBlock>({ do: 'block', after: 0 }); ; ) {
      const block = await next
      if (block.ids.length === 0) return
      // The thread reads on while this block is entered. Nobody may wait for that one any more: its failure is no one's then.
      next = ask({ do: 'block', after: block.ids.at(-1)! })
      next.catch(() => {})
      yield block
    }
  }

  function ask<Value>(call: Call): Promise<Value> {
    if (dead !== undefined) return Promise.reject(dead)
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      worker.postMessage(call)
    })
  }

  function stop(error: CrawlError): void {
    dead ??= error
    for (const call of waiting.splice(0)) call.reject(error)
  }
}

/** As it crosses threads. */
export function pack({ links, ...rest }: Batch): PackedBatch {
  return {
    ...rest,
    links: {
      firstId: links[0]?.id ?? 0,
      sites: Uint32Array.from(links, ({ site }) => site),
      paths: links.map(({ link }) => pathOf(link.url)).join('\n'),
      depths: Uint32Array.from(links, ({ link }) => link.depth),
      priorities: Uint8Array.from(links, ({ link }) => link.priority ?? 128),
      vias: links.map(({ link }) => link.via).join('\n'),
      foundOn: Uint32Array.from(links, ({ foundOn }) => foundOn),
      highs: Uint32Array.from(links, ({ high }) => high),
      lows: Uint32Array.from(links, ({ low }) => low),
      redirects: links.flatMap(({ link }, position) => (link.redirects ? [[position, JSON.stringify(link.redirects)] as const] : [])),
    },
  }
}
