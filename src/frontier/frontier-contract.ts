import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ManualClock } from '../base/clock.ts'
import { manualClock } from '../base/clock.ts'
import { seededRandom } from '../base/random.ts'
import { createPoliteness } from '../politeness/index.ts'
import type { Link } from '../url/link.ts'
import { createFrontier } from './create-frontier.ts'
import type { Frontier, Lease, Settlement, SiteBudget } from './frontier.ts'
import type { FrontierStore } from './frontier-store.ts'

/** How an implementation is opened: the same name opens the same state again, where there is one that outlives a close. */
export type Subject = {
  store(name?: string): FrontierStore
  /** Does state outlive close()? */
  readonly durable: boolean
  cleanUp(): void
}

type Opened = {
  frontier: Frontier
  clock: ManualClock
  done(lease: Lease, settlement?: Partial<Settlement>): Promise<unknown>
  next(): Promise<Lease | undefined>
}

const link = (url: string, more: Partial<Link> = {}): Link => ({ url, via: 'anchor', depth: 1, ...more })

/** What every frontier must keep, whatever it is made of. */
export function frontierContract(name: string, subject: () => Subject): void {
  const open = async (
    store: FrontierStore,
    options: { delayMs?: number; perSite?: number; budget?: Partial<SiteBudget>; warmLinks?: number; clock?: ManualClock } = {},
  ): Promise<Opened> => {
    const clock = options.clock ?? manualClock()
    const politeness = createPoliteness({
      delayMs: options.delayMs ?? 0,
      perSite: options.perSite ?? 1,
      perAddress: 1000,
      addressDelayMs: 0,
    })
    const frontier = await createFrontier({
      store,
      politeness,
      clock,
      budgetFor: () => ({ pages: Infinity, bytes: Infinity, errors: Infinity, urls: Infinity, ...options.budget }),
      ...(options.warmLinks === undefined ? {} : { warmLinks: options.warmLinks }),
    })
    return {
      frontier,
      clock,
      async next() {
        const taken = await frontier.take(clock.now())
        return taken.state === 'lease' ? taken.lease : undefined
      },
      async done(lease, settlement = {}) {
        politeness.finished(politeness.pace(lease.site), clock.now(), { status: 200 })
        return frontier.settle(lease, { outcome: 'done', ...settlement })
      },
    }
  }
  const check = (title: string, run: (subject: Subject) => Promise<void>) =>
    test(`${name}: ${title}`, async () => {
      const own = subject()
      try {
        await run(own)
      } finally {
        own.cleanUp()
      }
    })

  check('a link added twice is one URL', async ({ store }) => {
    const { frontier } = await open(store())
    assert.deepEqual(await frontier.add([link('http://a.test/'), link('http://a.test/')]), { added: 1, known: 1, overBudget: 0 })
    assert.deepEqual(await frontier.add([link('http://a.test/')]), { added: 0, known: 1, overBudget: 0 })
    assert.equal(frontier.counts().met, 1)
    await frontier.close()
  })

  check('first in first out within a priority, lower numbers first', async ({ store }) => {
    const { frontier, next, done } = await open(store())
    await frontier.add([
      link('http://a.test/1'),
      link('http://a.test/2'),
      link('http://a.test/low', { priority: 200 }),
      link('http://a.test/first', { priority: 0 }),
    ])
    const order: string[] = []
    for (let lease = await next(); lease !== undefined; lease = await next()) {
      order.push(new URL(lease.link.url).pathname)
      await done(lease)
    }
    assert.deepEqual(order, ['/first', '/1', '/2', '/low'])
    assert.deepEqual(await frontier.take(0), { state: 'drained' })
    await frontier.close()
  })

  check('one lease a site at a time, other sites go on', async ({ store }) => {
    const { frontier, next, done } = await open(store())
    await frontier.add([link('http://a.test/1'), link('http://a.test/2'), link('http://b.test/1')])
    const [one, other] = [await next(), await next()]
    assert.deepEqual([one?.site, other?.site].sort(), ['http://a.test', 'http://b.test'])
    assert.deepEqual(await frontier.take(0), { state: 'waiting', until: Infinity, urls: 1 })
    await done(one!)
    await done(other!)
    assert.equal((await next())?.link.url, 'http://a.test/2')
    await frontier.close()
  })

  check('a site is not granted before its delay has passed', async ({ store }) => {
    const { frontier, next, done, clock } = await open(store(), { delayMs: 1000 })
    await frontier.add([link('http://a.test/1'), link('http://a.test/2')])
    await done((await next())!)
    assert.deepEqual(await frontier.take(clock.now()), { state: 'waiting', until: 1000, urls: 1 })
    await clock.advance(999)
    assert.equal((await frontier.take(clock.now())).state, 'waiting')
    await clock.advance(1)
    assert.equal((await frontier.take(clock.now())).state, 'lease')
    await frontier.close()
  })

  check('a released lease comes back first, with its attempts as they were', async ({ store }) => {
    const { frontier, next } = await open(store(), { perSite: 5 })
    await frontier.add([link('http://a.test/1'), link('http://a.test/2')])
    const lease = (await next())!
    frontier.release(lease)
    const again = (await next())!
    assert.deepEqual([again.link.url, again.attempts], ['http://a.test/1', 0])
    await frontier.close()
  })

  check('a retry waits for its time and counts its attempts', async ({ store }) => {
    const { frontier, next, done, clock } = await open(store())
    await frontier.add([link('http://a.test/1'), link('http://a.test/2')])
    await done((await next())!, { outcome: 'retry', retryAt: 5000 })
    const second = (await next())!
    assert.equal(second.link.url, 'http://a.test/2')
    await done(second)
    assert.deepEqual(await frontier.take(clock.now()), { state: 'waiting', until: 5000, urls: 1 })
    await clock.advance(5000)
    const again = (await next())!
    assert.deepEqual([again.link.url, again.attempts], ['http://a.test/1', 1])
    await frontier.close()
  })

  check('links of a settled page are new or known, and counted', async ({ store }) => {
    const { frontier, next, done } = await open(store())
    await frontier.add([link('http://a.test/')])
    const result = await done((await next())!, { links: [link('http://a.test/'), link('http://a.test/x'), link('http://b.test/')] })
    assert.deepEqual(result, { added: 2, known: 1, overBudget: 0 })
    const { met, done: finished, waiting, leased } = frontier.counts()
    assert.deepEqual({ met, finished, waiting, leased }, { met: 3, finished: 1, waiting: 2, leased: 0 })
    assert.deepEqual(await frontier.topLinked(1), [{ url: 'http://a.test/', count: 1 }])
    await frontier.close()
  })

  check('a spent budget holds a site, and keeps no run going', async ({ store }) => {
    const { frontier, next, done } = await open(store(), { budget: { pages: 1 } })
    await frontier.add([link('http://a.test/1'), link('http://a.test/2')])
    await done((await next())!)
    assert.deepEqual(await frontier.take(0), { state: 'drained' })
    assert.deepEqual([...frontier.counts().held], [['budget-pages', 1]])
    await frontier.close()
  })

  check('links over the URL budget of a site are refused and counted', async ({ store }) => {
    const { frontier } = await open(store(), { budget: { urls: 2 } })
    const links = [1, 2, 3].map(at => link(`http://a.test/${at}`))
    assert.deepEqual(await frontier.add(links), { added: 2, known: 0, overBudget: 1 })
    assert.deepEqual([...frontier.counts().refused], [['over-budget', 1]])
    await frontier.close()
  })

  check('a held site waits until its time', async ({ store }) => {
    const { frontier, clock } = await open(store())
    await frontier.add([link('http://a.test/1')])
    frontier.hold('http://a.test', 'robots-unreachable', 100)
    assert.deepEqual(await frontier.take(0), { state: 'drained' })
    await clock.advance(100)
    assert.equal((await frontier.take(clock.now())).state, 'lease')
    await frontier.close()
  })

  check('a longer hold outlasts the shorter one before it, and a retry of a held site keeps no run going', async ({ store }) => {
    const { frontier, next, done, clock } = await open(store())
    await frontier.add([link('http://a.test/1'), link('http://a.test/2')])
    await done((await next())!, { outcome: 'retry', retryAt: 50 })
    frontier.hold('http://a.test', 'robots-unreachable', 100)
    frontier.hold('http://a.test', 'robots-unreachable', 300)
    assert.deepEqual(await frontier.take(0), { state: 'drained' })
    await clock.advance(200)
    assert.deepEqual(await frontier.take(clock.now()), { state: 'drained' })
    await clock.advance(100)
    assert.equal((await frontier.take(clock.now())).state, 'lease')
    await frontier.close()
  })

  check('waiting links that are not in memory come back in order', async ({ store }) => {
    const { frontier, next, done } = await open(store(), { warmLinks: 3 })
    await frontier.add(Array.from({ length: 1000 }, (_, at) => link(`http://a.test/${at}`, { from: 'http://a.test/0', depth: at % 7 })))
    for (let at = 0; at < 1000; at++) {
      const lease = (await next())!
      assert.equal(lease.link.url, `http://a.test/${at}`)
      assert.equal(lease.link.depth, at % 7)
      await done(lease)
    }
    await frontier.close()
  })

  check('random operations agree with a plain model', async ({ store }) => {
    for (const seed of [1, 2, 3]) await randomOperations(seed, await open(store(`random-${seed}`), { perSite: 3, warmLinks: 5 }))
  })

  if (!subject().durable) return

  check('what is settled survives a close, what is leased waits again', async ({ store }) => {
    const first = await open(store())
    await first.frontier.add([
      link('http://a.test/1', { depth: 3, redirects: ['http://a.test/0'], via: 'redirect' }),
      link('http://b.test/2', { priority: 7 }),
    ])
    const lease = (await first.next())!
    await first.done(lease, {
      page: { status: 200, title: 'One', etag: '"1"', bytes: 12, fetched: 5, digest: 'd' },
      links: [link('http://a.test/3', { from: lease.link.url })],
    })
    const open2 = (await first.next())!
    assert.equal(open2.site, 'http://b.test')
    await first.frontier.close()
    const second = await open(store())
    const { met, done, waiting, leased } = second.frontier.counts()
    assert.deepEqual({ met, done, waiting, leased }, { met: 3, done: 1, waiting: 2, leased: 0 })
    assert.deepEqual(await second.frontier.add([link('http://a.test/1')]), { added: 0, known: 1, overBudget: 0 })
    const leases = [(await second.next())!, (await second.next())!]
    const third = leases.find(({ site }) => site === 'http://a.test')!
    assert.deepEqual(third.link, { url: 'http://a.test/3', via: 'anchor', depth: 1, from: 'http://a.test/1' })
    assert.equal(leases.find(({ site }) => site === 'http://b.test')?.link.priority, 7)
    await second.frontier.close()
  })

  check('a retry keeps its time and attempts over a restart', async ({ store }) => {
    const first = await open(store())
    await first.frontier.add([link('http://a.test/1')])
    await first.done((await first.next())!, { outcome: 'retry', retryAt: 60_000 })
    await first.frontier.close()
    const second = await open(store())
    assert.deepEqual(await second.frontier.take(0), { state: 'waiting', until: 60_000, urls: 1 })
    await second.clock.advance(60_000)
    assert.equal((await second.next())?.attempts, 1)
    await second.frontier.close()
  })

  check('a finished crawl is visited again with what the last visit left', async ({ store }) => {
    const first = await open(store())
    await first.frontier.add([link('http://a.test/1')])
    await first.done((await first.next())!, { page: { status: 200, etag: '"1"', fetched: 5, digest: 'd' } })
    await first.frontier.close(true)
    const second = await open(store())
    assert.equal(second.frontier.counts().waiting, 1)
    const lease = (await second.next())!
    assert.deepEqual([lease.before?.etag, lease.before?.digest], ['"1"', 'd'])
    await second.done(lease, { outcome: 'unchanged', page: { status: 304, fetched: 9 } })
    assert.equal(second.frontier.counts().done, 1)
    await second.frontier.close(true)
  })
}

