import { systemClock } from '../../src/base/clock.ts'
import { asCrawlError } from '../../src/base/crawl-error.ts'
import type { FrontierStore } from '../../src/frontier/index.ts'
import { createFrontier, createSqliteStore } from '../../src/frontier/index.ts'
import { createPoliteness } from '../../src/politeness/index.ts'

const url = (page: number) => `http://small.test/${page}`

/** A crawl without a network: page n links to the two after it, each page is one item. Goes on with what the store holds. @param most pages of this run */
export async function smallCrawl(store: string | FrontierStore, pages: number, most = Infinity): Promise<void> {
  const politeness = createPoliteness({ delayMs: 0 })
  const frontier = await createFrontier({
    store: typeof store === 'string' ? createSqliteStore({ folder: store, outputs: ['items.jsonl'] }) : store,
    politeness,
    clock: systemClock,
  })
  try {
    await frontier.add([{ url: url(0), via: 'seed', depth: 0 }])
    for (let left = most; left > 0; left--) {
      const taken = await frontier.take(systemClock.now())
      if (taken.state !== 'lease') break
      const { lease } = taken
      const page = Number(lease.link.url.slice(url(0).length - 1))
      const links = [page + 1, page + 2]
        .filter(next => next < pages)
        .map(next => ({ url: url(next), via: 'anchor' as const, depth: page + 1 }))
      frontier.note(lease.site, { pace: { asked: page } })
      politeness.finished(politeness.pace(lease.site), systemClock.now(), { status: 200 })
      const text = `${JSON.stringify({ url: lease.link.url })}\n`
      await frontier.settle(lease, {
        outcome: 'done',
        page: { status: 200, bytes: 1, fetched: 1 },
        links,
        outputs: [{ file: 'items.jsonl', text }],
      })
    }
  } catch (error) {
    await Promise.resolve(frontier.close(false)).catch(() => {})
    throw error
  }
  await frontier.close(true)
}

/** As a process: `node small-crawl.ts FOLDER PAGES`. A failure is one line on standard error: its code. */
if (import.meta.main) {
  try {
    await smallCrawl(process.argv[2]!, Number(process.argv[3]))
  } catch (error) {
    console.error(asCrawlError(error).code)
    process.exitCode = 1
  }
}
