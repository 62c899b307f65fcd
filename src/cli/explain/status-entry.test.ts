import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statuses } from '../../manual/index.ts'
import { crawl } from '../../spider/index.ts'
import { openTown } from '../../testing/index.ts'
import { statusEntry } from './status-entry.ts'

test('what is explained of a status is what a crawl does (Z92)', async () => {
  await using town = await openTown({ pages: 1 })
  const finals = statuses.filter(({ code }) => code >= 200)
  const codeOf = (path: string) => Number(/^\/code\/(\d+)$/.exec(path)?.[1])
  town.override('quiet', ({ path }) => {
    const status = codeOf(path)
    // Without Retry-After a busy site is left alone for seconds.
    if (Number.isNaN(status)) return path === '/robots.txt' ? undefined : { status: 200, headers: ['Content-Type', 'text/html'], body: 'x' }
    return { status, headers: ['Location', '/there', 'Retry-After', '0'], body: '' }
  })
  const seeds = finals.map(({ code }) => town.url('quiet', `/code/${code}`))
  const ended = new Map<number, { outcome: string; reason: string | undefined }>()
  const spider = crawl(seeds, { delayMs: 0, retryMs: 1, sitemaps: false, depth: 0, traps: false })
  spider.on('settled', ({ link, outcome, reason }) => {
    if (outcome !== 'retry') ended.set(codeOf(new URL(link.url).pathname), { outcome, reason })
  })
  await spider.run()
  for (const facts of finals) {
    const { code } = facts
    const entry = statusEntry(facts)
    const says = new Map(entry.facts).get('Orbweaver')!
    const asked = town.log.filter(({ target }) => target === `/code/${code}`).length
    const { outcome, reason } = ended.get(code)!
    const expected: Readonly<Record<string, unknown[]>> = {
      visit: ['done', undefined, 1],
      // There is no earlier record here.
      unchanged: ['failed', `http-${code}`, 1],
      redirect: ['redirected', undefined, 1],
      retry: ['failed', `http-${code}`, Number(/(\d) times in all/.exec(says)?.[1])],
      fail: ['failed', `http-${code}`, 1],
    }
    assert.deepEqual([outcome, reason, asked], expected[String(entry.data?.['crawl'])], `${code}: ${says}`)
  }
})