async function randomOperations(seed: number, { frontier, next, done, clock }: Opened): Promise<void> {
  const random = seededRandom(seed)
  const pick = (most: number) => Math.floor(random() * most)
  const known = new Set<string>()
  const finished = new Set<string>()
  const out = new Map<string, Lease>()
  const retrying = new Map<string, number>()
  for (let step = 0; step < 600; step++) {
    const action = pick(10)
    if (action < 4) {
      const links = Array.from({ length: pick(6) }, () => link(`http://s${seed}-${pick(4)}.test/${pick(120)}`, { priority: pick(3) }))
      const fresh = new Set(links.map(({ url }) => url).filter(url => !known.has(url)))
      assert.equal((await frontier.add(links)).added, fresh.size)
      for (const url of fresh) known.add(url)
    } else if (action < 7) {
      const lease = await next()
      if (lease === undefined) continue
      const { url } = lease.link
      assert.ok(known.has(url) && !finished.has(url) && !out.has(url), `${url} was not there to be taken`)
      assert.ok([...out.values()].filter(({ site }) => site === lease.site).length < 3, 'too many leases of one site')
      assert.ok((retrying.get(url) ?? 0) <= clock.now(), 'a retry came too early')
      retrying.delete(url)
      out.set(url, lease)
    } else if (out.size > 0) {
      const lease = [...out.values()][pick(out.size)]!
      out.delete(lease.link.url)
      const fate = pick(4)
      if (fate === 0) {
        await done(lease, { outcome: 'retry', retryAt: clock.now() + 50 })
        retrying.set(lease.link.url, clock.now() + 50)
      } else {
        finished.add(lease.link.url)
        await done(lease, { outcome: fate === 1 ? 'failed' : 'done', reason: 'http-404' })
      }
    } else await clock.advance(pick(40))
    const counts = frontier.counts()
    assert.equal(counts.met, counts.done + counts.failed + counts.dropped + counts.waiting + counts.leased, 'the numbers do not add up')
    assert.equal(counts.leased, out.size)
    assert.equal(counts.done + counts.failed, finished.size)
  }
  for (const lease of out.values()) await done(lease)
  await clock.advance(1000)
  for (let lease = await next(); lease !== undefined; lease = await next()) await done(lease)
  assert.equal(frontier.counts().waiting, 0)
  await frontier.close()
}
